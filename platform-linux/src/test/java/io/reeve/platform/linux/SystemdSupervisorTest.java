package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Over a real datagram socket in systemd's place.
@EnabledOnOs(OS.LINUX)
final class SystemdSupervisorTest {
  @TempDir Path folder;
  private int systemd;

  @BeforeEach
  void listen() {
    systemd = LibC.C.socket(1, 2, 0);
    var address = NotifySocket.raw(socket());
    LibC.C.bind(systemd, address, address.length);
  }

  @AfterEach
  void close() {
    LibC.C.close(systemd);
  }

  @Test
  void itHearsThatTheDaemonServesIsWellAndEnds() {
    var heard = new StringBuilder();
    supervisor(Map.of("WATCHDOG_USEC", "300000"))
        .run(
            (ready, stop) -> {
              ready.run();
              heard.append(hear()).append(' ').append(hear()).append(' ').append(hear());
              stop.complete(null);
              var last = hear();
              while (last.equals("WATCHDOG=1")) {
                last = hear();
              }
              heard.append(' ').append(last);
            },
            () -> true);
    assertThat(heard).hasToString("READY=1 WATCHDOG=1 WATCHDOG=1 STOPPING=1");
  }

  @Test
  void ofADaemonThatIsNotWellItHearsNothing() {
    var asked = new AtomicInteger();
    supervisor(Map.of("WATCHDOG_USEC", "3000"))
        .run(
            (ready, stop) -> {
              ready.run();
              while (asked.get() < 3) {
                Thread.onSpinWait();
              }
              stop.complete(null);
              assertThat(hear()).isEqualTo("READY=1");
              assertThat(hear()).isEqualTo("STOPPING=1");
            },
            () -> asked.incrementAndGet() < 0);
  }

  @Test
  void anotherProcessesWatchdogIsNotOurs() {
    supervisor(Map.of("WATCHDOG_USEC", "3000", "WATCHDOG_PID", "1"))
        .run((ready, stop) -> {
          ready.run();
          stop.complete(null);
          assertThat(hear()).isEqualTo("READY=1");
          assertThat(hear()).isEqualTo("STOPPING=1");
        });
  }

  @Test
  void withoutSystemdTheDaemonRunsAllTheSame() {
    var ran = new AtomicInteger();
    new SystemdSupervisor(Map.of()).run((ready, _) -> ran.incrementAndGet());
    new SystemdSupervisor(Map.of("NOTIFY_SOCKET", folder.resolve("nobody").toString()))
        .run((ready, _) -> {
          ready.run();
          ran.incrementAndGet();
        });
    assertThat(ran).hasValue(2);
  }

  @Test
  void anAbstractNameBeginsWithAZero() {
    assertThat(NotifySocket.raw("@ab")).endsWith(0, 'a', 'b').hasSize(5);
    assertThat(NotifySocket.raw("/ab")).endsWith('/', 'a', 'b', 0).hasSize(6);
  }

  private SystemdSupervisor supervisor(Map<String, String> more) {
    var environment = new java.util.HashMap<>(more);
    environment.put("NOTIFY_SOCKET", socket());
    return new SystemdSupervisor(environment);
  }

  private String socket() {
    return folder.resolve("n").toString();
  }

  private String hear() {
    var buffer = new byte[256];
    int length =
        LibC.C.recv(systemd, buffer, new com.sun.jna.NativeLong(buffer.length), 0).intValue();
    return new String(buffer, 0, length, StandardCharsets.UTF_8);
  }
}
