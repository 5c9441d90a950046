package io.reeve.platform.windows;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What a scratch root has in place of the machine's registry: a key of Windows' own registry in
/// which the machine's keys are, and nothing outside of it. So policies can be tried for real
/// without being any.
///
/// @param registry Windows' own
/// @param folder the key
record ScratchRegistry(Registry registry, RegistryKey folder) implements Registry {
  /// Below the keys of whoever runs this, who need not be an administrator.
  static ScratchRegistry of(Win32 windows, Path root) throws OsException {
    try (var token = Token.own(windows)) {
      var name = UUID.nameUUIDFromBytes(root.toString().getBytes(StandardCharsets.UTF_8));
      var folder = "%s\\Software\\Reeve\\Scratch\\%s".formatted(token.sid(), name);
      return new ScratchRegistry(
          new NativeRegistry(windows), new RegistryKey(RegistryKey.Hive.USERS, folder));
    }
  }

  private RegistryKey inside(RegistryKey key) {
    return folder.child(key.toString());
  }

  @Override
  public Optional<RegistryData> value(RegistryKey key, String name) throws IOException {
    return registry.value(inside(key), name);
  }

  @Override
  public void set(RegistryKey key, String name, RegistryData data) throws IOException {
    registry.set(inside(key), name, data);
  }

  @Override
  public void delete(RegistryKey key, String name) throws IOException {
    registry.delete(inside(key), name);
  }

  @Override
  public boolean has(RegistryKey key) throws IOException {
    return registry.has(inside(key));
  }

  @Override
  public List<String> names(RegistryKey key) throws IOException {
    return registry.names(inside(key));
  }

  @Override
  public List<String> subkeys(RegistryKey key) throws IOException {
    return registry.subkeys(inside(key));
  }

  @Override
  public Watching watch(Supplier<Set<RegistryKey>> keys, Mechanism.Listener listener)
      throws IOException {
    return registry.watch(
        () -> keys.get().stream().map(this::inside).collect(Collectors.toSet()), listener);
  }
}
