package io.reeve.harness.lab;

import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Profile;
import io.reeve.harness.lab.LabViews.Verb;
import io.reeve.harness.lab.NodeStates.NodeState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds what a device must be sent: what it should have less what it has acknowledged. Pure.
final class Difference {
  /// A value refused with one of these has never been kept by the device.
  private static final Set<Integer> NEVER_KEPT = Set.of(400, 404, 405, 414, 415);

  private final Map<String, NodeState> states;
  private final Tried tried;
  private final Instant now;

  private Difference(Map<String, NodeState> states, Tried tried, Instant now) {
    this.states = states;
    this.tried = tried;
    this.now = now;
  }

  /// A value and what wants it.
  record Wanted(Item item, Profile profile) {}

  /// What the profiles add up to, by [Profiles#key(String)]: of two values for one node, that of
  /// the later profile.
  static Map<String, Wanted> wanted(List<Profile> profiles) {
    var wanted = new LinkedHashMap<String, Wanted>();
    for (var profile : profiles) {
      for (var item : profile.items()) {
        var key = Profiles.key(item.uri());
        wanted.remove(key);
        wanted.put(key, new Wanted(item, profile));
      }
    }
    return wanted;
  }

  /// The steps, removals first, then profile by profile.
  ///
  /// @param states what the device has answered, by [Profiles#key(String)]
  static List<Step> steps(
      List<Profile> profiles, Map<String, NodeState> states, Tried tried, Instant now) {
    return new Difference(states, tried, now).steps(wanted(profiles));
  }

  /// Whether the device must be asked to remove a node that nothing wants; else the lab just
  /// forgets about it.
  static boolean needsRemoval(NodeState state) {
    return state.acknowledged().isPresent() || !NEVER_KEPT.contains(state.status());
  }

  private List<Step> steps(Map<String, Wanted> wanted) {
    var steps = new ArrayList<Step>();
    states.forEach((key, state) -> {
      if (!wanted.containsKey(key) && needsRemoval(state) && tried.open(key)) {
        steps.addFirst(new Step.Remove(state.uri())); // children before their parents
      }
    });
    var groups = new LinkedHashMap<String, List<Wanted>>();
    wanted.values().stream()
        .filter(one -> differs(one.item()))
        .forEach(
            one -> groups.computeIfAbsent(one.profile().id(), _ -> new ArrayList<>()).add(one));
    groups.values().forEach(group -> add(steps, group));
    return steps;
  }

  private void add(List<Step> steps, List<Wanted> group) {
    var puts =
        group.stream()
            .filter(one -> ready(one.item()))
            .map(one -> new Step.Put(one.item(), verb(one.item())))
            .toList();
    if (!group.getFirst().profile().atomic()) {
      steps.addAll(puts);
    } else if (puts.size() == group.size()) {
      steps.add(new Step.Group(puts)); // else one of them has failed, and all must wait
    }
  }

  private boolean differs(Item item) {
    var state = states.get(Profiles.key(item.uri()));
    return state == null
        || !NodeStates.good(state.status())
        || !state.acknowledged().equals(Optional.of(item));
  }

  private boolean ready(Item item) {
    var key = Profiles.key(item.uri());
    var state = states.get(key);
    boolean refused =
        state != null
            && !NodeStates.good(state.status())
            && state.sent().equals(item)
            && now.isBefore(state.retry());
    return tried.open(key) && (!refused || tried.verb(key).isPresent());
  }

  private Verb verb(Item item) {
    var key = Profiles.key(item.uri());
    var state = states.get(key);
    boolean there = state != null && state.acknowledged().isPresent();
    return tried.verb(key).orElse(there ? Verb.REPLACE : Verb.ADD);
  }
}
