package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Updates by apt.
record AptUpdates(Host host) implements PendingUpdates {
  static final String PROGRAM = "/usr/bin/apt-get";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern INSTALL = Pattern.compile("Inst \\S+ .*?\\((.*?)\\).*");
  private static final Pattern SECURITY = Pattern.compile("Debian-Security:|-security\\b");

  /// The first tells best, the others where the first is not kept.
  private static final List<String> REFRESHED =
      List.of(
          "/var/lib/apt/periodic/update-success-stamp",
          "/var/lib/apt/periodic/update-stamp",
          "/var/lib/apt/lists");

  private static final List<String> DECIDING =
      List.of("/var/lib/apt/lists", "/var/lib/dpkg/status", "/etc/apt");

  @Override
  public Counts count() throws IOException {
    var said =
        host.commands()
            .run(List.of(PROGRAM, "-s", "-o", "Debug::NoLocking=true", "dist-upgrade"), PATIENCE);
    if (!said.ok()) {
      throw new IOException("apt-get cannot tell: " + said.err().strip());
    }
    return parse(said.out());
  }

  /// Lines such as `Inst bash [5.2-1] (5.2-2 Debian:12/stable, Debian-Security:12/... [amd64])`.
  static Counts parse(String simulated) {
    var origins =
        simulated
            .lines()
            .map(INSTALL::matcher)
            .filter(line -> line.matches())
            .map(line -> line.group(1))
            .toList();
    long security = origins.stream().filter(origin -> SECURITY.matcher(origin).find()).count();
    return new Counts(origins.size(), security);
  }

  @Override
  public Optional<Instant> refreshed() throws IOException {
    var times = times(REFRESHED);
    return times.stream().max(Comparator.naturalOrder());
  }

  @Override
  public boolean restartNeeded() {
    return Files.exists(host.path("/run/reboot-required"));
  }

  @Override
  public Object stamp() throws IOException {
    return times(DECIDING);
  }

  private List<Instant> times(List<String> names) throws IOException {
    var times = new ArrayList<Instant>();
    for (var name : names) {
      var path = host.path(name);
      if (Files.exists(path)) {
        times.add(Files.getLastModifiedTime(path).toInstant());
      }
    }
    return times;
  }
}
