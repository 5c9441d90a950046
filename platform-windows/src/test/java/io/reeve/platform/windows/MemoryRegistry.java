package io.reeve.platform.windows;

import io.reeve.core.spi.Mechanism;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// A registry in memory, for tests that need no Windows. Keys of [#given] are the system's own.
final class MemoryRegistry implements Registry {
  private final Map<RegistryKey, Map<String, RegistryData>> keys = new java.util.HashMap<>();
  private final Set<RegistryKey> ours = new HashSet<>();
  private final List<Watch> watches = new ArrayList<>();

  private record Watch(Supplier<Set<RegistryKey>> keys, Mechanism.Listener listener) {
    /// As Windows tells it: of the key itself, of what is made or taken away directly in it, and of
    /// the nearest above while it is not there.
    private boolean hears(RegistryKey changed) {
      return keys.get().stream()
          .anyMatch(
              key -> key.isWithin(changed) || changed.parent().filter(key::equals).isPresent());
    }
  }

  /// Puts a value there as Windows or somebody else would.
  MemoryRegistry given(RegistryKey key, String name, RegistryData data) {
    for (var above = Optional.of(key); above.isPresent(); above = above.get().parent()) {
      keys.computeIfAbsent(above.get(), _ -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
      ours.remove(above.get());
    }
    values(key).put(name, data);
    List.copyOf(watches).stream()
        .filter(watch -> watch.hears(key))
        .forEach(watch -> watch.listener.changed(""));
    return this;
  }

  private Map<String, RegistryData> values(RegistryKey key) {
    return keys.getOrDefault(key, new TreeMap<>());
  }

  @Override
  public Optional<RegistryData> value(RegistryKey key, String name) {
    return Optional.ofNullable(values(key).get(name));
  }

  @Override
  public void set(RegistryKey key, String name, RegistryData data) {
    for (var above = Optional.of(key); above.isPresent(); above = above.get().parent()) {
      if (keys.putIfAbsent(above.get(), new TreeMap<>(String.CASE_INSENSITIVE_ORDER)) == null) {
        ours.add(above.get());
      }
    }
    values(key).put(name, data);
  }

  @Override
  public void delete(RegistryKey key, String name) {
    values(key).remove(name);
    var last = Optional.of(key);
    while (last.isPresent()
        && ours.contains(last.get())
        && values(last.get()).isEmpty()
        && subkeys(last.get()).isEmpty()) {
      keys.remove(last.get());
      ours.remove(last.get());
      last = last.get().parent();
    }
  }

  @Override
  public boolean has(RegistryKey key) {
    return keys.containsKey(key);
  }

  @Override
  public List<String> names(RegistryKey key) {
    return List.copyOf(values(key).keySet());
  }

  @Override
  public List<String> subkeys(RegistryKey key) {
    int start = key.path().isEmpty() ? 0 : key.path().length() + 1;
    return keys.keySet().stream()
        .filter(each -> each.hive() == key.hive() && !each.equals(key))
        .filter(each -> key.path().isEmpty() || each.isWithin(key))
        .map(each -> each.path().substring(start).replaceFirst("\\\\.*", ""))
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public Watching watch(Supplier<Set<RegistryKey>> watched, Mechanism.Listener listener) {
    var watch = new Watch(watched, listener);
    watches.add(watch);
    return new Watching() {
      @Override
      public void refresh() {}

      @Override
      public void close() {
        watches.remove(watch);
      }
    };
  }

  /// Every key that is watched now.
  Set<RegistryKey> watched() {
    return watches.stream().flatMap(watch -> watch.keys.get().stream()).collect(Collectors.toSet());
  }
}
