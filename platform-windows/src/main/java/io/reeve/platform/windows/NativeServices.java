package io.reeve.platform.windows;

import static io.reeve.platform.windows.Advapi32Services.*;

import com.sun.jna.Memory;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.OsException;
import io.reeve.core.spi.PendingException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The service control manager of Windows.
final class NativeServices implements Services {
  private static final int INSUFFICIENT_BUFFER = 122;
  private static final int INVALID_LEVEL = 124;
  private static final int DEPENDENTS_RUN = 1051;
  private static final int ALREADY_RUNNING = 1056;
  private static final int NO_SUCH_SERVICE = 1060;
  private static final int CANNOT_ACCEPT = 1061;
  private static final int NOT_ACTIVE = 1062;
  private static final int LOOKS = 40;
  private static final int BETWEEN_LOOKS = 100;

  private final Win32 windows;
  private final Advapi32Services functions;

  NativeServices(Win32 windows) {
    this.windows = windows;
    this.functions = windows.load("advapi32", Advapi32Services.class);
  }

  @Override
  public Optional<Startup> startup(String name) throws IOException {
    try (var service = open(name, SERVICE_QUERY_CONFIG)) {
      return Optional.of(service.startup());
    } catch (OsException e) {
      if (e.code() == NO_SUCH_SERVICE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void configure(String name, Startup startup) throws IOException {
    try (var service = open(name, SERVICE_QUERY_CONFIG | SERVICE_CHANGE_CONFIG)) {
      service.configure(startup);
    }
  }

  @Override
  public boolean isRunning(String name) throws IOException {
    try (var service = open(name, SERVICE_QUERY_STATUS)) {
      return switch (service.status().dwCurrentState) {
        case SERVICE_STOPPED, SERVICE_START_PENDING -> false;
        default -> true;
      };
    }
  }

  @Override
  public void start(String name) throws IOException {
    try (var service = open(name, SERVICE_START | SERVICE_QUERY_STATUS)) {
      if (functions.StartServiceW(service.handle, 0, null) == 0) {
        int code = windows.lastError();
        if (code != ALREADY_RUNNING) {
          throw WinError.failure("StartServiceW", code, name);
        }
      }
      service.await(SERVICE_START_PENDING, "is starting");
      var status = service.status();
      if (status.dwCurrentState == SERVICE_STOPPED) {
        throw WinError.failure("StartServiceW", status.dwWin32ExitCode, name + " has ended again");
      }
    }
  }

  @Override
  public void stop(String name) throws IOException {
    try (var service = open(name, SERVICE_STOP | SERVICE_QUERY_STATUS)) {
      if (functions.ControlService(service.handle, SERVICE_CONTROL_STOP, new SERVICE_STATUS())
          == 0) {
        refusedToStop(name, windows.lastError());
      }
      service.await(SERVICE_STOP_PENDING, "is stopping");
      if (service.status().dwCurrentState != SERVICE_STOPPED) {
        throw new IOException(name + " was told to stop and runs on");
      }
    }
  }

  private void refusedToStop(String name, int code) throws IOException {
    if (code == DEPENDENTS_RUN) {
      throw WinError.failure("ControlService", code, name + ", " + dependents(name));
    }
    // One that is on its way already takes no more orders.
    if (code != NOT_ACTIVE && code != CANNOT_ACCEPT) {
      throw WinError.failure("ControlService", code, name);
    }
  }

  @Override
  public List<String> dependents(String name) throws IOException {
    try (var service = open(name, SERVICE_ENUMERATE_DEPENDENTS)) {
      return service.dependents();
    }
  }

  @Override
  public void tellOfChange(String name) throws IOException {
    if (startup(name).isEmpty() || !isRunning(name)) {
      return;
    }
    try (var service = open(name, SERVICE_PAUSE_CONTINUE)) {
      var status = new SERVICE_STATUS();
      if (functions.ControlService(service.handle, SERVICE_CONTROL_PARAMCHANGE, status) == 0) {
        int code = windows.lastError();
        if (code != NOT_ACTIVE) {
          throw WinError.failure("ControlService", code, name);
        }
      }
    }
  }

  @Override
  public Watching watch(Supplier<Set<String>> names, Mechanism.Listener listener)
      throws IOException {
    return WatchThread.start(windows, "services", new ServiceWatch(windows, names), listener);
  }

  private Open open(String name, int access) throws OsException {
    long manager = functions.OpenSCManagerW(null, null, SC_MANAGER_CONNECT);
    if (manager == 0) {
      throw WinError.failure("OpenSCManagerW", windows.lastError(), "the service manager");
    }
    long service = functions.OpenServiceW(manager, Wide.of(name), access);
    int code = windows.lastError();
    functions.CloseServiceHandle(manager);
    if (service == 0) {
      throw WinError.failure("OpenServiceW", code, name);
    }
    return new Open(name, service);
  }

  /// A service that is open.
  private final class Open implements AutoCloseable {
    private final String name;
    private final long handle;

    Open(String name, long handle) {
      this.name = name;
      this.handle = handle;
    }

    @Override
    public void close() {
      functions.CloseServiceHandle(handle);
    }

    private void check(String call, int answer) throws OsException {
      if (answer == 0) {
        throw WinError.failure(call, windows.lastError(), name);
      }
    }

    Startup startup() throws OsException {
      var needed = new int[1];
      int said = functions.QueryServiceConfigW(handle, null, 0, needed);
      int code = windows.lastError();
      if (said != 0 || code != INSUFFICIENT_BUFFER) {
        throw WinError.failure("QueryServiceConfigW", code, name);
      }
      try (var memory = new Memory(needed[0])) {
        check(
            "QueryServiceConfigW",
            functions.QueryServiceConfigW(handle, memory, needed[0], needed));
        int type = new QUERY_SERVICE_CONFIGW(memory).dwStartType;
        return new Startup(type, type == SERVICE_AUTO_START && delayed());
      }
    }

    /// False where there is no such thing, as in Wine.
    private boolean delayed() throws OsException {
      var delayed = new byte[4];
      int level = SERVICE_CONFIG_DELAYED_AUTO_START_INFO;
      int said = functions.QueryServiceConfig2W(handle, level, delayed, 4, new int[1]);
      int code = windows.lastError();
      if (said == 0 && code != INVALID_LEVEL) {
        throw WinError.failure("QueryServiceConfig2W", code, name);
      }
      return delayed[0] != 0;
    }

    void configure(Startup wanted) throws OsException {
      int same = SERVICE_NO_CHANGE;
      if (startup().type() != wanted.type()) {
        check(
            "ChangeServiceConfigW",
            functions.ChangeServiceConfigW(
                handle, same, wanted.type(), same, null, null, null, null, null, null, null));
      }
      if (wanted.type() == SERVICE_AUTO_START && delayed() != wanted.delayed()) {
        var delayed = new byte[] {(byte) (wanted.delayed() ? 1 : 0), 0, 0, 0};
        check(
            "ChangeServiceConfig2W",
            functions.ChangeServiceConfig2W(
                handle, SERVICE_CONFIG_DELAYED_AUTO_START_INFO, delayed));
      }
    }

    SERVICE_STATUS_PROCESS status() throws OsException {
      var status = new SERVICE_STATUS_PROCESS();
      check(
          "QueryServiceStatusEx",
          functions.QueryServiceStatusEx(
              handle, SC_STATUS_PROCESS_INFO, status, status.size(), new int[1]));
      return status;
    }

    void await(int pending, String what) throws IOException {
      for (int look = 0; status().dwCurrentState == pending; look++) {
        if (look == LOOKS) {
          throw new PendingException("service " + name + " " + what);
        }
        try {
          Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("while service " + name + " " + what);
        }
      }
    }

    List<String> dependents() throws OsException {
      var needed = new int[1];
      var count = new int[1];
      if (functions.EnumDependentServicesW(handle, SERVICE_ACTIVE, null, 0, needed, count) != 0) {
        return List.of();
      }
      int code = windows.lastError();
      if (code != WinError.MORE_DATA) {
        throw WinError.failure("EnumDependentServicesW", code, name);
      }
      try (var memory = new Memory(needed[0])) {
        check(
            "EnumDependentServicesW",
            functions.EnumDependentServicesW(
                handle, SERVICE_ACTIVE, memory, needed[0], needed, count));
        var names = new ArrayList<String>();
        for (int i = 0; i < count[0]; i++) {
          long each = new ENUM_SERVICE_STATUSW(memory).size();
          var found = new ENUM_SERVICE_STATUSW(memory.share(i * each));
          names.add(Wide.at(java.util.Objects.requireNonNull(found.lpServiceName)));
        }
        return names;
      }
    }
  }
}
