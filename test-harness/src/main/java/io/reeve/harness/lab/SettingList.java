package io.reeve.harness.lab;

import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Profile;
import io.reeve.harness.lab.LabViews.Setting;
import io.reeve.harness.lab.LabViews.SettingState;
import io.reeve.harness.lab.NodeStates.NodeState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// What a device should have beside what it has acknowledged, node by node. Pure.
final class SettingList {
  private SettingList() {}

  static List<Setting> of(List<Profile> profiles, Map<String, NodeState> states) {
    var wanted = Difference.wanted(profiles);
    var keys = new TreeSet<>(wanted.keySet());
    keys.addAll(states.keySet());
    var settings = new ArrayList<Setting>();
    for (var key : keys) {
      var wish = Optional.ofNullable(wanted.get(key));
      var state = Optional.ofNullable(states.get(key));
      if (wish.isPresent() || state.filter(Difference::needsRemoval).isPresent()) {
        settings.add(setting(wish, state));
      }
    }
    return settings;
  }

  private static Setting setting(Optional<Difference.Wanted> wish, Optional<NodeState> state) {
    var item = wish.map(Difference.Wanted::item);
    return new Setting(
        item.map(Item::uri).or(() -> state.map(NodeState::uri)).orElseThrow(),
        wish.map(one -> one.profile().id()).orElse(""),
        item.map(Item::value),
        state.flatMap(NodeState::acknowledged).map(Item::value),
        state.map(NodeState::status).orElse(0),
        word(item, state),
        state.map(NodeState::at).orElse(Instant.EPOCH));
  }

  private static SettingState word(Optional<Item> wish, Optional<NodeState> state) {
    if (wish.isEmpty()) {
      return SettingState.REMOVING;
    }
    if (state.isEmpty() || !state.get().sent().equals(wish.get())) {
      return SettingState.WAITING;
    }
    return NodeStates.good(state.get().status()) ? SettingState.APPLIED : SettingState.FAILED;
  }
}
