package io.reeve.platform.windows;

import static io.reeve.platform.windows.Advapi32Dispatch.*;
import static io.reeve.platform.windows.Advapi32Services.*;

import com.sun.jna.Memory;
import io.reeve.core.spi.Supervisor;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The service manager of Windows as the daemon's supervisor. A process that it has started tells
/// it within seconds that it is there, and gets its orders by a call; one that somebody starts at a
/// terminal is simply run.
final class ServiceSupervisor implements Supervisor {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceSupervisor.class);
  private static final String NAME = "Reeve";
  private static final int WAIT_HINT = 30_000;
  private static final int ENTRY = 16;

  private final Win32 windows;
  private final Advapi32Dispatch functions;
  private final CompletableFuture<Void> stop = new CompletableFuture<>();
  private final AtomicReference<Optional<RuntimeException>> failure =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<Integer> state = new AtomicReference<>(SERVICE_START_PENDING);
  private volatile long status;

  /// Windows calls these for as long as the process lives, so they are kept as long.
  private final ServiceHandler handler = (control, _, _, _) -> order(control);

  ServiceSupervisor(Win32 windows) {
    this.windows = windows;
    this.functions = windows.load("advapi32", Advapi32Dispatch.class);
  }

  @Override
  public void run(Daemon daemon) {
    ServiceMain main = (_, _) -> serve(daemon);
    try (var name = new Memory(2L * (NAME.length() + 1));
        var table = new Memory(2L * ENTRY)) {
      table.clear();
      var bytes = Wide.of(NAME);
      name.write(0, bytes, 0, bytes.length);
      var entry = new SERVICE_TABLE_ENTRYW(table);
      entry.lpServiceName = name;
      entry.lpServiceProc = main;
      entry.write();
      if (functions.StartServiceCtrlDispatcherW(entry) == 0) {
        notDispatched(windows.lastError(), daemon);
      }
    }
    failure
        .get()
        .ifPresent(thrown -> {
          throw thrown;
        });
  }

  private void notDispatched(int code, Daemon daemon) {
    if (code != ERROR_FAILED_SERVICE_CONTROLLER_CONNECT) {
      throw new IllegalStateException(
          "the service manager does not take the agent: " + WinError.meaning(code));
    }
    Supervisor.plain().run(daemon);
  }

  /// On a thread of Windows', which must see no exception.
  private void serve(Daemon daemon) {
    status = functions.RegisterServiceCtrlHandlerExW(Wide.of(NAME), handler, null);
    tell(SERVICE_START_PENDING, WinError.SUCCESS);
    int exit = WinError.SUCCESS;
    try {
      daemon.run(() -> tell(SERVICE_RUNNING, WinError.SUCCESS), stop);
    } catch (RuntimeException e) {
      failure.set(Optional.of(e));
      exit = ERROR_SERVICE_SPECIFIC_ERROR;
    }
    tell(SERVICE_STOPPED, exit);
  }

  /// On a thread of Windows', and quick.
  private int order(int control) {
    return switch (control) {
      case SERVICE_CONTROL_STOP, SERVICE_CONTROL_PRESHUTDOWN, SERVICE_CONTROL_SHUTDOWN -> {
        tell(SERVICE_STOP_PENDING, WinError.SUCCESS);
        stop.complete(null);
        yield WinError.SUCCESS;
      }
      case SERVICE_CONTROL_INTERROGATE -> {
        tell(state.get(), WinError.SUCCESS);
        yield WinError.SUCCESS;
      }
      default -> ERROR_CALL_NOT_IMPLEMENTED;
    };
  }

  private void tell(int now, int exit) {
    state.set(now);
    var told = new SERVICE_STATUS();
    told.dwServiceType = SERVICE_WIN32_OWN_PROCESS;
    told.dwCurrentState = now;
    told.dwControlsAccepted =
        now == SERVICE_RUNNING ? SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_PRESHUTDOWN : 0;
    told.dwWin32ExitCode = exit;
    told.dwServiceSpecificExitCode = exit == WinError.SUCCESS ? 0 : 1;
    boolean settled = now == SERVICE_RUNNING || now == SERVICE_STOPPED;
    told.dwWaitHint = settled ? 0 : WAIT_HINT;
    if (functions.SetServiceStatus(status, told) == 0) {
      LOG.warn("the service manager was not told: {}", WinError.meaning(windows.lastError()));
    }
  }
}
