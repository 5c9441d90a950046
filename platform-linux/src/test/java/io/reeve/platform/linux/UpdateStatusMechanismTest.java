package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.harness.ReadOnlyMechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UpdateStatusMechanismTest implements ReadOnlyMechanismContract {
  private static final Instant THEN = Instant.parse("2026-11-20T08:09:10Z");
  private static final String SIMULATED =
      """
      NOTE: This is only a simulation!
      Inst base-files [12.4+deb12u11] (12.4+deb12u15 Debian:12.15/oldstable [amd64])
      Inst libgcrypt20-dev [1.10.1-3] (1.10.1-3+deb12u1 Debian:12.15/oldstable, Debian-Security:12/oldstable-security [amd64]) []
      Inst linux-image-6.8 (6.8.0-50 Ubuntu:24.04/noble-updates, Ubuntu:24.04/noble-security [amd64])
      Inst hello [1.0] (2.0 localhost [all])
      Conf base-files (12.4+deb12u15 Debian:12.15/oldstable [amd64])
      """;
  private static final String LISTED =
      """

      bash.x86_64   5.2.26-1.el9  baseos
      vim.noarch    2:9-1         appstream
      Obsoleting Packages
      new.noarch    2-1           x
          old.noarch 1-1 @x
      """;
  @TempDir Path root;
  private final List<List<String>> ran = new ArrayList<>();
  private Commands commands = (_, _) -> new Commands.Result(0, SIMULATED, "");

  @BeforeEach
  void aMachineWithApt() throws IOException {
    Scratch.file(root, "/usr/bin/apt-get", "");
    Scratch.file(root, "/var/lib/apt/periodic/update-success-stamp", "");
    Files.setLastModifiedTime(
        root.resolve("var/lib/apt/periodic/update-success-stamp"), FileTime.from(THEN));
  }

  @Override
  public Mechanism mechanism() {
    Commands told =
        (arguments, deadline) -> {
          ran.add(arguments);
          return commands.run(arguments, deadline);
        };
    return new UpdateStatusMechanism(Scratch.host(root, told), Duration.ofMinutes(1));
  }

  @Override
  public Address address() {
    return at("pending");
  }

  @Override
  public Value seen() {
    return Value.of(4);
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(new Address("update-status", Map.of()), at("everything"));
  }

  @Override
  public Path scratch() {
    return root;
  }

  @Test
  void whatComesFromASecurityArchiveIsCountedByItself() throws IOException {
    assertThat(read("security")).isEqualTo(Value.of(2));
  }

  @Test
  void countingIsDoneOnceUntilListsOrPackagesChange() throws IOException {
    var mechanism = mechanism();
    mechanism.bind(at("pending")).read();
    mechanism.bind(at("security")).read();
    assertThat(ran)
        .containsExactly(
            List.of("/usr/bin/apt-get", "-s", "-o", "Debug::NoLocking=true", "dist-upgrade"));
    Scratch.file(root, "/var/lib/dpkg/status", "");
    mechanism.bind(at("pending")).read();
    assertThat(ran).hasSize(2);
  }

  @Test
  void whoAsksDoesNotWaitForATooSlowCount() throws IOException {
    var release = new CountDownLatch(1);
    commands =
        (_, _) -> {
          try {
            release.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return new Commands.Result(0, SIMULATED, "");
        };
    var slow = new UpdateStatusMechanism(Scratch.host(root, commands), Duration.ofMillis(1));
    assertThatThrownBy(() -> slow.bind(address()).read()).hasMessageContaining("ask again");
    release.countDown();
  }

  @Test
  void whatAptCannotTellIsSaid() {
    commands = (_, _) -> new Commands.Result(100, "", "E: Unmet dependencies.\n");
    assertThatThrownBy(() -> read("pending"))
        .hasMessage("apt-get cannot tell: E: Unmet dependencies.");
  }

  @Test
  void aNeededRestartIsAFileAndTheListsHaveAnAge() throws IOException {
    assertThat(read("restart")).isEqualTo(Value.of(false));
    Scratch.file(root, "/run/reboot-required", "");
    assertThat(read("restart")).isEqualTo(Value.of(true));
    assertThat(read("refreshed")).isEqualTo(Value.of("2026-11-20T08:09:10Z"));
    Files.delete(root.resolve("var/lib/apt/periodic/update-success-stamp"));
    assertThat(read("refreshed")).isEqualTo(Value.absent());
  }

  @Test
  void dnfIsAskedWhereThereIsNoApt() throws IOException {
    Files.delete(root.resolve("usr/bin/apt-get"));
    assertThatThrownBy(() -> read("pending")).isInstanceOf(NotApplicableException.class);
    Scratch.file(root, "/usr/bin/dnf", "");
    commands =
        (arguments, _) ->
            switch (arguments.getLast()) {
              case "--security" ->
                  new Commands.Result(100, "\nbash.x86_64   5.2.26-1.el9  baseos\n", "");
              case "-r" -> new Commands.Result(1, "Reboot is required", "");
              default -> new Commands.Result(100, LISTED, "");
            };
    assertThat(read("pending")).isEqualTo(Value.of(2));
    assertThat(read("security")).isEqualTo(Value.of(1));
    assertThatThrownBy(() -> read("restart")).hasMessageContaining("install dnf-utils");
    Scratch.file(root, "/usr/bin/needs-restarting", "");
    assertThat(read("restart")).isEqualTo(Value.of(true));
  }

  private static Address at(String what) {
    return new Address("update-status", Map.of("what", what));
  }

  private Value read(String what) throws IOException {
    return mechanism().bind(at(what)).read();
  }
}
