package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.OsException;
import io.reeve.core.spi.PendingException;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whether units run, with the real manager of systemd.
final class UnitActivityTest implements MechanismContract {
  @TempDir Path root;
  @TempDir Path machine;
  private @Nullable UserSystemd systemd;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    systemd = UserSystemd.start(machine, UnitActivityTest::units);
  }

  private static void units(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("reeve-one.service"), "[Service]\nExecStart=/bin/sleep 1000\n");
    Files.writeString(
        folder.resolve("reeve-one.socket"), "[Socket]\nListenStream=%t/reeve-test.sock\n");
    Files.writeString(
        folder.resolve("reeve-slow.service"),
        """
        [Service]
        ExecStart=/bin/sleep 1000
        ExecStop=/bin/sh -c "until [ -e %s ]; do sleep 0.05; done"
        """
            .formatted(folder.resolve("stop")));
    Files.writeString(
        folder.resolve("reeve-broken.service"), "[Service]\nType=oneshot\nExecStart=/bin/false\n");
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (systemd != null) {
      systemd.stop();
    }
  }

  @Override
  public Mechanism mechanism() {
    return started().mechanism(root);
  }

  private UserSystemd started() {
    if (systemd == null) {
      throw new IllegalStateException("not started");
    }
    return systemd;
  }

  @Override
  public Address address() {
    return unit("reeve-one");
  }

  private static Address unit(String name) {
    return new Address("service", Map.of("unit", name, "of", "activity"));
  }

  @Override
  public Value unset() {
    return Value.of("stopped");
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("running"), Value.of("stopped"));
  }

  /// A unit always runs or does not, so there is nothing to remove.
  @Override
  public void absentRemoves() throws IOException {
    write("running", "reeve-one");
    var point = mechanism().bind(address());
    point.write(Value.absent());
    assertThat(point.read()).isEqualTo(Value.of("running"));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(new Address("service", Map.of("of", "activity")), unit("a b"));
  }

  private void write(String value, String unit) throws IOException {
    var mechanism = mechanism();
    mechanism.bind(unit(unit)).write(Value.of(value));
    mechanism.settle(List.of(unit(unit)));
  }

  @Test
  void whatASocketWouldStartAgainIsNotStopped() throws IOException {
    write("running", "reeve-one.socket");
    var point = mechanism().bind(address());
    assertThat(point.read()).isEqualTo(Value.of("stopped until reeve-one.socket starts it"));
    var before = point.capture();
    write("stopped", "reeve-one");
    assertThat(mechanism().bind(unit("reeve-one.socket")).read()).isEqualTo(Value.of("stopped"));
    var mechanism = mechanism();
    mechanism.bind(address()).restore(before);
    mechanism.settle(List.of(address()));
    assertThat(mechanism.bind(unit("reeve-one.socket")).read()).isEqualTo(Value.of("running"));
    assertThat(mechanism.bind(address()).read()).isEqualTo(before.value());
  }

  @Test
  void aServiceThatDoesNotComeUpIsAFailure() {
    assertThatThrownBy(() -> write("running", "reeve-broken"))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("starting reeve-broken.service")
        .hasMessageContaining("failed");
  }

  @Test
  void aStopThatTakesLongGoesOnWhileTheAgentDoesNotWait() throws IOException, InterruptedException {
    write("running", "reeve-slow");
    var mechanism = started().mechanism(root, Duration.ofMillis(1));
    var point = mechanism.bind(unit("reeve-slow"));
    var told = new LinkedBlockingQueue<String>();
    try (var _ = mechanism.watch(told::add)) {
      point.write(Value.of("stopped"));
      mechanism.settle(List.of(unit("reeve-slow")));
      assertThatThrownBy(point::read)
          .isInstanceOf(PendingException.class)
          .hasMessage("reeve-slow.service is deactivating");
      Files.writeString(UserSystemd.vendor(machine).resolve("stop"), "");
      while (goesOn(point)) {
        assertThat(told.poll(1, TimeUnit.MINUTES)).as("something is told").isNotNull();
      }
      assertThat(point.read()).isEqualTo(Value.of("stopped"));
    }
  }

  private static boolean goesOn(Mechanism.Point point) throws IOException {
    try {
      point.read();
      return false;
    } catch (PendingException e) {
      return true;
    }
  }
}
