package io.reeve.platform.linux;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.core.files.JsonMembers;
import io.reeve.core.firewall.FirewallRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the kernel lists of a table: its frame (the table, its chains, and rules that no policy may
/// take away) and its rules by tag.
///
/// @param frame the frame's objects in order, without handles
/// @param rules every tag's lines in order
/// @param order the tags in the order they first come
/// @param policies of the chains that are on a hook, by the chain's name
record NftListing(
    List<JsonNode> frame,
    Map<String, List<JsonNode>> rules,
    List<String> order,
    Map<String, String> policies) {
  static final NftListing NONE = new NftListing(List.of(), Map.of(), List.of(), Map.of());

  /// Reads what `list table` prints in JSON.
  static NftListing parse(String json) throws IOException {
    var frame = new ArrayList<JsonNode>();
    var rules = new LinkedHashMap<String, List<JsonNode>>();
    var order = new LinkedHashSet<String>();
    var policies = new LinkedHashMap<String, String>();
    for (JsonNode item : JsonMembers.tree(json).path("nftables")) {
      item.forEach(object -> ((ObjectNode) object).remove(List.of("handle", "index")));
      var tag = item.path("rule").path("comment").asText();
      if (tag.startsWith(FirewallRule.TAG)) {
        rules.computeIfAbsent(tag, _ -> new ArrayList<>()).add(item);
        order.add(tag);
      } else if (!item.has("metainfo")) {
        frame.add(item);
      }
      if (item.path("chain").has("hook")) {
        policies.put(
            item.path("chain").path("name").asText(), item.path("chain").path("policy").asText());
      }
    }
    return new NftListing(frame, rules, List.copyOf(order), policies);
  }

  /// The tags whose lines are here as they are there, where nothing about the frame, the order or
  /// rules of somebody else's in it makes them mean something else.
  Set<String> sameIn(NftListing other) {
    var same = new LinkedHashSet<String>();
    if (hasFrameOf(other)) {
      for (var tag : order) {
        if (other.lines(tag).equals(Optional.ofNullable(rules.get(tag)))) {
          same.add(tag);
        }
      }
    }
    return common(other.order).equals(other.common(order)) ? same : Set.of();
  }

  private Optional<List<JsonNode>> lines(String tag) {
    return Optional.ofNullable(rules.get(tag));
  }

  /// Whether the frames are the same, and the other has no tags that are not here.
  boolean hasFrameOf(NftListing other) {
    return frame.equals(other.frame) && order.containsAll(other.order);
  }

  private List<String> common(List<String> with) {
    return order.stream().filter(with::contains).toList();
  }
}
