package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.files.Settler;
import io.reeve.core.files.WholeFileMechanism;
import io.reeve.core.spi.FileAttributes;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.Rights;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateFileMechanismTest {
  @TempDir Path root;
  private final List<Path> made = new ArrayList<>();
  private Optional<String> objection = Optional.empty();

  private final Rights rights =
      new Rights() {
        @Override
        public void makePrivate(Path folder) throws IOException {
          Files.createDirectory(folder);
          made.add(folder);
        }

        @Override
        public Held hold(Path folder) {
          return new Held() {
            @Override
            public Optional<String> objection() {
              return objection;
            }

            @Override
            public void close() {}
          };
        }

        @Override
        public void letEveryoneConnect(Path socket) {}
      };

  private Mechanism.Point point(String file) throws IOException {
    Files.createDirectories(root.resolve("ProgramData"));
    var host =
        new Host(
            root,
            (arguments, _) -> {
              throw new IOException("nothing is run here: " + arguments);
            },
            FileAttributes.none(),
            Clock.systemUTC());
    return new PrivateFileMechanism(
            new WholeFileMechanism(host, Settler.nothing()), host, Optional.of(rights))
        .bind(new Address("file", Map.of("file", file, "mode", "600")));
  }

  private Path folder() {
    return root.resolve("ProgramData/Reeve");
  }

  @Test
  void theAgentsFolderIsMadePrivateBeforeTheFirstFileIsInIt() throws IOException {
    var point = point("/ProgramData/Reeve/remediations/a/Detect");
    var before = point.capture();
    assertThat(point.read()).isEqualTo(Value.absent());
    point.write(Value.of("exit 0"));
    point.write(Value.of("exit 1"));
    assertThat(made).containsExactly(folder());
    assertThat(point.read()).isEqualTo(Value.of("exit 1"));
    point.restore(before);
    assertThat(point.read()).isEqualTo(Value.absent());
  }

  @Test
  void aFolderThatSomebodyElseMadeIsRefusedAndWhatIsThereCanStillGo() throws IOException {
    var point = point("/ProgramData/Reeve/remediations/a/Detect");
    point.write(Value.of("exit 0"));
    objection = Optional.of("users may read");
    assertThatThrownBy(() -> point.write(Value.of("exit 1")))
        .hasMessageContaining("is not safe from others: users may read");
    assertThat(point.read()).isEqualTo(Value.of("exit 0"));
    point.write(Value.absent());
    assertThat(point.read()).isEqualTo(Value.absent());
  }

  @Test
  void otherFilesAreNoneOfItsBusiness() throws IOException {
    objection = Optional.of("users may read");
    var point = point("/ProgramData/Example/file");
    point.write(Value.of("text"));
    assertThat(point.read()).isEqualTo(Value.of("text"));
    assertThat(made).isEmpty();
  }
}
