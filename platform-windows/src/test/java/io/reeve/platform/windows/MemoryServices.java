package io.reeve.platform.windows;

import io.reeve.core.spi.Mechanism;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Services in memory, for tests that need no Windows.
final class MemoryServices implements Services {
  final Map<String, Startup> startups = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  final Set<String> running = new HashSet<>();
  final Map<String, List<String>> dependents = new TreeMap<>();
  final List<String> told = new ArrayList<>();
  private final List<Watch> watches = new ArrayList<>();

  private record Watch(Supplier<Set<String>> names, Mechanism.Listener listener) {}

  MemoryServices with(String name, int type, boolean delayed) {
    startups.put(name, new Startup(type, delayed));
    return this;
  }

  @Override
  public Optional<Startup> startup(String name) {
    return Optional.ofNullable(startups.get(name));
  }

  @Override
  public void configure(String name, Startup startup) {
    startups.put(name, startup);
  }

  @Override
  public boolean isRunning(String name) {
    return running.contains(name);
  }

  @Override
  public void start(String name) throws IOException {
    if (startup(name).orElseThrow().type() == Advapi32Services.SERVICE_DISABLED) {
      throw WinError.failure("StartServiceW", 1058, name);
    }
    running.add(name);
  }

  @Override
  public void stop(String name) throws IOException {
    if (!dependents(name).isEmpty()) {
      throw WinError.failure("ControlService", 1051, name + ", " + dependents(name));
    }
    running.remove(name);
  }

  @Override
  public void tellOfChange(String name) {
    told.add(name);
  }

  @Override
  public Watching watch(Supplier<Set<String>> names, Mechanism.Listener listener) {
    var watch = new Watch(names, listener);
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

  /// A service starts or stops, which those hear who asked for it.
  void change(String name) {
    List.copyOf(watches).stream()
        .filter(watch -> watch.names.get().contains(name))
        .forEach(watch -> watch.listener.changed(""));
  }

  @Override
  public List<String> dependents(String name) {
    return dependents.getOrDefault(name, List.of());
  }
}
