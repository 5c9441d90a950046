package io.reeve.platform.windows;

import static io.reeve.platform.windows.Advapi32Dispatch.*;
import static io.reeve.platform.windows.Advapi32Services.*;

import com.sun.jna.Memory;
import io.reeve.core.spi.Supervisor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The service manager of Windows as the daemon's supervisor. A process that it has started tells
/// it within seconds that it is there, and gets its orders by a call; one that somebody starts at a
/// terminal is simply run.
final class ServiceSupervisor implements Supervisor {
  static final String NAME = "Reeve";
  private static final Logger LOG = LoggerFactory.getLogger(ServiceSupervisor.class);
  private static final int ENTRY = 16;

  /// Longer than from one check point to the next.
  private static final Duration HINT = Duration.ofSeconds(30);

  private static final Duration BETWEEN_CHECK_POINTS = Duration.ofSeconds(10);

  /// Who starts or ends for longer than this hangs, and the manager may find that out.
  private static final int MOST_CHECK_POINTS = 60;

  private final Win32 windows;
  private final Pulse pulse;
  private final Advapi32Dispatch functions;
  private final CompletableFuture<Void> stop = new CompletableFuture<>();
  private final AtomicReference<Optional<Throwable>> failure =
      new AtomicReference<>(Optional.empty());
  private volatile long status;
  private int state = SERVICE_START_PENDING;
  private int checkPoint;

  /// Windows calls these for as long as the process lives, so they are kept as long.
  private final ServiceHandler handler = (control, _, _, _) -> order(control);

  ServiceSupervisor(Win32 windows) {
    this(windows, Pulse.every(BETWEEN_CHECK_POINTS));
  }

  /// @param pulse says when it is time for a check point
  ServiceSupervisor(Win32 windows, Pulse pulse) {
    this.windows = windows;
    this.pulse = pulse;
    this.functions = windows.load("advapi32", Advapi32Dispatch.class);
  }

  /// Does something again and again.
  @FunctionalInterface
  interface Pulse {
    Beating begin(Runnable beat);

    /// Until closed.
    @FunctionalInterface
    interface Beating extends AutoCloseable {
      @Override
      void close();
    }

    static Pulse every(Duration pause) {
      return beat -> {
        var thread =
            Thread.ofVirtual()
                .name("reeve-check-points")
                .start(() -> {
                  try {
                    while (true) {
                      Thread.sleep(pause);
                      beat.run();
                    }
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                });
        return thread::interrupt;
      };
    }
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
    failure.get().ifPresent(ServiceSupervisor::rethrow);
  }

  private static void rethrow(Throwable thrown) {
    switch (thrown) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private void notDispatched(int code, Daemon daemon) {
    if (code != ERROR_FAILED_SERVICE_CONTROLLER_CONNECT) {
      throw new IllegalStateException(
          "the service manager does not take the agent: " + WinError.meaning(code));
    }
    Supervisor.plain().run(daemon);
  }

  /// On a thread of Windows', which must see no exception. However the daemon ends, the manager is
  /// told: it would believe it running for ever.
  private void serve(Daemon daemon) {
    status = functions.RegisterServiceCtrlHandlerExW(Wide.of(NAME), handler, null);
    if (status == 0) {
      failure.set(
          Optional.of(
              new IllegalStateException(
                  "the service manager takes no handler: "
                      + WinError.meaning(windows.lastError()))));
      return;
    }
    int exit = ERROR_SERVICE_SPECIFIC_ERROR;
    tell(SERVICE_START_PENDING, WinError.SUCCESS);
    try (var _ = pulse.begin(this::checkPoint)) {
      daemon.run(() -> tell(SERVICE_RUNNING, WinError.SUCCESS), stop);
      exit = WinError.SUCCESS;
    } catch (Throwable e) {
      failure.set(Optional.of(e));
    } finally {
      tell(SERVICE_STOPPED, exit);
    }
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
        again();
        yield WinError.SUCCESS;
      }
      default -> ERROR_CALL_NOT_IMPLEMENTED;
    };
  }

  /// Nothing comes after the end.
  private synchronized void tell(int now, int exit) {
    if (state != SERVICE_STOPPED) {
      state = now;
      checkPoint = 0;
      say(exit);
    }
  }

  private synchronized void again() {
    if (state != SERVICE_STOPPED) {
      say(WinError.SUCCESS);
    }
  }

  private synchronized void checkPoint() {
    if (isPending() && checkPoint < MOST_CHECK_POINTS) {
      checkPoint++;
      say(WinError.SUCCESS);
    }
  }

  private boolean isPending() {
    return state == SERVICE_START_PENDING || state == SERVICE_STOP_PENDING;
  }

  private void say(int exit) {
    var told = new SERVICE_STATUS();
    told.dwServiceType = SERVICE_WIN32_OWN_PROCESS;
    told.dwCurrentState = state;
    told.dwControlsAccepted =
        state == SERVICE_RUNNING ? SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_PRESHUTDOWN : 0;
    told.dwWin32ExitCode = exit;
    told.dwServiceSpecificExitCode = exit == WinError.SUCCESS ? 0 : 1;
    told.dwCheckPoint = checkPoint;
    told.dwWaitHint = isPending() ? (int) HINT.toMillis() : 0;
    if (functions.SetServiceStatus(status, told) == 0) {
      LOG.warn("the service manager was not told: {}", WinError.meaning(windows.lastError()));
    }
  }
}
