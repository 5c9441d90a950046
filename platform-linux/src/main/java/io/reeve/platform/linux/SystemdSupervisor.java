package io.reeve.platform.linux;

import io.reeve.core.spi.Supervisor;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// systemd, as sd_notify(3) and sd_watchdog_enabled(3) describe what it wants to hear: that the
/// daemon serves, that it is well, and that it is about to end. Without systemd nothing is said.
final class SystemdSupervisor implements Supervisor {
  private final Map<String, String> environment;

  SystemdSupervisor(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public void run(Daemon daemon) {
    run(daemon, () -> true);
  }

  @Override
  public void run(Daemon daemon, BooleanSupplier well) {
    var address = Optional.ofNullable(environment.get("NOTIFY_SOCKET"));
    if (address.isEmpty()) {
      Supervisor.plain().run(daemon);
      return;
    }
    var stop = new CompletableFuture<Void>();
    try (var socket = NotifySocket.open(address.get());
        var pulse =
            Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("reeve-pulse").factory())) {
      var _ = stop.thenRun(() -> socket.tell("STOPPING=1"));
      daemon.run(
          () -> {
            socket.tell("READY=1");
            pulse()
                .ifPresent(every -> {
                  var _ =
                      pulse.scheduleAtFixedRate(
                          () -> {
                            if (well.getAsBoolean()) {
                              socket.tell("WATCHDOG=1");
                            }
                          },
                          0,
                          every.toMillis(),
                          TimeUnit.MILLISECONDS);
                });
          },
          stop);
      pulse.shutdownNow();
    }
  }

  /// How often it wants to hear of the daemon: three times as often as it must.
  private Optional<Duration> pulse() {
    var micros = environment.getOrDefault("WATCHDOG_USEC", "");
    var process = environment.get("WATCHDOG_PID");
    boolean ours = process == null || process.equals(String.valueOf(ProcessHandle.current().pid()));
    return ours && micros.matches("[1-9]\\d{0,15}")
        ? Optional.of(Duration.ofNanos(Long.parseLong(micros) * 1000 / 3))
        : Optional.empty();
  }
}
