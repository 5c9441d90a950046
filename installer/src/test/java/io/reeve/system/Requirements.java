package io.reeve.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/// Whether this machine can boot another one inside it. Where it cannot, a test is skipped, and
/// says so where people look: on the terminal, once, with what to install.
final class Requirements {
  /// Programs and the Debian packages they come in.
  private static final Map<String, String> PROGRAMS =
      Map.of(
          "systemd-nspawn", "systemd-container",
          "mmdebstrap", "mmdebstrap",
          "nsenter", "util-linux",
          "unshare", "util-linux",
          "setpriv", "util-linux",
          "mount", "mount",
          "mkfs.ext4", "e2fsprogs",
          "qemu-img", "qemu-utils",
          "qemu-system-x86_64", "qemu-system-x86");

  /// What a machine in a container needs.
  private static final List<String> USUAL =
      List.of("systemd-nspawn", "mmdebstrap", "nsenter", "unshare", "setpriv", "mount");

  private static Optional<String> told = Optional.empty();

  private Requirements() {}

  /// What is tried on a machine.
  interface Try<T> {
    T run() throws IOException;
  }

  /// Gives the result, or skips the test when this machine cannot boot another one.
  static <T> T orSkip(Try<T> work) throws IOException {
    return orSkip(USUAL, work);
  }

  /// As [#orSkip(Try)], where these programs are needed.
  static <T> T orSkip(List<String> programs, Try<T> work) throws IOException {
    var problem = missing(programs);
    if (problem.isEmpty()) {
      try {
        return work.run();
      } catch (CannotBootException e) {
        problem = Optional.ofNullable(e.getMessage());
      }
    }
    throw skip(problem.orElse("it is not known why"));
  }

  private static RuntimeException skip(String problem) {
    var line = "SKIPPED: no booted machine for the tests of real settings: " + problem;
    if (!told.equals(Optional.of(line))) {
      told = Optional.of(line);
      System.err.println(line);
    }
    Assumptions.abort(line);
    throw new IllegalStateException(line);
  }

  private static Optional<String> missing(List<String> programs) {
    var problems = new ArrayList<String>();
    if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux")) {
      return Optional.of("this is not Linux");
    }
    if (!isRoot()) {
      problems.add("this is not root");
    }
    var absent = programs.stream().filter(name -> Programs.find(name).isEmpty()).sorted().toList();
    if (!absent.isEmpty()) {
      problems.add(
          String.join(", ", absent) + " missing (apt-get install " + packages(absent) + ")");
    }
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
  }

  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      return false;
    }
  }

  private static String packages(List<String> programs) {
    return programs.stream()
        .map(name -> PROGRAMS.getOrDefault(name, name))
        .distinct()
        .collect(Collectors.joining(" "));
  }
}
