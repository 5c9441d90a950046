package io.reeve.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Where a machine lives: mount and process namespaces of its own, in which its disk (an overlay
/// over the image) is mounted, and a control group of its own. A process that sleeps holds them
/// open. When it dies, with the machine or with the tests, the kernel kills whatever runs in them
/// and takes the mounts away, so nothing has to be cleaned up but a folder and an empty group. Both
/// have a name that no other machine has, so any number of them live side by side.
final class MachineSpace implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path folder;
  private final ControlGroup group;
  private final Process outside;
  private final long holder;

  private MachineSpace(Path folder, ControlGroup group, Process outside, long holder) {
    this.folder = folder;
    this.group = group;
    this.outside = outside;
    this.holder = holder;
  }

  /// @throws CannotBootException when this machine allows no namespaces or no overlay
  static MachineSpace open(MachineImage image) throws IOException {
    var folder = Files.createTempDirectory("reeve-machine");
    var log = folder.resolve("console.log");
    var outside =
        Programs.start(
            List.of(
                "unshare",
                "--mount",
                "--propagation",
                "slave",
                "--pid",
                "--fork",
                "--kill-child=KILL",
                "--mount-proc",
                "--",
                "sleep",
                "infinity"),
            log);
    var group = ControlGroup.named(folder.getFileName().toString());
    var space = new MachineSpace(folder, group, outside, holder(outside, folder, log));
    try {
      group.make();
      space.mount(image);
      return space;
    } catch (RuntimeException | IOException failed) {
      space.close();
      throw failed;
    }
  }

  private static long holder(Process outside, Path folder, Path log) throws IOException {
    try {
      Await.until(
          "namespaces",
          PATIENCE,
          () -> !outside.isAlive() || sleeping(outside).findAny().isPresent(),
          () -> "");
      return sleeping(outside).findAny().orElseThrow().pid();
    } catch (RuntimeException | AssertionError e) {
      Programs.kill(outside.toHandle());
      var said = Files.readString(log).strip();
      ImageCache.remove(folder);
      throw new CannotBootException("no mount and process namespaces can be made here: " + said);
    }
  }

  /// Once it sleeps, its namespaces are complete.
  private static Stream<ProcessHandle> sleeping(Process outside) {
    return outside.children().filter(child -> child.info().command().orElse("").endsWith("/sleep"));
  }

  private void mount(MachineImage image) throws IOException {
    Files.createDirectory(folder.resolve("disk"));
    if (!overlay(image).ok()) {
      // The temporary folder is itself on an overlay, as in many build machines.
      inside(List.of("mount", "-t", "tmpfs", "-o", "mode=0755", "tmpfs", folder.toString())).need();
      inside(List.of("mkdir", folder.resolve("disk").toString())).need();
      var again = overlay(image);
      if (!again.ok()) {
        throw new CannotBootException("no overlay can be mounted here: " + again.all().strip());
      }
    }
  }

  private Programs.Ended overlay(MachineImage image) {
    var upper = folder.resolve("upper");
    var work = folder.resolve("work");
    inside(List.of("mkdir", "-p", upper.toString(), work.toString())).need();
    var places = "lowerdir=" + image.root() + ",upperdir=" + upper + ",workdir=" + work;
    return inside(List.of("mount", "-t", "overlay", "-o", places, "overlay", disk().toString()));
  }

  /// What the machine is called here; no other one is.
  String name() {
    return folder.getFileName().toString();
  }

  /// All that it has on this machine's own file systems.
  List<Path> traces() {
    return Stream.concat(Stream.of(folder), group.folders().stream()).toList();
  }

  /// The machine's disk, as the namespace knows it.
  Path disk() {
    return folder.resolve("disk");
  }

  /// The machine's disk, as this process can look at it, whether the machine runs or not. A link in
  /// it leads out of it when followed from here: look, never follow, never write.
  Path view() {
    return seen(disk());
  }

  /// What differs from the image, the way overlayfs keeps it.
  Path changes() {
    return seen(folder.resolve("upper"));
  }

  private Path seen(Path path) {
    return Path.of("/proc/" + holder + "/root" + path);
  }

  Path log() {
    return folder.resolve("console.log");
  }

  /// Runs a program of this machine in the namespaces.
  Programs.Ended inside(List<String> arguments) {
    return Programs.run(entering(arguments), PATIENCE);
  }

  /// Starts a program of this machine in the namespaces and the control group.
  Process start(List<String> arguments) throws IOException {
    return Programs.start(group.entering(entering(arguments)), log());
  }

  private List<String> entering(List<String> arguments) {
    var line =
        new ArrayList<>(List.of("nsenter", "--target", "" + holder, "--mount", "--pid", "--"));
    line.addAll(arguments);
    return line;
  }

  @Override
  public void close() throws IOException {
    Programs.kill(outside.toHandle());
    try {
      outside.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ImageCache.remove(folder);
    group.close();
  }
}
