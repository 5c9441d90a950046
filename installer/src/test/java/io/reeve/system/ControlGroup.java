package io.reeve.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A control group of a machine's own, below the one the tests run in. Without it systemd-nspawn
/// uses one of a fixed name, which the machines of two runs would share: each systemd would kill
/// and freeze the other's services.
///
/// It is in the hierarchies that systemd uses: the unified one, and beside it, where there still is
/// one, systemd's named one.
///
/// @param folders one in each hierarchy
record ControlGroup(List<Path> folders) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Puts itself into the groups named before `--`, then becomes the program named after it.
  private static final String ENTER =
      "while [ \"$1\" != -- ]; do echo $$ > \"$1/cgroup.procs\" || exit; shift; done; shift;"
          + " exec \"$@\"";

  /// Not made yet.
  ///
  /// @param name one that no other machine has
  static ControlGroup named(String name) throws IOException {
    var mounts = Files.readAllLines(Path.of("/proc/self/mountinfo"));
    return new ControlGroup(
        Files.readAllLines(Path.of("/proc/self/cgroup")).stream()
            .flatMap(line -> ours(line, mounts).stream())
            .map(ours -> ours.resolve(name))
            .toList());
  }

  /// @throws CannotBootException when it cannot be made here
  void make() {
    try {
      for (var folder : folders) {
        Files.createDirectory(folder);
      }
    } catch (IOException e) {
      throw new CannotBootException("no control group can be made here: " + e.getMessage());
    }
  }

  /// Where this process's own group is in the hierarchy of that line of `/proc/self/cgroup`.
  private static Optional<Path> ours(String line, List<String> mounts) {
    var parts = line.split(":", 3);
    return switch (parts[1]) {
      case "" -> mounted(mounts, end -> end.startsWith("cgroup2 "), parts[2]);
      case "name=systemd" ->
          mounted(mounts, end -> end.matches("cgroup .*\\bname=systemd\\b.*"), parts[2]);
      default -> Optional.empty();
    };
  }

  /// @param kind tells by what a line of mountinfo has after its separator
  private static Optional<Path> mounted(List<String> mounts, Predicate<String> kind, String path) {
    return mounts.stream()
        .map(line -> line.split(" - ", 2))
        .filter(line -> kind.test(line[1]))
        .map(line -> line[0].split(" "))
        .filter(fields -> path.startsWith(fields[3]))
        .map(fields -> Path.of(fields[4]).resolve(Path.of(fields[3]).relativize(Path.of(path))))
        .findFirst();
  }

  /// The line that runs a program in it.
  List<String> entering(List<String> arguments) {
    var line = new ArrayList<>(List.of("sh", "-c", ENTER, "sh"));
    folders.forEach(folder -> line.add(folder.toString()));
    line.add("--");
    line.addAll(arguments);
    return line;
  }

  /// Takes it away with the groups below it, once nothing runs in them any more.
  @Override
  public void close() {
    Await.until(
        "the end of the machine's control groups",
        PATIENCE,
        () -> folders.stream().allMatch(ControlGroup::isGone),
        folders::toString);
  }

  private static boolean isGone(Path top) {
    try {
      for (var folder : below(top)) {
        Files.deleteIfExists(folder);
      }
      return true;
    } catch (IOException _) {
      return false; // something in it is just ending
    }
  }

  /// All folders, the deepest first; the files of a control group go with it.
  private static List<Path> below(Path top) throws IOException {
    if (!Files.exists(top)) {
      return List.of();
    }
    try (Stream<Path> tree = Files.walk(top)) {
      return tree.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
