package io.reeve.platform.windows;

import static io.reeve.platform.windows.Advapi32Registry.*;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The registry of Windows.
final class NativeRegistry implements Registry {
  private static final String OURS = "Reeve";
  private static final int LONGEST_NAME = 16383;
  private static final int LARGEST_DATA = 4 << 20;
  private static final int READ = KEY_QUERY_VALUE | KEY_ENUMERATE_SUB_KEYS | KEY_WOW64_64KEY;

  private final Win32 windows;
  private final Advapi32Registry functions;

  NativeRegistry(Win32 windows) {
    this.windows = windows;
    this.functions = windows.load("advapi32", Advapi32Registry.class);
  }

  @Override
  public Optional<RegistryData> value(RegistryKey key, String name) throws IOException {
    try (var open = open(key, READ)) {
      return open == null ? Optional.empty() : open.value(name);
    }
  }

  @Override
  public void set(RegistryKey key, String name, RegistryData data) throws IOException {
    var above = key.parent();
    if (above.isPresent() && !has(above.get())) {
      make(above.get());
    }
    var bytes = data.bytes();
    try (var open = create(key)) {
      int said =
          functions.RegSetValueExW(open.handle, Wide.of(name), 0, data.type(), bytes, bytes.length);
      WinError.check("RegSetValueExW", said, key + "\\" + name);
    }
  }

  /// One by one, so that each carries our mark.
  private void make(RegistryKey key) throws IOException {
    var above = key.parent();
    if (above.isPresent() && !has(above.get())) {
      make(above.get());
    }
    create(key).close();
  }

  private Open create(RegistryKey key) throws OsException {
    var opened = new long[1];
    int said =
        functions.RegCreateKeyExW(
            root(key),
            Wide.of(key.path()),
            0,
            Wide.of(OURS),
            REG_OPTION_NON_VOLATILE,
            KEY_SET_VALUE | KEY_CREATE_SUB_KEY | KEY_WOW64_64KEY,
            null,
            opened,
            new int[1]);
    WinError.check("RegCreateKeyExW", said, key.toString());
    return new Open(key, opened[0]);
  }

  @Override
  public void delete(RegistryKey key, String name) throws IOException {
    try (var open = open(key, READ | KEY_SET_VALUE)) {
      if (open == null) {
        return;
      }
      int said = functions.RegDeleteValueW(open.handle, Wide.of(name));
      if (said != WinError.FILE_NOT_FOUND) {
        WinError.check("RegDeleteValueW", said, key + "\\" + name);
      }
    }
    prune(key);
  }

  /// Deletes the key when it is ours and empty, and then the one above it.
  private void prune(RegistryKey key) throws IOException {
    try (var open = open(key, READ)) {
      if (open == null || !open.isOursAndEmpty()) {
        return;
      }
    }
    int said = functions.RegDeleteKeyExW(root(key), Wide.of(key.path()), KEY_WOW64_64KEY, 0);
    if (said != WinError.FILE_NOT_FOUND) {
      WinError.check("RegDeleteKeyExW", said, key.toString());
    }
    var above = key.parent();
    if (above.isPresent()) {
      prune(above.get());
    }
  }

  @Override
  public boolean has(RegistryKey key) throws IOException {
    try (var open = open(key, READ)) {
      return open != null;
    }
  }

  @Override
  public List<String> names(RegistryKey key) throws IOException {
    try (var open = open(key, READ)) {
      return open == null ? List.of() : open.names();
    }
  }

  @Override
  public List<String> subkeys(RegistryKey key) throws IOException {
    try (var open = open(key, READ)) {
      return open == null ? List.of() : open.subkeys();
    }
  }

  @Override
  public Watching watch(Supplier<Set<RegistryKey>> keys, Mechanism.Listener listener)
      throws IOException {
    return WatchThread.start(windows, "registry keys", new RegistryWatch(windows, keys), listener);
  }

  static long root(RegistryKey key) {
    return switch (key.hive()) {
      case LOCAL_MACHINE -> HKEY_LOCAL_MACHINE;
      case USERS -> HKEY_USERS;
    };
  }

  private @org.jspecify.annotations.Nullable Open open(RegistryKey key, int access)
      throws OsException {
    var opened = new long[1];
    int said = functions.RegOpenKeyExW(root(key), Wide.of(key.path()), 0, access, opened);
    if (said == WinError.FILE_NOT_FOUND || said == WinError.KEY_DELETED) {
      return null;
    }
    WinError.check("RegOpenKeyExW", said, key.toString());
    return new Open(key, opened[0]);
  }

  /// A key that is open.
  private final class Open implements AutoCloseable {
    private final RegistryKey key;
    private final long handle;

    Open(RegistryKey key, long handle) {
      this.key = key;
      this.handle = handle;
    }

    @Override
    public void close() throws OsException {
      WinError.check("RegCloseKey", functions.RegCloseKey(handle), key.toString());
    }

    /// Asked again while the value grows under our hands.
    Optional<RegistryData> value(String name) throws OsException {
      var type = new int[1];
      var size = new int[] {1024};
      while (size[0] <= LARGEST_DATA) {
        var data = new byte[size[0]];
        int said = functions.RegQueryValueExW(handle, Wide.of(name), null, type, data, size);
        if (said == WinError.FILE_NOT_FOUND) {
          return Optional.empty();
        }
        if (said != WinError.MORE_DATA) {
          WinError.check("RegQueryValueExW", said, key + "\\" + name);
          return Optional.of(RegistryData.of(type[0], Arrays.copyOf(data, size[0])));
        }
      }
      throw WinError.failure("RegQueryValueExW", WinError.MORE_DATA, key + "\\" + name);
    }

    boolean isOursAndEmpty() throws OsException {
      var mark = Wide.buffer(255);
      var markLength = new int[] {256};
      var subkeys = new int[1];
      var values = new int[1];
      int said =
          functions.RegQueryInfoKeyW(
              handle, mark, markLength, null, subkeys, null, null, values, null, null, null, null);
      if (said == WinError.MORE_DATA) {
        return false;
      }
      WinError.check("RegQueryInfoKeyW", said, key.toString());
      return subkeys[0] == 0 && values[0] == 0 && Wide.text(mark).equals(OURS);
    }

    List<String> names() throws OsException {
      return all(
          "RegEnumValueW",
          (index, name, length) ->
              functions.RegEnumValueW(handle, index, name, length, null, null, null, null));
    }

    List<String> subkeys() throws OsException {
      return all(
          "RegEnumKeyExW",
          (index, name, length) ->
              functions.RegEnumKeyExW(handle, index, name, length, null, null, null, null));
    }

    private List<String> all(String call, Enumeration next) throws OsException {
      var names = new ArrayList<String>();
      var name = Wide.buffer(LONGEST_NAME);
      while (true) {
        int said = next.ask(names.size(), name, new int[] {LONGEST_NAME + 1});
        if (said == WinError.NO_MORE_ITEMS) {
          return List.copyOf(names);
        }
        WinError.check(call, said, key.toString());
        names.add(Wide.text(name));
      }
    }
  }

  private interface Enumeration {
    int ask(int index, byte[] name, int[] length);
  }
}
