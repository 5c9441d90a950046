package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The package for macOS: its files, and its scripts with programs of the test's own in the place
/// of Apple's.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the scripts want a Unix shell")
final class PkgTest {
  private static final Path FILES = Path.of("src/main/macos");
  private static final String PROGRAMS = "PATH=/usr/bin:/bin:/usr/sbin:/sbin";

  @TempDir Path folder;
  private String installed = "";

  /// How often launchd still knows the daemon after it was told to end it.
  private int lingers;

  /// Says what it is asked, and answers as macOS would.
  private void program(String name, String answer) throws IOException {
    var file = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(
        file,
        "#!/bin/sh\necho " + name + " \"$@\" >> " + folder.resolve("ran") + "\n" + answer + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Ran(int exit, String text, List<String> asked) {}

  private Ran run(Path script, String... arguments) throws IOException, InterruptedException {
    program(
        "launchctl",
        "[ \"$1\" != print ] || [ $(grep -c 'launchctl print' %s) -le %d ]"
            .formatted(folder.resolve("ran"), lingers));
    program("sleep", "");
    program("pkgutil", installed.isEmpty() ? "exit 1" : "echo 'version: " + installed + "'");
    program("ps", "echo '    0 /sbin/launchd'; echo '  501 /System/loginwindow'");
    program("id", "echo 0");
    var text =
        Files.readString(script)
            .replace(PROGRAMS, "PATH=" + folder.resolve("bin") + ":/usr/bin:/bin")
            .replace("/Library/", folder + "/Library/")
            .replace("/usr/local/bin/reeve", folder + "/usr/local/bin/reeve");
    var copy = Files.writeString(folder.resolve("script"), text);
    var line = new ArrayList<>(List.of("/bin/sh", copy.toString()));
    line.addAll(List.of(arguments));
    var process = new ProcessBuilder(line).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    var ran = folder.resolve("ran");
    var asked = Files.exists(ran) ? Files.readAllLines(ran) : List.<String>of();
    return new Ran(process.waitFor(), said, asked);
  }

  private Path script(String name) throws IOException {
    return Pkg.scripts("1.10~snapshot", FILES, folder.resolve("scripts")).resolve(name);
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "1.9, 0", "1.10, 0", "1.10.0, 0", "1.10.1, 1", "2, 1"})
  void anOlderVersionIsRefusedBeforeAnythingStops(String there, int exit) throws Exception {
    installed = there;
    var ran = run(script("preinstall"), "pkg", "/", "/");
    assertThat(ran.exit()).as(ran.text()).isEqualTo(exit);
    assertThat(ran.asked().stream().anyMatch(each -> each.startsWith("launchctl bootout")))
        .isEqualTo(exit == 0);
    assertThat(ran.text().contains("error: Reeve " + there + " is installed")).isEqualTo(exit == 1);
  }

  @Test
  void afterwardsTheDaemonAndTheIconOfEachSessionRun() throws Exception {
    var ran = run(script("postinstall"), "pkg", "/", "/");
    assertThat(ran.exit()).as(ran.text()).isZero();
    assertThat(ran.asked())
        .contains(
            "launchctl enable system/io.reeve.agent",
            "launchctl bootstrap system " + folder + "/Library/LaunchDaemons/io.reeve.agent.plist",
            "launchctl bootstrap gui/501 " + folder + "/Library/LaunchAgents/io.reeve.tray.plist");
  }

  @Test
  void onAnotherVolumeNothingIsStarted() throws Exception {
    var volume = Files.createDirectories(folder.resolve("volume"));
    var ran = run(script("postinstall"), "pkg", "/", volume.toString());
    assertThat(ran.exit()).as(ran.text()).isZero();
    assertThat(ran.asked()).isEmpty();
  }

  private Path machine(String release) throws IOException {
    var program = folder.resolve("Library/Reeve/Reeve.app/Contents/MacOS/reeve");
    Files.createDirectories(program.getParent());
    Files.writeString(
        program,
        "#!/bin/sh\necho reeve \"$@\" >> " + folder.resolve("ran") + "\n" + release + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Files.createDirectories(folder.resolve("Library/Application Support/Reeve"));
  }

  @Test
  void aRemovalStopsTheDaemonFirstAndKeepsTheEnrolment() throws Exception {
    var state = machine("exit 0");
    var ran = run(FILES.resolve("uninstall"));
    assertThat(ran.exit()).as(ran.text()).isZero();
    assertThat(ran.asked())
        .containsSubsequence(
            "launchctl bootout system/io.reeve.agent",
            "reeve release",
            "pkgutil --forget io.reeve.agent");
    assertThat(ran.asked()).contains("launchctl bootout gui/501/io.reeve.tray");
    assertThat(folder.resolve("Library/Reeve")).doesNotExist();
    assertThat(state).exists();
  }

  @Test
  void theDaemonsEndIsAwaitedBeforeAnythingIsPutBack() throws Exception {
    machine("exit 0");
    lingers = 2;
    var ran = run(FILES.resolve("uninstall"));
    assertThat(ran.exit()).as(ran.text()).isZero();
    assertThat(ran.asked()).containsSubsequence("sleep 1", "sleep 1", "reeve release");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--purge", "--keep-settings"})
  void aDaemonThatDoesNotEndIsNotRemoved(String option) throws Exception {
    machine("exit 0");
    lingers = Integer.MAX_VALUE;
    var ran = run(FILES.resolve("uninstall"), option);
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.text()).contains("error: the daemon did not end", "hint: ");
    assertThat(ran.asked()).doesNotContain("reeve release");
    assertThat(folder.resolve("Library/Reeve")).exists();
  }

  @Test
  void whatCannotBePutBackKeepsTheProgramThatKnowsIt() throws Exception {
    var state = machine("exit 1");
    var ran = run(FILES.resolve("uninstall"), "--purge");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.text()).contains("error: not everything", "hint: ", "--keep-settings");
    assertThat(ran.asked().getLast()).startsWith("launchctl bootstrap system ");
    assertThat(folder.resolve("Library/Reeve")).exists();
    assertThat(state).exists();

    assertThat(run(FILES.resolve("uninstall"), "--keep-settings").exit()).isZero();
    assertThat(folder.resolve("Library/Reeve")).doesNotExist();
    assertThat(state).exists();
  }

  @Test
  void aPurgeForgetsTheEnrolment() throws Exception {
    var state = machine("exit 0");
    assertThat(run(FILES.resolve("uninstall"), "--purge").exit()).isZero();
    assertThat(state).doesNotExist();
    assertThat(run(FILES.resolve("uninstall"), "--what").exit()).isEqualTo(2);
  }

  @Test
  void whatComesToTheMacIsWhereItsDefinitionsSay() throws IOException {
    var program = folder.resolve("image/Contents/MacOS/reeve");
    Files.createDirectories(program.getParent());
    Files.writeString(program, "");
    var tree = Pkg.tree(new Image(folder.resolve("image")), FILES, folder.resolve("tree"));
    for (var name : List.of("Daemons/io.reeve.agent", "Agents/io.reeve.tray")) {
      var plist = tree.resolve("Library/Launch" + name + ".plist");
      assertThat(plist).content().contains("/Library/Reeve/Reeve.app/Contents/MacOS/reeve");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(plist)))
          .isEqualTo("rw-r--r--");
    }
    assertThat(Files.readSymbolicLink(tree.resolve("usr/local/bin/reeve")))
        .isEqualTo(Path.of("/Library/Reeve/Reeve.app/Contents/MacOS/reeve"));
    assertThat(tree.resolve("Library/Reeve/uninstall")).isExecutable();
    var line = Pkg.line(tree, folder, "1.2~rc", FILES, Path.of("/to/reeve.pkg"));
    assertThat(line).contains("/usr/bin/pkgbuild", "1.2", "/to/reeve.pkg", tree.toString());
    assertThat(Files.readString(FILES.resolve("components.plist")))
        .contains("Library/Reeve/Reeve.app");
  }
}
