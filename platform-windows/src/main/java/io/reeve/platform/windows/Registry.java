package io.reeve.platform.windows;

import io.reeve.core.spi.Mechanism;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The registry, always in its 64-bit view. Keys that we make carry our mark (their class), so that
/// they can go again when they are empty, whoever made what in between.
interface Registry {
  /// A value; empty where the value or its key is not there.
  Optional<RegistryData> value(RegistryKey key, String name) throws IOException;

  /// Sets a value, and makes its key where it is not there.
  void set(RegistryKey key, String name, RegistryData data) throws IOException;

  /// Deletes a value if it is there, and then every key of ours above it that is empty.
  void delete(RegistryKey key, String name) throws IOException;

  /// Whether the key is there.
  boolean has(RegistryKey key) throws IOException;

  /// The names of the values of a key; empty where it is not there.
  List<String> names(RegistryKey key) throws IOException;

  /// The names of the keys directly below a key; empty where it is not there.
  List<String> subkeys(RegistryKey key) throws IOException;

  /// Tells when something may have changed in one of these keys: a value, or the key itself.
  ///
  /// @param keys asked again at every change, and when `refresh` of the watch is called
  Watching watch(Supplier<Set<RegistryKey>> keys, Mechanism.Listener listener) throws IOException;
}
