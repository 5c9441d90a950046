package io.reeve.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Address;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.Intent;
import io.reeve.store.JournalEntry.Before;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RehearsalTest {
  private static final Address MOTD = new Address("motd", Map.of());

  @TempDir private Path folder;

  /// A mechanism with one file, `etc/motd`.
  private record Motd(Path root) implements Mechanism {
    @Override
    public String name() {
      return "motd";
    }

    @Override
    public Point bind(Address address) {
      return new Point() {
        @Override
        public Value read() throws java.io.IOException {
          return Value.of(Files.readString(file()));
        }

        @Override
        public void write(Value value) throws java.io.IOException {
          Files.writeString(file(), value.wire());
        }

        @Override
        public Set<Path> files() {
          return Set.of(file());
        }
      };
    }

    private Path file() {
      return root.resolve("etc/motd");
    }
  }

  private static Rehearsal played(Path root, Path state) throws Exception {
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/motd"), "one\n");
    var stage = new Stage(root, state, scratch -> List.of(new Motd(scratch)));
    var rehearsal = new Rehearsal(new Machine(List.of(new Motd(root))), stage);
    var before = new Before(Value.of("one\n"), "");
    var uri = OmaUri.parse("./Device/Vendor/Reeve/Test/motd");
    rehearsal.play(
        List.of(
            new Move(
                new Intent(MOTD, List.of(uri), before, Optional.empty()),
                new Move.Goal.Put(Value.of("two\n")),
                Optional.empty(),
                Optional.empty(),
                false)));
    return rehearsal;
  }

  @Test
  void whatWouldBecomeOfAFileIsShownAndTheFileStays() throws Exception {
    var state = Files.createDirectory(folder.resolve("state"));
    var root = Files.createDirectory(folder.resolve("root"));
    var rehearsal = played(root, state);
    assertThat(rehearsal.notes()).isEmpty();
    assertThat(rehearsal.files())
        .singleElement()
        .satisfies(file -> {
          assertThat(file.file()).isEqualTo(root.resolve("etc/motd"));
          assertThat(file.diff()).contains("-one").contains("+two");
        });
    assertThat(root.resolve("etc/motd")).hasContent("one\n");
    assertThat(state).isEmptyDirectory();
  }

  @Test
  void whereNobodyCanTellWhoMayReadAFileItIsNotShownAndThatIsSaid() throws Exception {
    try (var other =
        FileSystems.newFileSystem(folder.resolve("disk.zip"), Map.of("create", "true"))) {
      var rehearsal = played(other.getPath("/"), folder);
      assertThat(rehearsal.files()).isEmpty();
      assertThat(rehearsal.notes())
          .containsExactly(
              "files are not shown: this system's permissions do not tell who may read them");
    }
  }
}
