package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Commands.Result;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PackageUnitTest {
  private static final List<String> COMMAND = List.of("/usr/bin/apt-get", "install", "x");

  @TempDir Path root;
  private final List<String> ran = new ArrayList<>();

  /// How often systemd says that a former daemon's package manager is at work.
  private int busy;

  private Host host(Commands commands) {
    Commands both =
        (arguments, deadline) -> {
          if (arguments.contains("is-active")) {
            ran.add("asked");
            return new Result(busy-- > 0 ? 0 : 3, "", "");
          }
          return commands.run(arguments, deadline);
        };
    return new Host(root, both, new Xattrs(), Clock.systemUTC());
  }

  private void boot() throws IOException {
    Files.createDirectories(root.resolve("run/systemd/system"));
  }

  private Path written(String property) {
    var begin = "--property=" + property + "=append:";
    return Path.of(
        ran.stream()
            .filter(word -> word.startsWith(begin))
            .findFirst()
            .orElseThrow()
            .substring(begin.length()));
  }

  private Host thatSays(String out, String err) {
    return host((arguments, _) -> {
      ran.addAll(arguments);
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(written("StandardError"))))
          .isEqualTo("rw-------");
      Files.writeString(written("StandardOutput"), out);
      Files.writeString(written("StandardError"), err);
      return new Result(100, "", "");
    });
  }

  @Test
  void whereSystemdRunsItHasAUnitOfItsOwn() throws IOException {
    boot();
    var result = PackageUnit.run(thatSays("Reading", "E: no"), COMMAND, Duration.ofMinutes(60));
    assertThat(result).isEqualTo(new Result(100, "Reading", "E: no"));
    assertThat(ran)
        .startsWith("asked", "/usr/bin/systemd-run")
        .contains("--wait", "--property=RuntimeMaxSec=3600")
        .endsWith("--", "/usr/bin/apt-get", "install", "x");
    assertThat(root.resolve("run").toFile().list()).containsExactly("systemd");
  }

  @Test
  void whatAFormerDaemonBeganComesFirst() throws IOException {
    boot();
    busy = 1;
    var _ = PackageUnit.run(thatSays("", ""), COMMAND, Duration.ofMinutes(1));
    assertThat(ran).startsWith("asked", "asked", "/usr/bin/systemd-run");
  }

  @Test
  void aFormerOneThatDoesNotEndIsTold() throws IOException {
    boot();
    busy = 1000;
    assertThatThrownBy(() -> PackageUnit.run(thatSays("", ""), COMMAND, Duration.ZERO))
        .hasMessageContaining("an earlier run of the agent");
  }

  @Test
  void ofALongTaleTheEndIsKept() throws IOException {
    boot();
    var result =
        PackageUnit.run(thatSays("", "x".repeat(100_000) + "why"), COMMAND, Duration.ofMinutes(1));
    assertThat(result.err()).endsWith("xwhy").hasSize(64 << 10);
  }

  @Test
  void nothingIsLeftWhenItCannotBeRun() throws IOException {
    boot();
    var host =
        host((_, _) -> {
          throw new IOException("no systemd-run");
        });
    assertThatThrownBy(() -> PackageUnit.run(host, COMMAND, Duration.ofMinutes(1)))
        .hasMessage("no systemd-run");
    assertThat(root.resolve("run").toFile().list()).containsExactly("systemd");
  }

  @Test
  void elsewhereItIsSimplyRun() throws IOException {
    var host =
        host((arguments, _) -> {
          ran.addAll(arguments);
          return new Result(0, "done", "");
        });
    assertThat(PackageUnit.run(host, COMMAND, Duration.ofMinutes(1)).out()).isEqualTo("done");
    assertThat(ran).isEqualTo(COMMAND);
  }
}
