package io.reeve.platform.linux;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.core.files.JsonMembers;
import io.reeve.core.firewall.FirewallPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// What we have made of the firewall, as it is remembered over restarts.
///
/// @param backend where it is; empty when nothing is
/// @param policy what was asked
/// @param notes what the back end needs to undo it exactly
record SavedFirewall(String backend, FirewallPolicy policy, Map<String, String> notes) {
  static final SavedFirewall NONE = new SavedFirewall("", FirewallPolicy.NONE, Map.of());
  private static final String HEADER =
      "# Written by Reeve. Changes made here are undone.\n# What it was made from: ";

  SavedFirewall {
    notes = Map.copyOf(notes);
  }

  /// Whether there is nothing to remember.
  boolean isEmpty() {
    return policy.isEmpty() && notes.isEmpty();
  }

  /// The file's bytes: this as a comment, then a ruleset.
  byte[] bytes(String ruleset) {
    var json = JsonMembers.JSON.createObjectNode().put("backend", backend);
    put(json.putObject("policy"), policy.values());
    put(json.putObject("notes"), notes);
    return (HEADER + json + "\n" + ruleset).getBytes(StandardCharsets.UTF_8);
  }

  private static void put(ObjectNode into, Map<String, String> texts) {
    new TreeMap<>(texts).forEach(into::put);
  }

  /// @throws IOException when the bytes are not of that form
  static SavedFirewall parse(byte[] bytes) throws IOException {
    var text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.indexOf('\n', HEADER.length());
    if (!text.startsWith(HEADER) || end < 0) {
      throw new IOException("the saved firewall is not as Reeve writes it");
    }
    var json = JsonMembers.tree(text.substring(HEADER.length(), end));
    return new SavedFirewall(
        json.path("backend").asText(),
        new FirewallPolicy(texts(json.path("policy"))),
        texts(json.path("notes")));
  }

  private static Map<String, String> texts(JsonNode object) {
    var texts = new TreeMap<String, String>();
    object.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
    return texts;
  }
}
