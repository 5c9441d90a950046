package io.reeve.platform.windows;

import java.util.Locale;
import java.util.Optional;

/// A key. Names are told apart as the registry does, whatever the case of their letters.
record RegistryKey(Hive hive, String path) {
  /// A key of the machine.
  static RegistryKey machine(String path) {
    return new RegistryKey(Hive.LOCAL_MACHINE, path);
  }

  RegistryKey child(String name) {
    return new RegistryKey(hive, path.isEmpty() ? name : path + "\\" + name);
  }

  /// The key it is in; empty for the first below the hive.
  Optional<RegistryKey> parent() {
    int end = path.lastIndexOf('\\');
    return end < 0 ? Optional.empty() : Optional.of(new RegistryKey(hive, path.substring(0, end)));
  }

  /// Whether it is that key or somewhere below it.
  boolean isWithin(RegistryKey other) {
    var folder = other.folded() + "\\";
    return hive == other.hive && (folded() + "\\").startsWith(folder);
  }

  private String folded() {
    return path.toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RegistryKey key && hive == key.hive && folded().equals(key.folded());
  }

  @Override
  public int hashCode() {
    return folded().hashCode();
  }

  @Override
  public String toString() {
    return hive.shortName + "\\" + path;
  }

  /// The two parts of the registry that a service may look at. `HKEY_CURRENT_USER` is nobody's in a
  /// service.
  enum Hive {
    LOCAL_MACHINE("HKLM"),
    USERS("HKU");

    private final String shortName;

    Hive(String shortName) {
      this.shortName = shortName;
    }
  }
}
