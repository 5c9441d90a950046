package io.reeve.core.tree;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.core.reconcile.Configuration;
import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.Format;
import io.reeve.policy.Observation;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Setting;
import io.reeve.policy.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// `./Device/Vendor/Reeve/Settings/{id}`: the state of a setting as JSON, at each of its addresses
/// that somebody asks for; at its only address when nobody does. Read only.
public final class SettingsBranch implements Branch {
  /// Where it belongs in the tree.
  public static final String PREFIX = "./Device/Vendor/Reeve/Settings";

  private static final OmaUri ROOT = new OmaUri(List.of());
  private static final JsonMapper JSON = new JsonMapper();
  private static final int ID = 4;

  private final Configuration configuration;
  private final Catalog catalog;

  public SettingsBranch(Configuration configuration, Catalog catalog) {
    this.configuration = configuration;
    this.catalog = catalog;
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    return ReadOnly.answer(requests, this::read);
  }

  private Reply read(OmaUri uri) {
    if (uri.segments().size() == ID) {
      var ids = new TreeSet<String>();
      wanted()
          .forEach(each -> catalog.find(each).ifPresent(match -> ids.add(match.setting().id())));
      return new Reply.Interior(List.copyOf(ids));
    }
    var setting = catalog.byId(uri.segments().get(ID));
    return setting.isEmpty() || uri.segments().size() > ID + 1
        ? new Reply.Refused(Code.NOT_FOUND, "no such setting: " + uri)
        : new Reply.Leaf(Format.CHR, state(setting.get()).toString());
  }

  private Set<OmaUri> wanted() {
    var all = new LinkedHashSet<OmaUri>();
    for (var authority : Authority.values()) {
      all.addAll(configuration.wanted(authority, ROOT).keySet());
    }
    return all;
  }

  private ObjectNode state(Setting setting) {
    var json = JSON.createObjectNode();
    json.put("id", setting.id());
    json.put("sentence", setting.sentence());
    var nodes = json.putArray("nodes");
    for (var uri : addresses(setting)) {
      var node = nodes.addObject();
      node.put("uri", uri.toString());
      var asked = node.putObject("wanted");
      for (var authority : Authority.values()) {
        var value = configuration.wanted(authority, uri).get(uri);
        if (value != null) {
          asked.put(authority.name(), value.wire());
        }
      }
      observe(node, configuration.seen(uri));
      configuration
          .status(uri)
          .ifPresent(status ->
              node.put("standing", status.state().wire())
                  .put("detail", status.detail())
                  .put("needsRestart", status.needsRestart()));
    }
    return json;
  }

  private List<OmaUri> addresses(Setting setting) {
    var found = new ArrayList<OmaUri>();
    for (var uri : wanted()) {
      if (catalog
          .find(uri)
          .filter(match -> match.setting().id().equals(setting.id()))
          .isPresent()) {
        found.add(uri);
      }
    }
    if (found.isEmpty() && !setting.uri().contains("{")) {
      found.add(OmaUri.parse(setting.uri()));
    }
    return found;
  }

  private static void observe(ObjectNode node, Observation observation) {
    switch (observation) {
      case Observation.Seen(Value.Absent _) -> node.put("state", "not set");
      case Observation.Seen(var value) -> node.put("state", "set").put("seen", value.wire());
      case Observation.NotApplicable(var reason) ->
          node.put("state", "not applicable").put("reason", reason);
      case Observation.Unreadable(var error) ->
          node.put("state", "unreadable").put("reason", error);
    }
  }
}
