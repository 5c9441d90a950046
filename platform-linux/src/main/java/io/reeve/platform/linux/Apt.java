package io.reeve.platform.linux;

import io.reeve.core.spi.Commands.Result;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Runs apt and dpkg so that nobody is asked, and a configuration file that somebody changed stays.
///
/// @param options for every program of apt, for a machine below another root
/// @param dpkg options for dpkg, likewise
record Apt(Host host, List<String> options, List<String> dpkg) {
  private static final String GET = "/usr/bin/apt-get";
  private static final String DPKG = "/usr/bin/dpkg";
  private static final String DPKG_QUERY = "/usr/bin/dpkg-query";
  private static final Duration QUICK = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofMinutes(60);
  private static final int MAX_REASON = 600;

  private static final List<String> QUIET =
      List.of(
          "/usr/bin/env",
          "DEBIAN_FRONTEND=noninteractive",
          "NEEDRESTART_MODE=a",
          "APT_LISTCHANGES_FRONTEND=none",
          "UCF_FORCE_CONFFOLD=1");

  private static final List<String> CAREFUL =
      List.of(
          "-y",
          "-q",
          "-o",
          "DPkg::Lock::Timeout=300",
          "-o",
          "Dpkg::Options::=--force-confdef",
          "-o",
          "Dpkg::Options::=--force-confold");

  Apt {
    options = List.copyOf(options);
    dpkg = List.copyOf(dpkg);
  }

  /// Only asks what these words would do.
  Result simulate(List<String> words) throws IOException {
    var all = new ArrayList<>(List.of("-s", "-o", "Debug::NoLocking=true"));
    all.addAll(words);
    return run(GET, options, all, PATIENCE);
  }

  /// Does what these words say, which the end of the agent does not cut off.
  Result perform(List<String> words) throws IOException {
    var all = new ArrayList<>(CAREFUL);
    all.addAll(words);
    return PackageUnit.run(host, line(GET, options, all), PATIENCE);
  }

  /// apt-mark(8).
  Result mark(List<String> words) throws IOException {
    return run("/usr/bin/apt-mark", options, words, QUICK);
  }

  /// dpkg(1).
  Result dpkg(List<String> words, Duration patience) throws IOException {
    return run(DPKG, dpkg, words, patience);
  }

  /// A field of an installed package, as dpkg-query(1) shows it.
  String query(String format, String name) throws IOException {
    var words = new ArrayList<>(List.of(DPKG_QUERY));
    words.addAll(dpkg);
    words.addAll(List.of("-W", "-f=" + format + "\\n", name));
    return host.commands().run(words, QUICK).out();
  }

  private Result run(String program, List<String> first, List<String> words, Duration patience)
      throws IOException {
    return host.commands().run(line(program, first, words), patience);
  }

  private static List<String> line(String program, List<String> first, List<String> words) {
    var command = new ArrayList<>(QUIET);
    command.add(program);
    command.addAll(first);
    command.addAll(words);
    return command;
  }

  /// dpkg was ended in the middle, by a crash or by somebody: apt refuses to work until it has
  /// finished. What looks the same is somebody just at work, whose end is waited for: `apt-get
  /// check` waits for the lock.
  void finishWhatWasInterrupted() throws IOException {
    if (!isInTheMiddle()) {
      return;
    }
    perform(List.of("check"));
    if (!isInTheMiddle()) {
      return;
    }
    var words = List.of("--force-confdef", "--force-confold", "--configure", "-a");
    var said = PackageUnit.run(host, line(DPKG, dpkg, words), PATIENCE);
    if (!said.ok()) {
      throw new IOException("dpkg was interrupted and cannot go on: " + reason(said));
    }
  }

  /// Whether dpkg has written down steps that it has not gathered yet.
  private boolean isInTheMiddle() throws IOException {
    var updates = host.path("/var/lib/dpkg/updates");
    if (!Files.isDirectory(updates)) {
      return false;
    }
    try (var left = Files.list(updates)) {
      return left.findAny().isPresent();
    }
  }

  /// What apt complains of: its lines with `E:`, else the last ones.
  static String reason(Result said) {
    var errors = said.err().lines().filter(line -> line.startsWith("E:")).toList();
    var text =
        errors.isEmpty()
            ? "exit " + said.exit() + " " + said.err().strip()
            : String.join(" ", errors);
    return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON) + "...";
  }
}
