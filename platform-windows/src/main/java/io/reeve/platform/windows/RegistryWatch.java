package io.reeve.platform.windows;

import static io.reeve.platform.windows.Advapi32Registry.*;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.OsException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits for changes of registry keys on a thread of its own. A key that is not there is watched
/// for by the nearest one above it that is. All that is below `SOFTWARE\Policies` is one watch.
/// Windows lets a thread wait for 64 things: what goes beyond is left to the sweep.
final class RegistryWatch implements WatchThread.Loop {
  private static final RegistryKey POLICIES = RegistryKey.machine("SOFTWARE\\Policies");
  private static final Logger LOG = LoggerFactory.getLogger(RegistryWatch.class);
  private static final int MOST = Kernel32.MAXIMUM_WAIT_OBJECTS - 1;

  private final Win32 windows;
  private final Kernel32 kernel;
  private final Advapi32Registry functions;
  private final Supplier<Set<RegistryKey>> keys;
  private boolean hasTold;

  RegistryWatch(Win32 windows, Supplier<Set<RegistryKey>> keys) {
    this.windows = windows;
    this.kernel = windows.load("kernel32", Kernel32.class);
    this.functions = windows.load("advapi32", Advapi32Registry.class);
    this.keys = keys;
  }

  @Override
  public void run(WatchThread self, Mechanism.Listener listener) throws OsException {
    boolean changed = false;
    while (!self.isClosed()) {
      var armed = arm();
      try {
        self.isArmed();
        if (changed) {
          listener.changed("");
        }
        await(self.wake(), armed);
      } finally {
        armed.forEach(this::release);
      }
      changed = true;
    }
  }

  private List<Armed> arm() throws OsException {
    var armed = new ArrayList<Armed>();
    try {
      for (var key : watched()) {
        armed.add(armNearest(key));
      }
      return armed;
    } catch (OsException e) {
      armed.forEach(this::release);
      throw e;
    }
  }

  private void await(long wake, List<Armed> armed) throws OsException {
    var events = new long[armed.size() + 1];
    events[0] = wake;
    for (int i = 0; i < armed.size(); i++) {
      events[i + 1] = armed.get(i).event;
    }
    int said = kernel.WaitForMultipleObjects(events.length, events, 0, Kernel32.INFINITE);
    if (said == Kernel32.WAIT_FAILED) {
      throw WinError.failure("WaitForMultipleObjects", windows.lastError(), "registry keys");
    }
  }

  private List<RegistryKey> watched() throws OsException {
    var there = new HashSet<RegistryKey>();
    for (var key : keys.get()) {
      there.add(nearest(key.isWithin(POLICIES) ? POLICIES : key));
    }
    if (there.size() > MOST && !hasTold) {
      hasTold = true;
      LOG.warn(
          "{} registry keys are to be watched and Windows watches {}: changes in the others are"
              + " found by the sweep only",
          there.size(),
          MOST);
    }
    // In an order, so that it is always the same that are left out.
    return there.stream().sorted(Comparator.comparing(RegistryKey::toString)).limit(MOST).toList();
  }

  private RegistryKey nearest(RegistryKey key) throws OsException {
    var above = key.parent();
    if (above.isEmpty()) {
      return key;
    }
    var opened = new long[1];
    if (open(key, opened) != WinError.SUCCESS) {
      return nearest(above.get());
    }
    release(opened[0]);
    return key;
  }

  private int open(RegistryKey key, long[] opened) throws OsException {
    int said =
        functions.RegOpenKeyExW(
            NativeRegistry.root(key), Wide.of(key.path()), 0, KEY_NOTIFY | KEY_WOW64_64KEY, opened);
    if (!isGone(said)) {
      WinError.check("RegOpenKeyExW", said, key.toString());
    }
    return said;
  }

  /// Whether the key is not there, or is going.
  private static boolean isGone(long said) {
    return said == WinError.FILE_NOT_FOUND || said == WinError.KEY_DELETED;
  }

  private record Armed(long key, long event) {}

  /// The key, or the nearest one above it, when it has gone since it was looked for.
  private Armed armNearest(RegistryKey key) throws OsException {
    try {
      return arm(key, key.equals(POLICIES));
    } catch (OsException e) {
      var above = key.parent();
      if (!isGone(e.code()) || above.isEmpty()) {
        throw e;
      }
      return armNearest(above.get());
    }
  }

  private Armed arm(RegistryKey key, boolean below) throws OsException {
    var opened = new long[1];
    WinError.check("RegOpenKeyExW", open(key, opened), key.toString());
    long event = kernel.CreateEventW(null, 0, 0, null);
    if (event == 0) {
      int code = windows.lastError();
      release(opened[0]);
      throw WinError.failure("CreateEventW", code, key.toString());
    }
    int said =
        functions.RegNotifyChangeKeyValue(
            opened[0],
            below ? 1 : 0,
            REG_NOTIFY_CHANGE_NAME | REG_NOTIFY_CHANGE_LAST_SET,
            event,
            1);
    if (said != WinError.SUCCESS) {
      release(new Armed(opened[0], event));
      throw WinError.failure("RegNotifyChangeKeyValue", said, key.toString());
    }
    return new Armed(opened[0], event);
  }

  private void release(Armed armed) {
    release(armed.key);
    kernel.CloseHandle(armed.event);
  }

  private void release(long key) {
    functions.RegCloseKey(key);
  }
}
