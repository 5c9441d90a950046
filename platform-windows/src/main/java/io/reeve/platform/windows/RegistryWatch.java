package io.reeve.platform.windows;

import static io.reeve.platform.windows.Advapi32Registry.*;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.OsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits for changes of registry keys on a thread of its own. A key that is not there is watched
/// for by the nearest one above it that is. All that is below `SOFTWARE\Policies` is one watch.
/// Windows lets a thread wait for 64 things: what goes beyond is left to the sweep.
final class RegistryWatch implements Registry.Watching {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryWatch.class);
  private static final RegistryKey POLICIES = RegistryKey.machine("SOFTWARE\\Policies");
  private static final int MOST = Kernel32.MAXIMUM_WAIT_OBJECTS - 1;

  private final Win32 windows;
  private final Kernel32 kernel;
  private final Advapi32Registry functions;
  private final Supplier<Set<RegistryKey>> keys;
  private final long wake;
  private final Thread thread;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();

  private RegistryWatch(
      Win32 windows, Supplier<Set<RegistryKey>> keys, Mechanism.Listener listener, long wake) {
    this.windows = windows;
    this.kernel = windows.load("kernel32", Kernel32.class);
    this.functions = windows.load("advapi32", Advapi32Registry.class);
    this.keys = keys;
    this.wake = wake;
    this.thread =
        Thread.ofPlatform().daemon().name("reeve-registry-watch").unstarted(() -> run(listener));
  }

  static RegistryWatch start(
      Win32 windows, Supplier<Set<RegistryKey>> keys, Mechanism.Listener listener)
      throws OsException {
    long wake = windows.load("kernel32", Kernel32.class).CreateEventW(null, 0, 0, null);
    if (wake == 0) {
      throw WinError.failure("CreateEventW", windows.lastError(), "a watch of the registry");
    }
    var watch = new RegistryWatch(windows, keys, listener, wake);
    watch.thread.start();
    try {
      watch.begun.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return watch;
  }

  /// Tells of a change only once it watches again, so that the look that follows misses nothing.
  private void run(Mechanism.Listener listener) {
    try {
      boolean changed = false;
      while (!closed.get()) {
        var armed = arm();
        try {
          begun.countDown();
          if (changed) {
            listener.changed("");
          }
          await(armed);
        } finally {
          armed.forEach(this::release);
        }
        changed = true;
      }
    } catch (OsException e) {
      LOG.debug("the registry is not watched", e);
      begun.countDown();
      listener.lost("changes of the registry are not told: " + e.getMessage());
    }
  }

  private List<Armed> arm() throws OsException {
    var armed = new ArrayList<Armed>();
    try {
      for (var key : watched()) {
        armed.add(arm(key, key.equals(POLICIES)));
      }
      return armed;
    } catch (OsException e) {
      armed.forEach(this::release);
      throw e;
    }
  }

  private void await(List<Armed> armed) throws OsException {
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
    return there.stream().limit(MOST).toList();
  }

  private RegistryKey nearest(RegistryKey key) throws OsException {
    var above = key.parent();
    if (above.isEmpty()) {
      return key;
    }
    var opened = new long[1];
    if (open(key, opened) == WinError.FILE_NOT_FOUND) {
      return nearest(above.get());
    }
    release(opened[0]);
    return key;
  }

  private int open(RegistryKey key, long[] opened) throws OsException {
    int said =
        functions.RegOpenKeyExW(
            NativeRegistry.root(key), Wide.of(key.path()), 0, KEY_NOTIFY | KEY_WOW64_64KEY, opened);
    if (said != WinError.FILE_NOT_FOUND) {
      WinError.check("RegOpenKeyExW", said, key.toString());
    }
    return said;
  }

  private record Armed(long key, long event) {}

  private Armed arm(RegistryKey key, boolean below) throws OsException {
    var opened = new long[1];
    WinError.check("RegOpenKeyExW", open(key, opened), key.toString());
    long event = kernel.CreateEventW(null, 0, 0, null);
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

  @Override
  public void refresh() {
    if (!closed.get()) {
      kernel.SetEvent(wake);
    }
  }

  @Override
  public boolean isOn() {
    return thread.isAlive();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    kernel.SetEvent(wake);
    try {
      thread.join();
      kernel.CloseHandle(wake);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
