package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.core.reconcile.SettingStatus;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.harness.FileState;
import io.reeve.harness.demo.Scenery;
import io.reeve.installer.ScratchMachine.Work;
import io.reeve.policy.Address;
import io.reeve.policy.Authority;
import io.reeve.policy.Value;
import io.reeve.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Disks that are really full and file systems that are really read-only, in a mount namespace of
/// their own: this machine sees nothing of them.
@EnabledOnOs(OS.LINUX)
final class DiskTroubleTest {
  @TempDir Path folder;

  /// What is tried. Each is a process of its own, because a JVM cannot leave its namespace.
  enum Trouble {
    FULL_WHILE_APPLYING,
    FULL_WHILE_REMOVING,
    READ_ONLY,
    STORE_FULL_BEFORE_A_PASS,
    STORE_FULL_IN_THE_MIDDLE
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLostAndItRecoversByItself(Trouble trouble) throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "mounting needs root");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/unshare")), "unshare is not there: util-linux");
    var log = folder.resolve("log");
    var process =
        new ProcessBuilder(
                "/usr/bin/unshare",
                "--mount",
                "--propagation",
                "private",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DiskTroubleTest.class.getName(),
                trouble.name(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  /// What runs in the namespace.
  public static void main(String[] arguments) throws Exception {
    var folder = Path.of(arguments[1]);
    var root = Files.createDirectories(folder.resolve("root"));
    var state = Files.createDirectories(folder.resolve("agent"));
    var trouble = Trouble.valueOf(arguments[0]);
    boolean store =
        trouble == Trouble.STORE_FULL_BEFORE_A_PASS || trouble == Trouble.STORE_FULL_IN_THE_MIDDLE;
    command("mount", "-t", "tmpfs", "-o", "size=2m", "none", (store ? state : root).toString());
    Scenery.build(root);
    switch (trouble) {
      case FULL_WHILE_APPLYING -> fullWhileApplying(folder);
      case FULL_WHILE_REMOVING -> fullWhileRemoving(folder);
      case READ_ONLY -> readOnly(folder);
      case STORE_FULL_BEFORE_A_PASS -> storeFullBeforeAPass(folder);
      case STORE_FULL_IN_THE_MIDDLE -> storeFullInTheMiddle(folder);
    }
  }

  private static void fullWhileApplying(Path folder) throws Exception {
    var before = files(folder);
    try (var machine = new ScratchMachine(folder)) {
      fill(folder.resolve("root"));
      assertRefused(machine.work(Work.APPLY), "No space left on device");
      empty(folder.resolve("root"));
      assertThat(files(folder)).as("old content, mode and owner").isEqualTo(before);
      assertThat(machine.reconciler.settings())
          .filteredOn(setting -> setting.state() == SettingStatus.State.FAILED)
          .isNotEmpty()
          .allMatch(setting -> setting.detail().contains("No space left on device"));
      assertThat(machine.reconciler.sweep()).isEmpty();
      assertApplied(machine);
      machine.work(Work.REMOVE);
      assertThat(files(folder)).as("restored exactly").isEqualTo(before);
    }
  }

  private static void fullWhileRemoving(Path folder) throws Exception {
    var before = files(folder);
    try (var machine = new ScratchMachine(folder)) {
      machine.work(Work.APPLY);
      var after = files(folder);
      fill(folder.resolve("root"));
      // Whether any of it fails depends on what is given back first: that makes room.
      assertThat(machine.work(Work.REMOVE)).hasSize(ScratchMachine.profile().size());
      empty(folder.resolve("root"));
      assertThat(files(folder))
          .as("no file is between")
          .allMatch(file -> before.contains(file) || after.contains(file) || isOurs(file));
      machine.reconciler.sweep();
      assertThat(files(folder)).as("restored exactly").isEqualTo(before);
      assertThat(machine.store.journal().held()).isEmpty();
    }
  }

  /// Of a file that several settings share, some may be given back and some not.
  private static boolean isOurs(FileState file) {
    return file.content().contains("Reeve") || file.content().contains("reeve");
  }

  private static void readOnly(Path folder) throws Exception {
    var root = folder.resolve("root").toString();
    var before = files(folder);
    try (var machine = new ScratchMachine(folder)) {
      command("mount", "--bind", root, root);
      command("mount", "-o", "remount,bind,ro", root);
      assertRefused(machine.work(Work.APPLY), "Read-only file system");
      assertThat(files(folder)).isEqualTo(before);
      command("mount", "-o", "remount,bind,rw", root);
      machine.reconciler.sweep();
      assertApplied(machine);
      var after = files(folder);
      command("mount", "-o", "remount,bind,ro", root);
      assertThat(machine.work(Work.REMOVE)).hasAtLeastOneElementOfType(Outcome.Failed.class);
      assertThat(files(folder)).isEqualTo(after);
      command("mount", "-o", "remount,bind,rw", root);
      machine.reconciler.sweep();
      assertThat(files(folder)).as("restored exactly").isEqualTo(before);
    }
  }

  /// What cannot be written down is not done.
  private static void storeFullBeforeAPass(Path folder) throws Exception {
    var state = folder.resolve("agent");
    var before = files(folder);
    try (var machine = new ScratchMachine(folder)) {
      fill(state);
      assertRefused(machine.work(Work.APPLY), "the disk is full");
      assertThat(files(folder)).isEqualTo(before);
      assertThat(machine.store.desired().load().of(Authority.SERVICE)).isEmpty();
      empty(state);
      machine.work(Work.APPLY);
      assertApplied(machine);
      var after = files(folder);
      var file = folder.resolve("root/etc/sysctl.d/99-zz-reeve.conf");
      Files.delete(file);
      fill(state);
      assertThat(machine.reconciler.sweep()).as("the agent lives on").isEmpty();
      assertThat(file).doesNotExist();
      empty(state);
      assertThat(machine.reconciler.sweep()).hasSize(1);
      assertThat(files(folder)).isEqualTo(after);
    }
  }

  /// The machine has changed and the end cannot be written down: nothing is claimed, and the next
  /// start finishes it.
  private static void storeFullInTheMiddle(Path folder) throws Exception {
    var state = folder.resolve("agent");
    try (var machine =
        new ScratchMachine(folder.resolve("root"), state, each -> new Filling(each, state))) {
      assertThatThrownBy(() -> machine.work(Work.APPLY))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("full");
    }
    empty(state);
    try (var machine = new ScratchMachine(folder)) {
      assertThat(machine.store.setAside()).isEmpty();
      assertThat(machine.reconciler.recover()).isNotEmpty();
      assertThat(machine.store.journal().unfinished()).isEmpty();
      assertApplied(machine);
    }
  }

  private static void assertRefused(List<Outcome> outcomes, String reason) {
    assertThat(outcomes)
        .noneMatch(Outcome.Applied.class::isInstance)
        .filteredOn(Outcome.Failed.class::isInstance)
        .isNotEmpty()
        .allMatch(outcome -> outcome.toString().contains(reason));
  }

  private static void assertApplied(ScratchMachine machine) {
    assertThat(machine.reconciler.settings())
        .hasSize(ScratchMachine.profile().size())
        .extracting(SettingStatus::state)
        .containsOnly(SettingStatus.State.APPLIED, SettingStatus.State.NOT_APPLICABLE);
  }

  /// Regular files; a folder that we made may stay where the file system has no attributes.
  private static List<FileState> files(Path folder) throws IOException {
    return FileState.below(folder.resolve("root")).stream()
        .filter(file -> !Files.isDirectory(folder.resolve("root").resolve(file.path())))
        .map(FileState::untimed)
        .toList();
  }

  private static void fill(Path disk) throws IOException {
    try (var filler =
        Files.newByteChannel(
            disk.resolve("filler"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      var page = java.nio.ByteBuffer.allocate(4096);
      while (filler.write(page) > 0) {
        page.clear();
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private static void empty(Path disk) throws IOException {
    Files.delete(disk.resolve("filler"));
  }

  private static void command(String... words) throws Exception {
    var process = new ProcessBuilder(words).inheritIO().start();
    assertThat(process.waitFor()).as(String.join(" ", words)).isZero();
  }

  /// Fills the store's disk before the first write.
  private record Filling(Mechanism real, Path disk) implements Mechanism {
    @Override
    public String name() {
      return real.name();
    }

    @Override
    public Point bind(Address address) throws NotApplicableException {
      var point = real.bind(address);
      return new Point() {
        @Override
        public Value read() throws IOException {
          return point.read();
        }

        @Override
        public void write(Value value) throws IOException {
          if (!Files.exists(disk.resolve("filler"))) {
            fill(disk);
          }
          point.write(value);
        }

        @Override
        public Snapshot capture() throws IOException {
          return point.capture();
        }

        @Override
        public void restore(Snapshot before) throws IOException {
          point.restore(before);
        }

        @Override
        public Set<Path> files() {
          return point.files();
        }
      };
    }

    @Override
    public void settle(List<Address> written) throws IOException {
      real.settle(written);
    }
  }
}
