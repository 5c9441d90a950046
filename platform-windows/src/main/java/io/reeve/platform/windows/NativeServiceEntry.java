package io.reeve.platform.windows;

import static io.reeve.platform.windows.Advapi32Dispatch.SERVICE_WIN32_OWN_PROCESS;
import static io.reeve.platform.windows.Advapi32Install.*;
import static io.reeve.platform.windows.Advapi32Services.*;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// An entry of the service manager's.
final class NativeServiceEntry implements ServiceEntry {
  private static final int NO_SUCH_SERVICE = 1060;
  private static final int INVALID_LEVEL = 124;
  private static final int LARGEST = 8192;
  static final String DISPLAY_NAME = "Reeve";
  private static final String ACCOUNT = "LocalSystem";
  private static final String DESCRIPTION =
      "Keeps this machine's settings as the organisation wants them, and tells it how they are.";

  /// How long to wait before each new start; the last holds for all after it.
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofMinutes(5));

  /// After which a failure is the first again.
  private static final Duration FORGIVEN = Duration.ofDays(1);

  /// What is under way may be finished before the machine shuts down.
  private static final Duration SHUT_DOWN = Duration.ofSeconds(60);

  private final Win32 windows;
  private final Advapi32Install functions;
  private final String name;

  NativeServiceEntry(Win32 windows, String name) {
    this.windows = windows;
    this.functions = windows.load("advapi32", Advapi32Install.class);
    this.name = name;
  }

  @Override
  public void put(String commandLine) throws IOException {
    int access = SERVICE_CHANGE_CONFIG | SERVICE_START;
    try (var manager = manager(SC_MANAGER_CONNECT | SC_MANAGER_CREATE_SERVICE);
        var there = manager.service(access);
        var entry = there.handle == 0 ? manager.create(commandLine, access) : there) {
      if (entry == there) {
        entry.change(commandLine);
      }
      entry.describe();
      entry.recover();
      entry.set(SERVICE_CONFIG_DELAYED_AUTO_START_INFO, 1);
      entry.set(SERVICE_CONFIG_FAILURE_ACTIONS_FLAG, 1);
      entry.set(SERVICE_CONFIG_SERVICE_SID_INFO, SERVICE_SID_TYPE_UNRESTRICTED);
      entry.set(SERVICE_CONFIG_PRESHUTDOWN_INFO, (int) SHUT_DOWN.toMillis());
    }
  }

  @Override
  public Optional<String> commandLine() throws IOException {
    try (var manager = manager(SC_MANAGER_CONNECT);
        var entry = manager.service(SERVICE_QUERY_CONFIG)) {
      return entry.handle == 0 ? Optional.empty() : Optional.of(entry.commandLine());
    }
  }

  @Override
  public void remove() throws IOException {
    try (var manager = manager(SC_MANAGER_CONNECT);
        var entry = manager.service(DELETE)) {
      if (entry.handle != 0) {
        entry.check("DeleteService", functions.DeleteService(entry.handle));
      }
    }
  }

  private Open manager(int access) throws OsException {
    long handle = functions.OpenSCManagerW(null, null, access);
    if (handle == 0) {
      throw WinError.failure("OpenSCManagerW", windows.lastError(), "the service manager");
    }
    return new Open(handle);
  }

  /// The manager, or a service of it; 0 for one that is not there.
  private final class Open implements AutoCloseable {
    private final long handle;
    private boolean closed;

    Open(long handle) {
      this.handle = handle;
    }

    Open service(int access) throws OsException {
      long service = functions.OpenServiceW(handle, Wide.of(name), access);
      int code = windows.lastError();
      if (service == 0 && code != NO_SUCH_SERVICE) {
        throw WinError.failure("OpenServiceW", code, name);
      }
      return new Open(service);
    }

    Open create(String commandLine, int access) throws OsException {
      long service =
          functions.CreateServiceW(
              handle,
              Wide.of(name),
              Wide.of(DISPLAY_NAME),
              access,
              SERVICE_WIN32_OWN_PROCESS,
              SERVICE_AUTO_START,
              SERVICE_ERROR_NORMAL,
              Wide.of(commandLine),
              null,
              null,
              null,
              Wide.of(ACCOUNT),
              null);
      if (service == 0) {
        throw WinError.failure("CreateServiceW", windows.lastError(), name);
      }
      return new Open(service);
    }

    void change(String commandLine) throws OsException {
      check(
          "ChangeServiceConfigW",
          functions.ChangeServiceConfigW(
              handle,
              SERVICE_WIN32_OWN_PROCESS,
              SERVICE_AUTO_START,
              SERVICE_ERROR_NORMAL,
              Wide.of(commandLine),
              null,
              null,
              null,
              Wide.of(ACCOUNT),
              null,
              Wide.of(DISPLAY_NAME)));
    }

    void describe() throws OsException {
      var text = Wide.of(DESCRIPTION);
      try (var words = new Memory(text.length);
          var description = new Memory(8)) {
        words.write(0, text, 0, text.length);
        description.setPointer(0, words);
        set(SERVICE_CONFIG_DESCRIPTION, description);
      }
    }

    void recover() throws OsException {
      int size = new SC_ACTION().size();
      try (var all = new Memory((long) size * PAUSES.size())) {
        for (int i = 0; i < PAUSES.size(); i++) {
          all.setInt((long) i * size, SC_ACTION_RESTART);
          all.setInt((long) i * size + 4, (int) PAUSES.get(i).toMillis());
        }
        var actions = new SERVICE_FAILURE_ACTIONSW();
        actions.dwResetPeriod = (int) FORGIVEN.toSeconds();
        actions.cActions = PAUSES.size();
        actions.lpsaActions = all;
        actions.write();
        set(SERVICE_CONFIG_FAILURE_ACTIONS, actions.getPointer());
      }
    }

    void set(int level, int value) throws OsException {
      try (var number = new Memory(4)) {
        number.setInt(0, value);
        set(level, number);
      }
    }

    /// What a Windows (or Wine) has no such thing for stays out.
    private void set(int level, Pointer info) throws OsException {
      int said = functions.ChangeServiceConfig2W(handle, level, info);
      int code = windows.lastError();
      if (said == 0 && code != INVALID_LEVEL) {
        throw WinError.failure("ChangeServiceConfig2W", code, name + ", level " + level);
      }
    }

    String commandLine() throws OsException {
      var needed = new int[1];
      functions.QueryServiceConfigW(handle, null, 0, needed);
      try (var memory = new Memory(Math.clamp(needed[0], 1, LARGEST))) {
        int size = (int) memory.size();
        check("QueryServiceConfigW", functions.QueryServiceConfigW(handle, memory, size, needed));
        var program = new QUERY_SERVICE_CONFIGW(memory).lpBinaryPathName;
        return Wide.at(Objects.requireNonNull(program));
      }
    }

    private void check(String call, int answer) throws OsException {
      if (answer == 0) {
        throw WinError.failure(call, windows.lastError(), name);
      }
    }

    @Override
    public void close() {
      if (handle != 0 && !closed) {
        closed = true;
        functions.CloseServiceHandle(handle);
      }
    }
  }
}
