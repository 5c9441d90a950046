package io.reeve.platform.windows;

import static io.reeve.platform.windows.Advapi32Dispatch.*;
import static io.reeve.platform.windows.Advapi32Services.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import io.reeve.core.spi.Supervisor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The service manager's side, played by a fake of its four functions.
final class ServiceSupervisorTest {
  private final List<String> told = new ArrayList<>();
  private final Manager manager = new Manager();
  private int lastError;
  private int known = 7;
  private Runnable beat = () -> {};
  private boolean beating;

  private final Win32 windows =
      new Win32() {
        @Override
        public <T extends Library> T load(String dll, Class<T> functions) {
          return functions.cast(manager);
        }

        @Override
        public int lastError() {
          return lastError;
        }
      };

  private final class Manager implements Advapi32Dispatch {
    private @Nullable ServiceHandler handler;

    int order(int control) {
      return Objects.requireNonNull(handler).invoke(control, 0, null, null);
    }

    @Override
    public int StartServiceCtrlDispatcherW(SERVICE_TABLE_ENTRYW table) {
      if (lastError != 0) {
        return 0;
      }
      assertThat(Wide.at(Objects.requireNonNull(table.lpServiceName))).isEqualTo("Reeve");
      Objects.requireNonNull(table.lpServiceProc).invoke(0, null);
      return 1;
    }

    @Override
    public long RegisterServiceCtrlHandlerExW(
        byte[] name, ServiceHandler handler, @Nullable Pointer context) {
      this.handler = handler;
      return known;
    }

    @Override
    public int SetServiceStatus(long status, SERVICE_STATUS now) {
      assertThat(status).isEqualTo(7);
      var accepts = now.dwControlsAccepted == 0 ? "" : " accepts " + now.dwControlsAccepted;
      var point = now.dwCheckPoint == 0 ? "" : " point " + now.dwCheckPoint;
      assertThat(now.dwWaitHint > 0).isEqualTo(now.dwCurrentState == 2 || now.dwCurrentState == 3);
      var exit = now.dwWin32ExitCode == 0 ? "" : " exit " + now.dwWin32ExitCode;
      told.add(now.dwCurrentState + accepts + point + exit);
      return 1;
    }
  }

  private final Supervisor supervisor =
      new ServiceSupervisor(
          windows,
          beat -> {
            this.beat = beat;
            beating = true;
            return () -> beating = false;
          });

  @Test
  void theManagerIsToldOfEveryStepAndItsOrderEndsTheDaemon() {
    supervisor.run((ready, stop) -> {
      ready.run();
      assertThat(manager.order(SERVICE_CONTROL_INTERROGATE)).isZero();
      assertThat(manager.order(99)).isEqualTo(ERROR_CALL_NOT_IMPLEMENTED);
      assertThat(stop).isNotDone();
      assertThat(manager.order(SERVICE_CONTROL_STOP)).isZero();
      assertThat(stop).isCompleted();
    });
    assertThat(told).containsExactly("2", "4 accepts 257", "4 accepts 257", "3", "1");
  }

  /// After the end its handle is no longer good for anything.
  @Test
  void whoAsksAfterTheEndIsToldNothing() {
    supervisor.run((ready, _) -> ready.run());
    manager.order(SERVICE_CONTROL_INTERROGATE);
    assertThat(told).containsExactly("2", "4 accepts 257", "1");
  }

  @Test
  void theMachinesEndIsAnOrderToStopToo() {
    supervisor.run((ready, stop) -> {
      ready.run();
      manager.order(SERVICE_CONTROL_PRESHUTDOWN);
      assertThat(stop).isCompleted();
    });
    assertThat(told).endsWith("3", "1");
  }

  @Test
  void aDaemonThatCannotStartIsToldAsFailedAndSaysWhy() {
    assertThatThrownBy(() ->
            supervisor.run((_, _) -> {
              throw new IllegalStateException("the folder is in use");
            }))
        .hasMessage("the folder is in use");
    assertThat(told).containsExactly("2", "1 exit 1066");
  }

  @Test
  void anErrorOfTheRuntimeIsToldAsFailedToo() {
    assertThatThrownBy(() ->
            supervisor.run((ready, _) -> {
              ready.run();
              throw new NoClassDefFoundError("a class is gone");
            }))
        .isInstanceOf(NoClassDefFoundError.class);
    assertThat(told).containsExactly("2", "4 accepts 257", "1 exit 1066");
  }

  @Test
  void aManagerThatTakesNoHandlerIsSaid() {
    known = 0;
    assertThatThrownBy(() -> supervisor.run((_, _) -> told.add("ran")))
        .hasMessageContaining("takes no handler");
    assertThat(told).isEmpty();
  }

  @Test
  void aLongStartAndALongEndTellThatTheyGoOn() {
    supervisor.run((ready, _) -> {
      beat.run();
      beat.run();
      ready.run();
      beat.run();
      manager.order(SERVICE_CONTROL_STOP);
      beat.run();
    });
    beat.run();
    assertThat(beating).isFalse();
    assertThat(told)
        .containsExactly("2", "2 point 1", "2 point 2", "4 accepts 257", "3", "3 point 1", "1");
  }

  @Test
  void aStartThatHangsIsFoundOut() {
    supervisor.run((_, _) -> {
      for (int i = 0; i < 1000; i++) {
        beat.run();
      }
    });
    assertThat(told).hasSizeLessThan(100);
  }

  @Test
  void atATerminalItIsSimplyRun() {
    lastError = ERROR_FAILED_SERVICE_CONTROLLER_CONNECT;
    var ran = new ArrayList<String>();
    supervisor.run((ready, stop) -> {
      ready.run();
      ran.add("ran");
      assertThat(stop).isNotDone();
    });
    assertThat(ran).containsExactly("ran");
    assertThat(told).isEmpty();
  }

  @Test
  void anotherRefusalIsSaid() {
    lastError = 5;
    assertThatThrownBy(() -> supervisor.run((_, _) -> {})).hasMessageContaining("access is denied");
  }
}
