package io.reeve.platform.linux;

import io.reeve.core.spi.Commands.Result;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Runs what installs and removes packages in a unit of systemd of its own, where systemd runs. It
/// does not end with the daemon, whose restart would leave packages half configured; it writes into
/// files and not into a pipe that nobody reads any more; and other packages' scripts run with the
/// rights and the umask they expect.
///
/// The names of the units are known to the package's own scripts: who upgrades or removes the agent
/// from within such a unit has been started by the agent.
final class PackageUnit {
  private static final String BOOTED = "/run/systemd/system";
  private static final int MOST = 64 << 10;
  private static final List<String> IS_ACTIVE =
      List.of("/usr/bin/systemctl", "--quiet", "is-active", "reeve-packages-*");
  private static final Duration QUICK = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofMinutes(1);
  private static final AtomicLong COUNT = new AtomicLong();

  private PackageUnit() {}

  /// @param command an absolute path and its arguments
  /// @param patience after which all of it is ended
  static Result run(Host host, List<String> command, Duration patience) throws IOException {
    if (!Files.isDirectory(host.path(BOOTED))) {
      return host.commands().run(command, patience);
    }
    awaitFormer(host, patience);
    var name = "reeve-packages-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    var out = file(host.path("/run/" + name + ".out"));
    try {
      var err = file(host.path("/run/" + name + ".err"));
      try {
        var line = line(name, patience, out, err);
        line.addAll(command);
        var ended = host.commands().run(line, patience.plus(GRACE));
        return new Result(ended.exit(), text(out), text(err) + ended.err());
      } finally {
        Files.deleteIfExists(err);
      }
    } finally {
      Files.deleteIfExists(out);
    }
  }

  /// What a daemon began that has ended since is at work still, or waits for its turn: whatever is
  /// decided now has to come after it.
  private static void awaitFormer(Host host, Duration patience) throws IOException {
    long begun = System.nanoTime();
    while (host.commands().run(IS_ACTIVE, QUICK).ok()) {
      if (System.nanoTime() - begun > patience.toNanos()) {
        throw new IOException(
            "packages are still worked on by an earlier run of the agent; "
                + "'systemctl list-units reeve-packages-*' shows it");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static List<String> line(String name, Duration patience, Path out, Path err) {
    return new ArrayList<>(
        List.of(
            "/usr/bin/systemd-run",
            "--quiet",
            "--wait",
            "--collect",
            "--unit=" + name,
            "--description=Packages, on behalf of reeve.service",
            "--property=RuntimeMaxSec=" + patience.toSeconds(),
            "--property=StandardOutput=append:" + out,
            "--property=StandardError=append:" + err,
            "--setenv=PATH=/usr/sbin:/usr/bin:/sbin:/bin",
            "--setenv=LC_ALL=C",
            "--"));
  }

  /// What a package manager says may name passwords of archives.
  private static Path file(Path path) throws IOException {
    Files.deleteIfExists(path);
    return Files.createFile(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /// The end of it: there a package manager says why.
  private static String text(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      in.skipNBytes(Math.max(0, Files.size(file) - MOST));
      return new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
    }
  }
}
