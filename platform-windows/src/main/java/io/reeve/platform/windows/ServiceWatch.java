package io.reeve.platform.windows;

import static io.reeve.platform.windows.Advapi32Services.*;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.OsException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Waits for services to start, stop or go, on a thread of its own, which Windows calls back while
/// it waits. A notification is for one change: each is asked for again. A service tells its present
/// state first, so nothing is missed in between.
final class ServiceWatch implements WatchThread.Loop {
  private static final int WHAT =
      SERVICE_NOTIFY_STOPPED | SERVICE_NOTIFY_RUNNING | SERVICE_NOTIFY_DELETE_PENDING;

  private final Win32 windows;
  private final Kernel32 kernel;
  private final Advapi32Services functions;
  private final Supplier<Set<String>> names;

  ServiceWatch(Win32 windows, Supplier<Set<String>> names) {
    this.windows = windows;
    this.kernel = windows.load("kernel32", Kernel32.class);
    this.functions = windows.load("advapi32", Advapi32Services.class);
    this.names = names;
  }

  /// One service, and the structure that Windows writes to until it has called back.
  private final class Watched {
    private final long handle;
    private final SERVICE_NOTIFYW notify = new SERVICE_NOTIFYW();
    private final ServiceNotified callback = _ -> this.told = true;
    private boolean told = true;

    Watched(long handle) {
      this.handle = handle;
      notify.pfnNotifyCallback = callback;
    }

    /// Asks for the next change, unless one is still asked for.
    int ask() {
      if (!told) {
        return WinError.SUCCESS;
      }
      told = false;
      return functions.NotifyServiceStatusChangeW(handle, WHAT, notify);
    }
  }

  @Override
  public void run(WatchThread self, Mechanism.Listener listener) throws OsException {
    var watched = new HashMap<String, Watched>();
    try {
      boolean changed = false;
      while (!self.isClosed()) {
        ask(watched);
        self.isArmed();
        if (changed) {
          listener.changed("");
        }
        // What was told while we asked wakes nobody any more: the call itself waits alertably.
        if (watched.values().stream().noneMatch(each -> each.told)) {
          await(self.wake());
        }
        changed = true;
      }
    } finally {
      watched.values().forEach(each -> functions.CloseServiceHandle(each.handle));
    }
  }

  private void await(long wake) throws OsException {
    if (kernel.WaitForSingleObjectEx(wake, Kernel32.INFINITE, 1) == Kernel32.WAIT_FAILED) {
      throw WinError.failure("WaitForSingleObjectEx", windows.lastError(), "services");
    }
  }

  /// Those that are not there are passed over. One that is going, or whose handle lags behind, is
  /// let go and looked for again at once.
  private void ask(Map<String, Watched> watched) throws OsException {
    for (var name : new HashSet<>(names.get())) {
      if (!isAsked(name, watched)) {
        isAsked(name, watched);
      }
    }
  }

  /// Whether there is nothing more to do for it now.
  private boolean isAsked(String name, Map<String, Watched> watched) throws OsException {
    var service = watched.get(name);
    if (service == null) {
      long handle = open(name);
      if (handle == 0) {
        return true;
      }
      service = new Watched(handle);
      watched.put(name, service);
    }
    if (service.ask() == WinError.SUCCESS) {
      return true;
    }
    watched.remove(name);
    functions.CloseServiceHandle(service.handle);
    return false;
  }

  /// By a new handle of the service manager, since it is that one which lags behind.
  private long open(String name) throws OsException {
    long manager = functions.OpenSCManagerW(null, null, SC_MANAGER_CONNECT);
    if (manager == 0) {
      throw WinError.failure("OpenSCManagerW", windows.lastError(), "the service manager");
    }
    long service = functions.OpenServiceW(manager, Wide.of(name), SERVICE_QUERY_STATUS);
    functions.CloseServiceHandle(manager);
    return service;
  }
}
