package io.reeve.core.cli;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// What settings are called in a list: by their id, which is short, and by their address where the
/// id stands for several of them.
final class Named {
  private final Map<String, Set<String>> addresses = new HashMap<>();

  /// @param settings all of the list
  static <T> Named in(List<T> settings, Function<T, String> id, Function<T, String> uri) {
    var named = new Named();
    for (var setting : settings) {
      named
          .addresses
          .computeIfAbsent(id.apply(setting), _ -> new HashSet<>())
          .add(uri.apply(setting));
    }
    return named;
  }

  String name(String id, String uri) {
    return addresses.getOrDefault(id, Set.of()).size() > 1 ? uri : id;
  }
}
