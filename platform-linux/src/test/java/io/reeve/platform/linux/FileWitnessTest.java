package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reeve.core.spi.Witness;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
final class FileWitnessTest {
  @TempDir Path folder;
  @TempDir Path elsewhere;
  private final List<ProcessHandle> strangers = new ArrayList<>();
  private Witness witness = Witness.none();

  @AfterEach
  void close() {
    witness.close();
    strangers.forEach(ProcessHandle::destroyForcibly);
  }

  private Path watched() throws Exception {
    witness = FileWitness.open(Clock.systemUTC());
    assumeTrue(
        witness instanceof FileWitness, "fanotify needs CAP_SYS_ADMIN: run the tests as root");
    var file = Files.writeString(folder.resolve("app.conf"), "wanted\n");
    witness.watch(Set.of(file));
    return file;
  }

  private String who(Path file, Instant since) throws InterruptedException {
    var who = Optional.<String>empty();
    while (who.isEmpty()) {
      who = witness.who(file, since);
      Thread.onSpinWait();
    }
    return who.orElseThrow();
  }

  @Test
  void ourOwnWritesAndThoseOfOurProgramsAreNobodys() throws Exception {
    var file = watched();
    Files.writeString(file, "ours");
    var ours = new ProcessBuilder("/bin/sh", "-c", "echo 9 > \"$1\"; read wait", "sh", file + "");
    var program = ours.start();
    var other = Files.writeString(folder.resolve("other.conf"), "x");
    witness.watch(Set.of(file, other));
    var writer = stranger("echo 9 > \"$1\"", other);
    assertThat(who(other, Instant.EPOCH)).contains("(process " + writer);
    assertThat(witness.who(file, Instant.EPOCH)).isEmpty();
    program.getOutputStream().close();
    assertThat(program.waitFor()).isNotNegative();
  }

  @Test
  void aFileIsBeingWrittenUntilItIsClosed() throws Exception {
    var file = watched();
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {'1'}));
      awaitWriting(file, true);
    }
    awaitWriting(file, false);
  }

  @Test
  void nothingIsKnownOfAFolderThatIsNotWatched() throws Exception {
    watched();
    assertThat(witness.isBeingWritten(Path.of("/nowhere/a.conf"))).isEmpty();
    witness.close();
    assertThat(witness.isBeingWritten(folder.resolve("app.conf"))).isEmpty();
    witness = Witness.none();
  }

  private void awaitWriting(Path file, boolean is) {
    while (!witness.isBeingWritten(file).equals(Optional.of(is))) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aStrangersWriteNamesTheStranger() throws Exception {
    var file = watched();
    var writer = stranger("echo 9 > \"$1\"", file);
    assertThat(who(file, Instant.EPOCH)).contains("(process " + writer + ", user ");
    assertThat(witness.who(file, Instant.now().plusSeconds(60))).isEmpty();
  }

  @Test
  void aFileThatIsReplacedByARenameNamesTheStranger() throws Exception {
    var file = watched();
    var writer = stranger("echo 9 > \"$1.new\"; mv \"$1.new\" \"$1\"", file);
    assertThat(who(file, Instant.EPOCH))
        .matches(said -> said.contains("(process " + writer) || said.contains("process that has"));
  }

  @Test
  void aFolderTellsOfWhatIsInIt() throws Exception {
    watched();
    witness.watch(Set.of(folder));
    var writer = stranger("echo 9 > \"$1\"", folder.resolve("99-other.conf"));
    assertThat(who(folder, Instant.EPOCH)).contains("(process " + writer);
  }

  /// Runs it in a shell that is not ours: its parent has ended before it begins. It stays until the
  /// test is over, so that it can be looked at. Gives its number.
  private long stranger(String does, Path file) throws Exception {
    var number = elsewhere.resolve("pid");
    var inner =
        "while kill -0 \"$3\" 2>/dev/null; do :; done; "
            + does
            + "; echo $$ >\"$2\"; exec sleep 600";
    var process =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "sh -c \"$1\" sh \"$2\" \"$3\" $$ </dev/null >/dev/null 2>&1 &",
                "sh",
                inner,
                file.toString(),
                number.toString())
            .start();
    assertThat(process.waitFor()).isZero();
    while (!Files.exists(number) || Files.size(number) == 0) {
      Thread.onSpinWait();
    }
    long writer = Long.parseLong(Files.readString(number).strip());
    ProcessHandle.of(writer).ifPresent(strangers::add);
    return writer;
  }

  @Test
  void anEventIsParsedAndOneThatIsCutOffIsNot() {
    var event = ByteBuffer.allocate(24 + 28).order(ByteOrder.nativeOrder());
    event.putInt(52).put((byte) 3).put((byte) 0).putShort((short) 24).putLong(2).putInt(-1);
    event.putInt(812);
    event.put((byte) 2).put((byte) 0).putShort((short) 28).putLong(7L).putInt(4).putInt(1);
    event.put(new byte[] {1, 2, 3, 4}).put(new byte[] {'a', '.', 'b', 0});
    assertThat(Fanotify.parse(event.flip()))
        .isEqualTo(List.of(new Fanotify.Event("7/1/[1, 2, 3, 4]", "a.b", 812, 2)));
    assertThat(Fanotify.parse(event.rewind().limit(40))).isEmpty();
  }

  @Test
  void aProcessIsNamedWithWhoRanIt() throws Exception {
    for (var each : List.of("1 systemd 0 0", "700 puppet 0 1", "812 sed 33 700")) {
      var part = each.split(" ");
      Files.createDirectories(folder.resolve(part[0]));
      Files.writeString(
          folder.resolve(part[0] + "/status"),
          "Name:\t%s\nPPid:\t%s\nUid:\t%s\t0\t0\t0\n".formatted(part[1], part[3], part[2]));
    }
    var culprits = new Culprits(folder);
    assertThat(culprits.of(812))
        .contains("sed (process 812, user 33), run by puppet (process 700, user 0)");
    assertThat(culprits.of(700)).contains("puppet (process 700, user 0)");
    assertThat(culprits.of(813)).contains("a process that has ended (813)");
    Files.delete(folder.resolve("812/status"));
    assertThat(culprits.of(812))
        .as("seen before it ended")
        .contains("sed (process 812, user 33), run by puppet (process 700, user 0)");
    assertThat(culprits.of(ProcessHandle.current().pid())).isEmpty();
    assertThat(culprits.of(0)).contains("a process outside of this container");
  }

  /// Descriptors of the kinds that these watches are made of; others come and go by themselves, as
  /// those of connections that other tests have closed.
  private static long descriptors() throws Exception {
    try (var all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(
              each -> {
                try {
                  return Files.readSymbolicLink(each)
                      .toString()
                      .matches("anon_inode:.*(eventfd|fanotify).*|.*/hostname");
                } catch (java.io.IOException e) {
                  return false;
                }
              })
          .count();
    }
  }

  @Test
  void whatAWatchTookIsFreedWhenItEndsAndWhatIsAskedAfterwardsTouchesNobody() throws Exception {
    var file = watched();
    witness.close();
    long before = descriptors();
    watched();
    witness.close();
    witness.close();
    witness.watch(Set.of(file));
    try (var watch = KernelFileWatch.start(KernelFileWatch.NAME, () -> {})) {
      assertThat(watch.isOn()).isTrue();
      assertThat(descriptors()).isGreaterThan(before);
    }
    assertThat(descriptors()).isEqualTo(before);
  }

  @Test
  void aWakeupThatIsClosedWakesNobody() throws Exception {
    var wakeup = Wakeup.open();
    wakeup.wake();
    wakeup.close();
    wakeup.wake();
    wakeup.close();
    try (var next = Wakeup.open()) {
      assertThat(next.descriptor()).isPositive();
    }
  }
}
