package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.reeve.core.files.Checks;
import io.reeve.core.files.ReadOnlyPoint;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Which updates wait, and when that was last looked up, as softwareupdated has noted it. Only
/// read. The parameter `what` is `pending`, `restart` or `refreshed`.
final class UpdateStatusMechanism implements Mechanism {
  private static final Pattern WHAT = Pattern.compile("pending|restart|refreshed");
  private static final String DOMAIN = "com.apple.SoftwareUpdate";
  private final Tools tools;
  private final Preferences preferences;

  UpdateStatusMechanism(Tools tools, Preferences preferences) {
    this.tools = tools;
    this.preferences = preferences;
  }

  @Override
  public String name() {
    return "update-status";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var what = Checks.parameter(address, "what", WHAT);
    tools.live("updates");
    return new ReadOnlyPoint() {
      @Override
      public Value read() throws IOException {
        return value(what);
      }

      @Override
      public Set<Path> files() {
        return Set.of(tools.host().path("/Library/Preferences/" + DOMAIN + ".plist"));
      }
    };
  }

  private Value value(String what) throws IOException {
    return switch (what) {
      case "pending" -> Value.of(pending());
      case "restart" -> Value.of(restartWanted().isPresent());
      default -> refreshed();
    };
  }

  private int pending() throws IOException {
    var count = effective("LastRecommendedUpdatesAvailable");
    var list = effective("RecommendedUpdates");
    return Math.max(count.map(JsonNode::asInt).orElse(0), list.map(JsonNode::size).orElse(0));
  }

  /// An update of the system itself, which needs a restart; empty when none waits.
  Optional<String> restartWanted() throws IOException {
    for (var update : effective("RecommendedUpdates").orElse(PropertyList.JSON.nullNode())) {
      var name = update.path("Display Name").asText();
      if (name.startsWith("macOS ") || update.path("MobileSoftwareUpdate").asBoolean()) {
        return Optional.of(name + " waits to be installed");
      }
    }
    return Optional.empty();
  }

  private Value refreshed() throws IOException {
    return effective("LastFullSuccessfulDate")
        .map(date -> date instanceof POJONode node ? node.getPojo() : date)
        .filter(Instant.class::isInstance)
        .map(at -> ((Instant) at).truncatedTo(ChronoUnit.SECONDS).toString())
        .<Value>map(Value::of)
        .orElse(Value.absent());
  }

  private Optional<JsonNode> effective(String key) throws IOException {
    return preferences.effective(DOMAIN, key);
  }
}
