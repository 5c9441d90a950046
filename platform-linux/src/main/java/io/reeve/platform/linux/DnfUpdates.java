package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Updates by dnf, by its documented output: `check-update` ends with 100 when there are any and
/// lists `NAME.ARCH VERSION REPOSITORY` up to an empty line or the word Obsoleting.
record DnfUpdates(Host host) implements PendingUpdates {
  static final String PROGRAM = "/usr/bin/dnf";
  private static final String NEEDS_RESTARTING = "/usr/bin/needs-restarting";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int SOME = 100;
  private static final Pattern PACKAGE = Pattern.compile("\\S+\\.\\S+\\s+\\S+\\s+\\S+");
  private static final List<String> CACHES = List.of("/var/cache/dnf", "/var/cache/libdnf5");

  @Override
  public Counts count() throws IOException {
    return new Counts(counted(List.of()), counted(List.of("--security")));
  }

  private long counted(List<String> more) throws IOException {
    var command = new ArrayList<>(List.of(PROGRAM, "-q", "-C", "check-update"));
    command.addAll(more);
    var said = host.commands().run(command, PATIENCE);
    if (!said.ok() && said.exit() != SOME) {
      throw new IOException("dnf cannot tell: " + said.err().strip());
    }
    return parse(said.out());
  }

  static long parse(String listed) {
    return listed
        .lines()
        .map(String::strip)
        .takeWhile(line -> !line.startsWith("Obsoleting"))
        .filter(line -> PACKAGE.matcher(line).matches())
        .count();
  }

  @Override
  public Optional<Instant> refreshed() throws IOException {
    var times = new ArrayList<Instant>();
    for (var cache : CACHES) {
      var directory = host.path(cache);
      if (Files.isDirectory(directory)) {
        try (var files = Files.list(directory)) {
          for (var file : files.toList()) {
            times.add(changed(file));
          }
        }
      }
    }
    return times.stream().max(Comparator.naturalOrder());
  }

  /// The folder of a repository changes with its data.
  private static Instant changed(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toInstant();
  }

  @Override
  public boolean restartNeeded() throws IOException {
    if (!Files.exists(host.path(NEEDS_RESTARTING))) {
      throw new IOException(NEEDS_RESTARTING + " is not there: install dnf-utils");
    }
    return host.commands().run(List.of(NEEDS_RESTARTING, "-r"), PATIENCE).exit() == 1;
  }

  @Override
  public Object stamp() throws IOException {
    var installed = host.path("/var/lib/rpm");
    return Files.exists(installed)
        ? List.of(refreshed(), changed(installed))
        : List.of(refreshed());
  }
}
