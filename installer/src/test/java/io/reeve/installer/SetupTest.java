package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The script behind the Linux packages, below a folder that stands for `/`, with a systemctl that
/// knows one service and a sleep that takes no time. `PackageTest` runs it under systemd.
@EnabledOnOs(OS.LINUX)
final class SetupTest {
  private static final Path FILES = Path.of("src/main/linux");

  /// Looks of a probation, each after five seconds.
  private static final int LOOKS = 6;

  /// What a version has that does not start has a file `broken`; the lock is held or it is not.
  private static final String SYSTEMCTL =
      """
      #!/bin/sh
      root=@ROOT@
      home=$root/usr/lib/reeve
      state() { cat "$root/unit/$1"; }
      case $* in
        show*) name=${3#--property=}; state "$name"; exit ;;
      esac
      echo "$*" >>"$root/ran"
      flock --nonblock "$root/run/reeve-setup.lock" true || echo "$*" >>"$root/alone"
      case $* in
        *is-enabled*) state enabled; [ "$(state enabled)" = enabled ] ;;
        *is-active*) [ "$(state ActiveState)" = active ] ;;
        *enable*) echo enabled >"$root/unit/enabled" ;;
        stop*reeve.service) echo inactive >"$root/unit/ActiveState" ;;
        start\\ reeve.service | restart\\ reeve.service)
          echo 0 >"$root/unit/NRestarts"
          echo success >"$root/unit/Result"
          ln -sfn "$home/$(readlink "$home/current")/bin/reeved" "$root/proc/7/exe"
          echo active >"$root/unit/ActiveState"
          [ ! -e "$home/current/broken" ] || { echo activating >"$root/unit/ActiveState"; exit 1; }
          ;;
      esac
      """;

  /// Whatever happens in the meantime is in `meanwhile`, which is told how often it has slept.
  private static final String SLEEP =
      """
      #!/bin/sh
      root=@ROOT@
      echo >>"$root/slept"
      count=$(wc -l <"$root/slept")
      [ "$count" -lt 200 ] || exit 1
      cd "$root/unit" && . "$root/meanwhile"
      """;

  @TempDir Path root;

  @BeforeEach
  void layOut() throws IOException {
    for (var there : List.of("run/systemd/system", "proc/self", "proc/7", "var/lib/reeve")) {
      Files.createDirectories(root.resolve(there));
    }
    file("unit/MainPID", "7\n");
    file("unit/enabled", "disabled\n");
    file("unit/ActiveState", "inactive\n");
    file("unit/NRestarts", "0\n");
    file("unit/Result", "success\n");
    file("proc/locks", "");
    file("proc/self/cgroup", "0::/user.slice\n");
    file("ran", "");
    file("alone", "");
    meanwhile(":");
    program("bin/systemctl", SYSTEMCTL.replace("@ROOT@", root.toString()));
    program("bin/sleep", SLEEP.replace("@ROOT@", root.toString()));
    program("usr/lib/reeve/setup", there(FILES.resolve("setup")));
    program("usr/lib/reeve/package/bin/reeved", "#!/bin/sh\n");
  }

  private Path file(String name, String text) throws IOException {
    var file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Path program(String name, String text) throws IOException {
    var file = file(name, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  private String there(Path script) throws IOException {
    return Files.readString(script)
        .replaceAll("(?<!\\w)/(usr/lib|usr/sbin|var/lib|run|proc|etc)/", root + "/$1/")
        .replace("longest_wait=7200", "longest_wait=100");
  }

  private void meanwhile(String script) throws IOException {
    file("meanwhile", script + "\n");
  }

  private record Ran(int exit, String text, List<String> asked) {}

  private Ran setup(String... arguments) throws IOException, InterruptedException {
    return run(root.resolve("usr/lib/reeve/setup"), arguments);
  }

  private Ran run(Path script, String... arguments) throws IOException, InterruptedException {
    file("ran", "");
    var line = new ArrayList<>(List.of("/bin/sh", script.toString()));
    line.addAll(List.of(arguments));
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("PATH", root.resolve("bin") + ":/usr/bin:/bin:/usr/sbin:/sbin");
    builder.environment().put("REEVE_PROBATION_SECONDS", String.valueOf(LOOKS * 5));
    var process = builder.start();
    process.getOutputStream().close();
    var said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), said, Files.readAllLines(root.resolve("ran")));
  }

  private void isDone(Ran ran) {
    assertThat(ran.exit()).as(ran.text()).isZero();
  }

  private Path home(String name) {
    return root.resolve("usr/lib/reeve").resolve(name);
  }

  private Path state(String name) {
    return root.resolve("var/lib/reeve").resolve(name);
  }

  private String led(String link) throws IOException {
    return Files.readSymbolicLink(home(link)).toString();
  }

  private List<String> versions() throws IOException {
    try (Stream<Path> all = Files.list(home(""))) {
      return all.map(each -> each.getFileName().toString())
          .filter(name -> name.matches("[0-9].*|before"))
          .sorted()
          .toList();
    }
  }

  private int slept() throws IOException {
    return Files.readAllLines(root.resolve("slept")).size();
  }

  /// 1.0 has held, and 2.0 has been started.
  private void upgrade() throws Exception {
    isDone(setup("to", "1.0"));
    isDone(setup("to", "2.0"));
    assertThat(versions()).containsExactly("1.0", "2.0", "before");
  }

  private void isBack() throws IOException {
    assertThat(led("current")).isEqualTo("1.0");
    assertThat(versions()).containsExactly("1.0");
    assertThat(state("reeve.db.back")).exists();
  }

  @Test
  void aVersionThatRunsForTheWholeProbationHolds() throws Exception {
    upgrade();
    Files.writeString(state("reeve.db.v5"), "");
    isDone(setup("watch"));
    assertThat(slept()).isEqualTo(LOOKS);
    assertThat(versions()).containsExactly("2.0");
    assertThat(state("reeve.db.v5")).doesNotExist();
  }

  @Test
  void afterARestartTheProbationBeginsAnew() throws Exception {
    upgrade();
    meanwhile("[ $count != 5 ] || echo 1 >NRestarts");
    isDone(setup("watch"));
    assertThat(slept()).isEqualTo(LOOKS + 4);
    assertThat(versions()).containsExactly("2.0");
  }

  @Test
  void whatIsJustBeingStartedDoesNotHold() throws Exception {
    upgrade();
    meanwhile(
        """
        [ $count != %d ] || echo activating >ActiveState
        [ $count != %d ] || { echo active >ActiveState; echo 1 >NRestarts; }
        """
            .formatted(LOOKS, LOOKS + 2));
    isDone(setup("watch"));
    assertThat(slept()).isEqualTo(LOOKS * 2 + 1);
  }

  @Test
  void restartsOfTheVersionBeforeDoNotCount() throws Exception {
    upgrade();
    file("unit/NRestarts", "40\n");
    isDone(setup("watch"));
    assertThat(versions()).containsExactly("2.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo failed >ActiveState",
        "echo watchdog >Result",
        "echo activating >ActiveState; echo $count >NRestarts"
      })
  void aVersionThatFailsIsTakenBack(String trouble) throws Exception {
    upgrade();
    meanwhile("[ $count -lt 3 ] || [ $count -gt 5 ] || { " + trouble + "; }");
    var ran = setup("watch");
    isDone(ran);
    assertThat(ran.text()).contains("2.0 does not run; the version before, 1.0, is taken again");
    assertThat(Files.readString(root.resolve("alone"))).contains("restart reeve.service");
    isBack();
  }

  @Test
  void whoeverHasStoppedItIsWaitedForAndNothingHolds() throws Exception {
    upgrade();
    meanwhile("echo inactive >ActiveState");
    isDone(setup("watch"));
    assertThat(versions()).containsExactly("1.0", "2.0", "before");
    meanwhile("[ $count -lt 30 ] || echo active >ActiveState");
    isDone(setup("watch"));
    assertThat(versions()).containsExactly("2.0");
  }

  @Test
  void aVersionThatDoesNotStartIsTakenBackAtOnce() throws Exception {
    isDone(setup("to", "1.0"));
    Files.writeString(home("package").resolve("broken"), "");
    var ran = setup("to", "2.0");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.asked()).doesNotContain("start --no-block reeve-upgrade.service");
    isBack();
    assertThat(root.resolve("unit/ActiveState")).hasContent("active");
  }

  /// A full disk, for one: the service is started all the same, and it is tried again.
  @ParameterizedTest
  @ValueSource(strings = {"mark", "link"})
  void aWayBackThatFailsStartsTheServiceAndIsTriedAgain(String what) throws Exception {
    upgrade();
    var inTheWay = what.equals("mark") ? state("") : home(".current").resolve("1.0/full");
    if (what.equals("mark")) {
      Files.move(state(""), root.resolve("elsewhere"));
      Files.writeString(inTheWay, "");
    } else {
      Files.createDirectories(inTheWay);
    }
    meanwhile("echo watchdog >Result");
    var ran = setup("watch");
    assertThat(ran.exit()).as(ran.text()).isEqualTo(1);
    assertThat(ran.asked()).contains("restart reeve.service");
    assertThat(led("current")).isEqualTo("2.0");
    assertThat(versions()).contains("before");
    assertThat(root.resolve("unit/ActiveState")).hasContent("active");

    if (what.equals("mark")) {
      Files.delete(inTheWay);
      Files.move(root.resolve("elsewhere"), state(""));
    } else {
      Folders.delete(home(".current"));
    }
    isDone(setup("watch"));
    isBack();
  }

  @Test
  void whereNoVersionBeforeIsLeftNothingIsTurned() throws Exception {
    upgrade();
    Folders.delete(home("1.0"));
    meanwhile("echo watchdog >Result");
    var ran = setup("watch");
    isDone(ran);
    assertThat(ran.text()).contains("no version before it is left");
    assertThat(led("current")).isEqualTo("2.0");
    assertThat(home("before")).doesNotExist();
  }

  @Test
  void aWayBackThatLeadsNowhereIsReplacedByTheVersionThatRuns() throws Exception {
    upgrade();
    Folders.delete(home("1.0"));
    isDone(setup("to", "3.0"));
    assertThat(led("before")).isEqualTo("2.0");
  }

  /// The watch of the version before may be at its end, where it clears away what it does not know.
  @Test
  void nobodyClearsAwayWhatIsBeingMade() throws Exception {
    isDone(setup("to", "1.0"));
    Files.writeString(root.resolve("alone"), "");
    isDone(setup("to", "2.0"));
    assertThat(Files.readAllLines(root.resolve("alone")))
        .containsSubsequence("stop reeve-upgrade.service", "restart reeve.service")
        .endsWith("start --no-block reeve-upgrade.service");
  }

  @Test
  void fromWithinTheAgentAUnitOfItsOwnStartsTheNewVersion() throws Exception {
    isDone(setup("to", "1.0"));
    file("proc/self/cgroup", "0::/system.slice/reeve.service\n");
    var ran = setup("to", "2.0");
    isDone(ran);
    assertThat(ran.asked())
        .doesNotContain("restart reeve.service")
        .contains("start --no-block reeve-upgrade.service");
    isDone(setup("watch"));
    assertThat(versions()).containsExactly("2.0");
  }

  /// As whoever builds an image has it: the machine is booted, and no service is to start on it.
  @Test
  void whatAPolicyForbidsIsStartedByTheNextBoot() throws Exception {
    program("usr/sbin/policy-rc.d", "#!/bin/sh\necho \"$*\" >>" + root + "/asked\nexit 101\n");
    var ran = setup("to", "1.0");
    isDone(ran);
    assertThat(ran.text()).contains("not (re)started, since").contains("policy-rc.d forbids it");
    assertThat(root.resolve("asked")).hasContent("reeve.service restart");
    assertThat(ran.asked()).noneMatch(asked -> asked.contains("start"));
    assertThat(root.resolve("unit/enabled")).hasContent("enabled");
    isDone(setup("to", "2.0"));
    assertThat(versions()).containsExactly("1.0", "2.0", "before");
  }

  @Test
  void whatAPolicyForbidsIsNotStartedByARemovalThatWasCalledOffEither() throws Exception {
    isDone(setup("to", "1.0"));
    isDone(setup("to", "2.0"));
    program("usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n");
    var ran = setup("stay");
    isDone(ran);
    assertThat(ran.asked()).noneMatch(asked -> asked.contains("start"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 104})
  void whatAPolicyAllowsIsStarted(int code) throws Exception {
    program("usr/sbin/policy-rc.d", "#!/bin/sh\nexit " + code + "\n");
    var ran = setup("to", "1.0");
    isDone(ran);
    assertThat(ran.asked()).contains("restart reeve.service");
  }

  @Test
  void whatAFirstTryThatWasCutOffHasLeftGoesAway() throws Exception {
    Files.createDirectories(home("1.0/bin"));
    isDone(setup("to", "1.0"));
    assertThat(versions()).containsExactly("1.0+again");
  }

  private void hasRelease(int exit) throws IOException {
    program("usr/lib/reeve/1.0/bin/reeve", "#!/bin/sh\nexit " + exit + "\n");
  }

  @Test
  void aRemovalLeavesWhichVersionItWas() throws Exception {
    isDone(setup("to", "1.0"));
    hasRelease(0);
    isDone(setup("leave", "rpm", "--erase", "reeve"));
    assertThat(state("last-version")).hasContent("1.0");
    assertThat(state("not-put-back")).doesNotExist();
    isDone(setup("to", "1.0"));
    assertThat(state("last-version")).doesNotExist();
  }

  @Test
  void aStateThatCannotBeWrittenDoesNotKeepThePackage() throws Exception {
    isDone(setup("to", "1.0"));
    hasRelease(1);
    Files.createDirectories(state("last-version"));
    Files.createSymbolicLink(state("not-put-back"), root.resolve("nowhere/at/all"));
    var ran = setup("leave", "dpkg", "--remove", "reeve");
    isDone(ran);
    assertThat(ran.text()).contains("that cannot be noted: keep a copy", "install none older");
  }

  @Test
  void whatIsNotThereAnyMoreDoesNotKeepThePackage() throws Exception {
    Folders.delete(home(""));
    for (var script : List.of("prerm remove", "postinst abort-remove")) {
      var name = script.split(" ");
      isDone(run(program("scripts/" + name[0], there(FILES.resolve("deb", name[0]))), name[1]));
    }
  }

  @ParameterizedTest
  @CsvSource({"active, true", "activating, true", "inactive, false", "failed, false"})
  void aRemovalThatCameToNothingLeavesTheServiceAsItWas(String was, boolean runs) throws Exception {
    upgrade();
    file("unit/enabled", "disabled\n");
    file("unit/ActiveState", was + "\n");
    isDone(setup("leave", "dpkg", "--remove", "reeve"));
    var postinst = program("scripts/postinst", there(FILES.resolve("deb/postinst")));
    var ran = run(postinst, "abort-remove");
    isDone(ran);
    assertThat(ran.asked().contains("start reeve.service")).isEqualTo(runs);
    assertThat(ran.asked()).contains("start --no-block reeve-upgrade.service");
    assertThat(versions()).contains("before");
    assertThat(state("last-version")).doesNotExist();
  }
}
