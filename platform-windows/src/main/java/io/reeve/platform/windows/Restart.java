package io.reeve.platform.windows;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The machine's restarts, as the registry tells of them.
final class Restart {
  private static final RegistryKey MICROSOFT =
      RegistryKey.machine("SOFTWARE\\Microsoft\\Windows\\CurrentVersion");
  private static final RegistryKey SYSTEM =
      RegistryKey.machine("SYSTEM\\CurrentControlSet\\Control");
  private static final RegistryKey BOOT =
      SYSTEM.child("Session Manager").child("Memory Management").child("PrefetchParameters");
  private static final String UPDATE = "WindowsUpdate\\Auto Update\\RebootRequired";

  private final Registry registry;

  Restart(Registry registry) {
    this.registry = registry;
  }

  /// The number of this boot; empty where Windows does not count them.
  Optional<String> boot() throws IOException {
    return registry.value(BOOT, "BootId").flatMap(RegistryData::number).map(Object::toString);
  }

  /// Whether updates wait for one.
  boolean isWantedByUpdates() throws IOException {
    return registry.has(MICROSOFT.child(UPDATE));
  }

  /// What Windows wants one for; empty when for nothing.
  Optional<String> wanted() throws IOException {
    Map<String, Boolean> reasons = new LinkedHashMap<>();
    reasons.put("updates", isWantedByUpdates());
    reasons.put(
        "the servicing of components",
        registry.has(MICROSOFT.child("Component Based Servicing\\RebootPending")));
    reasons.put("the machine's new name", !name("ActiveComputerName").equals(name("ComputerName")));
    reasons.values().removeIf(wanted -> !wanted);
    return reasons.isEmpty()
        ? Optional.empty()
        : Optional.of("Windows wants a restart for " + String.join(", ", reasons.keySet()));
  }

  private Optional<String> name(String which) throws IOException {
    return registry
        .value(SYSTEM.child("ComputerName").child(which), "ComputerName")
        .flatMap(RegistryData::text);
  }
}
