package io.reeve.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A machine with systemd as its process 1, a disk and a network of its own, inside the machine the
/// tests run on. It boots in a second, reboots, loses power, and leaves nothing behind.
///
/// Everything on it is done by programs of its own, with its own root: a path never leads out of
/// it. All methods wait, and fail after a deadline.
final class BootedMachine implements Machine, AutoCloseable {
  private static final Duration BOOT = Duration.ofSeconds(90);

  /// Somebody may be given a minute to save their work, and what ends slowly has its time, too.
  private static final Duration END = Duration.ofMinutes(5);

  private static final Duration COMMAND = Duration.ofSeconds(60);
  private static final int REBOOT_ASKED = 133;
  private static final Set<String> UP = Set.of("running", "degraded");

  private final MachineSpace space;
  private final Map<Path, String> shared;
  private @Nullable Process container;
  private long leader;

  private BootedMachine(MachineSpace space, Map<Path, String> shared) {
    this.space = space;
    this.shared = shared;
  }

  /// Boots a fresh machine.
  ///
  /// @param shared folders of this machine that it can read, and where it sees them
  static BootedMachine boot(MachineImage image, Map<Path, String> shared) throws IOException {
    var machine = new BootedMachine(MachineSpace.open(image), shared);
    try {
      machine.start();
      return machine;
    } catch (RuntimeException | AssertionError | IOException failed) {
      machine.close();
      throw failed;
    }
  }

  /// Boots it, which must be off.
  void start() throws IOException {
    if (container != null) {
      throw new IllegalStateException("it is on");
    }
    var line =
        new ArrayList<>(
            List.of(
                "systemd-nspawn",
                "--quiet",
                "--boot",
                "--directory=" + space.disk(),
                "--machine=" + space.name(),
                "--register=no",
                "--keep-unit",
                "--private-network",
                "--kill-signal=SIGRTMIN+3",
                // What a real machine lets the agent trace files with; a container does not.
                "--system-call-filter=fanotify_init fanotify_mark name_to_handle_at",
                "--console=read-only"));
    shared.forEach((here, there) -> line.add("--bind-ro=" + here + ":" + there));
    container = space.start(line);
    Await.until("the boot", BOOT, this::isUp, this::console);
  }

  private boolean isUp() {
    if (!Optional.ofNullable(container).map(Process::isAlive).orElse(false)) {
      throw new AssertionError("it ended while booting\n" + console());
    }
    var first = first();
    if (first.isEmpty()) {
      return false;
    }
    leader = first.get().pid();
    return UP.contains(run("systemctl", "is-system-running").out().strip());
  }

  /// Process 1 of the machine: what the container's program has started.
  private Optional<ProcessHandle> first() {
    return Optional.ofNullable(container).stream()
        .flatMap(Process::children) // nsenter's child is systemd-nspawn
        .flatMap(ProcessHandle::children)
        .filter(child -> child.info().command().orElse("").endsWith("/systemd"))
        .findFirst();
  }

  /// Asks it to restart, as an administrator does, and waits until it is up again.
  void reboot() throws IOException {
    run("systemctl", "reboot");
    rebooted();
  }

  /// Somebody in it has asked it to restart: waits until it is up again.
  void rebooted() throws IOException {
    int code = ended();
    if (code != REBOOT_ASKED) {
      throw new AssertionError("it ended with " + code + " instead of rebooting\n" + console());
    }
    start();
  }

  /// Takes its power away: no process of it does anything any more.
  void cutPower() {
    first().ifPresent(ProcessHandle::destroyForcibly);
    ended();
  }

  private int ended() {
    var running = Optional.ofNullable(container).orElseThrow();
    try {
      if (!running.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("it does not go off\n" + console());
      }
      container = null;
      return running.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// What it has written to its console.
  String console() {
    try {
      return Files.readString(space.log(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Programs.Ended run(List<String> arguments, String input) {
    return Programs.run(entering(arguments), input.getBytes(StandardCharsets.UTF_8), COMMAND);
  }

  /// The line that runs a program on it, for whoever wants to talk to it.
  List<String> entering(List<String> arguments) {
    var line =
        new ArrayList<>(
            List.of(
                "nsenter",
                "--target",
                "" + leader,
                "--mount",
                "--uts",
                "--ipc",
                "--net",
                "--pid",
                "--cgroup",
                "--"));
    line.addAll(arguments);
    return line;
  }

  /// Its disk; see [MachineSpace#view()].
  Path view() {
    return space.view();
  }

  /// What differs on its disk from the image; see [MachineSpace#changes()].
  Path changes() {
    return space.changes();
  }

  /// What it has here while it lives; see [MachineSpace#traces()].
  List<Path> traces() {
    return space.traces();
  }

  @Override
  public void close() throws IOException {
    try {
      if (container != null) {
        cutPower();
      }
    } finally {
      space.close();
    }
  }
}
