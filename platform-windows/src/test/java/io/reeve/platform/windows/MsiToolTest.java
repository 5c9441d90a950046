package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.apps.AppManifest;
import io.reeve.core.apps.PackageTool;
import io.reeve.core.spi.Commands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Windows Installer in memory.
final class MsiToolTest {
  private static final String CODE = "{11111111-2222-3333-4444-5555AAAA6666}";
  private static final String OLD = "{99999999-2222-3333-4444-5555AAAA6666}";
  private final Map<String, String> installed = new TreeMap<>();
  private final List<List<String>> ran = new ArrayList<>();
  private MsiPackages.Said said = new MsiPackages.Said(CODE, "1.2.0", Optional.of(OLD));
  private int exit;
  private int busy;
  private final List<String> restarts = new ArrayList<>();

  private final MsiPackages packages =
      new MsiPackages() {
        @Override
        public Optional<String> installed(String product) {
          return Optional.ofNullable(installed.get(product));
        }

        @Override
        public List<String> related(String upgrade) {
          return List.copyOf(installed.keySet());
        }

        @Override
        public Said read(Path file) {
          return said;
        }
      };
  private final MsiTool tool =
      new MsiTool(
          packages,
          file -> {
            throw new IOException("it has no signature");
          },
          (arguments, _) -> {
            ran.add(arguments);
            return new Commands.Result(busy > 0 ? 1618 : exit, "", "");
          },
          "C:\\Windows\\System32\\msiexec.exe",
          new MsiTool.Outside() {
            @Override
            public void wantsRestart(String what) {
              restarts.add(what);
            }

            @Override
            public void rest(Duration time) {
              busy--;
            }
          });

  private static AppManifest manifest(String more) throws IOException {
    return AppManifest.parse(
        "{\"type\": \"msi\", \"name\": \"%s\", \"source\": \"file:///editor.msi\", \"sha256\": \"%s\"%s}"
            .formatted(CODE, "a".repeat(64), more));
  }

  @Test
  void itIsInstalledForEverybodyWithoutAWordAndWithoutARestart() throws IOException {
    tool.install(manifest(""));
    assertThat(ran.getFirst())
        .containsExactly(
            "C:\\Windows\\System32\\msiexec.exe",
            "/i",
            "/editor.msi",
            "/qn",
            "/norestart",
            "ALLUSERS=1",
            "REBOOT=ReallySuppress");
    assertThat(restarts).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {3010, 1641})
  void theRestartThatItWantsIsWrittenDown(int wanted) throws IOException {
    exit = wanted;
    tool.install(manifest(""));
    installed.put(CODE, "1.1");
    tool.remove(List.of(CODE));
    assertThat(restarts).containsExactly(manifest("").words(), CODE);
  }

  @Test
  void anotherInstallationIsWaitedFor() throws IOException {
    busy = 3;
    tool.install(manifest(""));
    assertThat(ran).hasSize(4);
  }

  @Test
  void whoNeverEndsIsToldOfWithWhatMayStillHappen() {
    var slow =
        new MsiTool(
            packages,
            file -> {
              throw new IOException("it has no signature");
            },
            (arguments, _) -> {
              throw new IOException("msiexec did not end");
            },
            "msiexec.exe",
            new MsiTool.Outside() {
              @Override
              public void wantsRestart(String what) {
                restarts.add(what);
              }

              @Override
              public void rest(Duration time) throws InterruptedException {
                throw new InterruptedException();
              }
            });
    assertThatThrownBy(() -> slow.install(manifest("")))
        .hasMessage(
            "msiexec did not end; Windows Installer itself may still be at it, and is waited for");
    assertThat(restarts).isEmpty();
  }

  @Test
  void anotherProductThanTheManifestNamesIsRefused() throws IOException {
    said = new MsiPackages.Said(OLD, "1.2.0", Optional.empty());
    assertThatThrownBy(() -> tool.install(manifest("")))
        .hasMessage("the package is the product " + OLD + ", not " + CODE);
    said = new MsiPackages.Said(CODE, "1.2.0", Optional.empty());
    assertThatThrownBy(() -> tool.preview(manifest(", \"version\": \">= 2\"")))
        .hasMessageContaining("the package has version 1.2.0, not " + CODE + " 2 or later");
    assertThat(ran).isEmpty();
  }

  @Test
  void aSignatureThatIsAskedForHasToBeThere() throws IOException {
    assertThatThrownBy(() -> tool.install(manifest(", \"signer\": \"Contoso Ltd\"")))
        .hasMessage("it has no signature");
    assertThat(ran).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1618, another installation is under way",
    "1603, its installer failed",
    "1633, another kind of processor"
  })
  void whyItFailedIsSaid(int code, String why) throws IOException {
    exit = code;
    assertThatThrownBy(() -> tool.install(manifest(""))).hasMessageContaining(why);
  }

  @Test
  void whatComesAndWhatItsInstallerTakesAwayIsForeseen() throws IOException {
    installed.put(OLD, "1.0");
    assertThat(tool.preview(manifest("")))
        .isEqualTo(new PackageTool.Preview(List.of(CODE), Map.of(OLD, "1.0")));
    installed.put(CODE, "1.1");
    assertThat(tool.preview(manifest("")))
        .isEqualTo(new PackageTool.Preview(List.of(), Map.of(OLD, "1.0", CODE, "1.1")));
  }

  @Test
  void onlyWhatIsThereIsRemoved() throws IOException {
    installed.put(CODE, "1.1");
    assertThat(tool.remove(List.of(CODE, OLD))).isEmpty();
    assertThat(ran).hasSize(1);
    assertThat(ran.getFirst()).contains("/x", CODE, "/qn", "/norestart");
    exit = 1605;
    tool.remove(List.of(CODE));
    exit = 1603;
    assertThatThrownBy(() -> tool.remove(List.of(CODE))).hasMessageContaining("removing " + CODE);
  }

  @ParameterizedTest
  @CsvSource({"1.2, 1.2.0, 0", "1.10, 1.9, 1", "1.2.3, 1.2.4, -1", "2, 10, -1"})
  void versionsAreNumbers(String one, String other, int order) {
    assertThat(MsiTool.compare(one, other)).isEqualTo(order);
  }

  @ParameterizedTest
  @ValueSource(strings = {"editor", "{11111111}", "11111111-2222-3333-4444-5555AAAA666G"})
  void aNameThatIsNoCodeIsRefused(String name) {
    assertThat(tool.refusal(name)).isPresent();
    assertThat(tool.refusal(CODE)).isEmpty();
    assertThat(tool.refusal("11111111-2222-3333-4444-5555aaaa6666")).isEmpty();
  }

  @Test
  void nothingIsAskedWhereThereIsNoWindows() throws IOException {
    var nowhere = MsiTool.nowhere((arguments, _) -> new Commands.Result(0, "", ""));
    assertThat(nowhere.installed(CODE)).isEmpty();
    assertThat(MsiTool.nowhere((arguments, _) -> new Commands.Result(0, "", "")).type())
        .isEqualTo("msi");
  }
}
