package io.reeve.harness.demo;

import io.reeve.core.local.AgentService;
import io.reeve.harness.lab.LabAdmin;
import io.reeve.harness.lab.LabViews;
import java.util.ArrayList;
import java.util.List;

/// What agent and service say of the same thing.
///
/// @param subject the setting's address, or what it is
public record Agreement(String subject, String agent, String service) {
  /// Of every setting that both know, and of the verdict.
  static List<Agreement> between(AgentService agent, LabAdmin service, String device) {
    var recorded = new ArrayList<Agreement>();
    var states = agent.settings(false);
    for (var setting : service.settings(device)) {
      states.stream()
          .filter(state -> state.uri().equalsIgnoreCase(canonical(setting.uri())))
          .findFirst()
          .ifPresent(
              state -> recorded.add(new Agreement(state.uri(), state.state(), word(setting))));
    }
    var overall = agent.compliance(false).overall().name();
    var reported =
        service.compliance(device).map(json -> json.path("overall").asText()).orElse("nothing");
    recorded.add(new Agreement("compliance", overall, reported));
    return recorded;
  }

  /// Whether both say the same.
  public boolean holds() {
    return agent.equals(service);
  }

  private static String canonical(String uri) {
    return uri.startsWith("./Vendor/") ? "./Device" + uri.substring(1) : uri;
  }

  private static String word(LabViews.Setting setting) {
    return switch (setting.state()) {
      case APPLIED -> "applied";
      case FAILED -> setting.status() == 406 ? "not-applicable" : "failed";
      case WAITING -> "waiting";
      case REMOVING -> "removing";
    };
  }
}
