package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.programs.ProcessCommands;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.PendingException;
import io.reeve.harness.FileState;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// With the real pam-auth-update, which sees the scratch root's folders in place of the machine's.
final class PamAuthUpdateTest {
  private static final String INSIDE =
      "for d in etc/pam.d var/lib/pam usr/share/pam-configs var/cache/debconf; do"
          + " mount --bind \"$0/$d\" \"/$d\" || exit 9; done; exec \"$@\"";
  private static final String UNIX =
      """
      Name: Unix authentication
      Default: yes
      Priority: 256
      Auth-Type: Primary
      Auth:
      \t[success=end default=ignore]\tpam_unix.so nullok try_first_pass
      Auth-Initial:
      \t[success=end default=ignore]\tpam_unix.so nullok
      Account-Type: Primary
      Account:
      \t[success=end new_authtok_reqd=done default=ignore]\tpam_unix.so
      Password-Type: Primary
      Password:
      \t[success=end default=ignore]\tpam_unix.so use_authtok try_first_pass yescrypt
      Password-Initial:
      \t[success=end default=ignore]\tpam_unix.so yescrypt
      Session-Type: Additional
      Session:
      \trequired\tpam_unix.so
      """;
  private static final String PWQUALITY =
      """
      Name: Password strength
      Default: yes
      Priority: 1024
      Password-Type: Primary
      Password:
      \trequisite\tpam_pwquality.so retry=3
      """;

  @TempDir Path root;

  @BeforeEach
  void stacksAsDebianHasThem() throws IOException {
    Tools.needRoot();
    Tools.need("/usr/sbin/pam-auth-update", "libpam-runtime");
    for (var folder : List.of("etc/pam.d", "var/lib/pam", "var/cache/debconf")) {
      Files.createDirectories(root.resolve(folder));
    }
    try (var files = Files.list(Path.of("/var/cache/debconf"))) {
      for (var file : files.filter(each -> !each.endsWith("passwords.dat")).toList()) {
        Files.copy(file, root.resolve("var/cache/debconf").resolve(file.getFileName()));
      }
    }
    Scratch.file(root, "/var/cache/cracklib/cracklib_dict.pwd", "words");
    Scratch.file(root, "/usr/share/pam-configs/unix", UNIX);
    tool("--force");
    assertThat(Scratch.text(root, "/etc/pam.d/common-auth")).contains("pam_unix.so");
  }

  private Host host() {
    Commands real = ProcessCommands.unix();
    return Scratch.host(
        root,
        (arguments, deadline) -> {
          var all =
              new ArrayList<>(
                  List.of(
                      "/usr/bin/unshare",
                      "--mount",
                      "--propagation=private",
                      "/bin/sh",
                      "-c",
                      INSIDE,
                      root.toString()));
          all.addAll(arguments);
          return real.run(all, deadline);
        });
  }

  private void tool(String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                "/usr/bin/env", "DEBIAN_FRONTEND=noninteractive", PamAuthUpdate.TOOL, "--package"));
    command.addAll(List.of(arguments));
    var ran = host().commands().run(command, Duration.ofMinutes(1));
    assertThat(ran.exit()).as(ran.err()).isZero();
  }

  private Mechanism.Point point(String feature) throws IOException {
    return point(host(), feature);
  }

  private static Mechanism.Point point(Host host, String feature) throws IOException {
    return new PamMechanism(host, new PamAuthUpdate(host)).bind(PamMechanismTest.feature(feature));
  }

  /// A host on which something happens after each run of the tool with that option.
  private Host after(String option, Mishap mishap) {
    var host = host();
    return Scratch.host(
        root,
        (arguments, deadline) -> {
          var result = host.commands().run(arguments, deadline);
          return arguments.contains(option) ? mishap.of(result) : result;
        });
  }

  private interface Mishap {
    Commands.Result of(Commands.Result result) throws IOException;
  }

  @ParameterizedTest
  @ValueSource(strings = {"faillock", "pwhistory"})
  void whatFailsAfterTheStacksWereWrittenIsTakenOutWhole(String feature) throws IOException {
    var before = files();
    var killed = after("--enable", _ -> new Commands.Result(137, "", "killed"));
    var value = feature.equals("faillock") ? "on" : "5";
    assertThatThrownBy(() -> point(killed, feature).write(Value.of(value)))
        .hasMessageContaining("killed");
    assertThat(files()).isEqualTo(before);
    tool();
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void whatCannotBeTakenOutKeepsTheProfilesThatItCanBeTakenOutWithLater() throws IOException {
    var disturbed =
        after(
            "--enable",
            result -> {
              edit(
                  "auth", "pam_faillock.so preauth", "pam_faillock.so preauth\nauth required x.so");
              return new Commands.Result(1, "", result.err());
            });
    assertThatThrownBy(() -> point(disturbed, "faillock").write(Value.of("on")))
        .isInstanceOf(IOException.class);
    assertThat(root.resolve("usr/share/pam-configs/reeve-faillock-preauth")).exists();
    edit("auth", "\nauth required x.so", "");
    point("faillock").write(Value.absent());
    assertThat(Scratch.text(root, "/etc/pam.d/common-auth")).doesNotContain("faillock");
  }

  /// The stacks and what pam-auth-update remembers, without its own book of answers.
  private List<FileState> files() throws IOException {
    return FileState.below(root).stream()
        .map(FileState::untimed)
        .filter(file -> !file.toString().contains("debconf"))
        .toList();
  }

  private String stack(String type) throws IOException {
    return Scratch.text(root, "/etc/pam.d/common-" + type);
  }

  private void edit(String type, String from, String to) throws IOException {
    assertThat(stack(type)).contains(from);
    Scratch.file(root, "/etc/pam.d/common-" + type, stack(type).replace(from, to));
  }

  @ParameterizedTest
  @CsvSource({"pwhistory, 5", "faillock, on", "pwquality, on"})
  void aFeatureIsPutIntoTheStacksOnceAndTakenOutWithoutATrace(String feature, String value)
      throws IOException {
    var pristine = files();
    assertThat(point(feature).read()).isEqualTo(Value.absent());
    var before = point(feature).capture();

    point(feature).write(Value.of(value));
    assertThat(point(feature).read()).isEqualTo(Value.of(value));
    var once = FileState.below(root);
    point(feature).write(Value.of(value));
    assertThat(FileState.below(root)).isEqualTo(once);

    point(feature).restore(before);
    assertThat(files()).isEqualTo(pristine);
    point(feature).restore(before);
    assertThat(files()).isEqualTo(pristine);
  }

  @ParameterizedTest
  @CsvSource({
    "/var/cache/debconf/config.dat, true",
    "/var/cache/debconf/config.dat, false",
    "/var/lib/dpkg/lock-frontend, true"
  })
  void whileAnotherProgramIsAtWorkItIsPendingAndDoneAfterwards(String file, boolean isSeen)
      throws Exception {
    if (file.contains("dpkg")) {
      Scratch.file(root, file, "");
    }
    var host = host();
    var others = new OthersAtWork(host, isSeen ? Path.of("/proc") : root);
    var mechanism = new PamMechanism(host, new PamAuthUpdate(host, others));
    var point = mechanism.bind(PamMechanismTest.feature("faillock"));
    var pristine = files();
    var before = point.capture();

    LockedFile.awaiting(
        mechanism,
        root.resolve(file.substring(1)),
        () -> {
          assertThatThrownBy(() -> point.write(Value.of("on")))
              .isInstanceOf(PendingException.class)
              .hasMessageContaining(file);
          assertThat(point.read()).isEqualTo(Value.absent());
        });
    point.write(Value.of("on"));
    assertThat(point.read()).isEqualTo(Value.of("on"));

    LockedFile.awaiting(
        mechanism,
        root.resolve(file.substring(1)),
        () -> {
          assertThatThrownBy(() -> point.restore(before)).isInstanceOf(PendingException.class);
          assertThat(point.read()).isEqualTo(Value.of("on"));
        });
    point.restore(before);
    assertThat(files()).isEqualTo(pristine);
  }

  @Test
  void modulesStandWhereTheyHaveTo() throws IOException {
    point("pwhistory").write(Value.of("5"));
    point("pwquality").write(Value.of("on"));
    point("faillock").write(Value.of("on"));
    assertThat(PamStack.lines(host(), "/etc/pam.d/common-password"))
        .extracting(PamLine::module)
        .startsWith("pam_pwquality.so", "pam_pwhistory.so", "pam_unix.so");
    assertThat(PamStack.lines(host(), "/etc/pam.d/common-auth"))
        .extracting(line -> line.control() + " " + line.module())
        .startsWith(
            "requisite pam_faillock.so",
            "[success=2 default=ignore] pam_unix.so",
            "[default=die] pam_faillock.so");
    assertThat(stack("account")).contains("required\t\t\tpam_faillock.so");
  }

  @Test
  void featuresAreTakenOutInAnyOrder() throws IOException {
    var pristine = files();
    var history = point("pwhistory").capture();
    point("pwhistory").write(Value.of("5"));
    var lockout = point("faillock").capture();
    point("faillock").write(Value.of("on"));
    point("pwhistory").restore(history);
    assertThat(point("faillock").read()).isEqualTo(Value.of("on"));
    point("faillock").restore(lockout);
    assertThat(files()).isEqualTo(pristine);
  }

  @Test
  void theProfileOfThePackageIsUsedWhereItIsThere() throws IOException {
    Scratch.file(root, "/usr/share/pam-configs/pwquality", PWQUALITY);
    tool("--disable", "pwquality");
    var pristine = files();
    var before = point("pwquality").capture();
    point("pwquality").write(Value.of("on"));
    assertThat(root.resolve("usr/share/pam-configs/reeve-pwquality")).doesNotExist();
    assertThat(point("pwquality").read()).isEqualTo(Value.of("on"));
    point("pwquality").restore(before);
    assertThat(files()).isEqualTo(pristine);
  }

  @Test
  void aChangedNumberReplacesTheOneBefore() throws IOException {
    point("pwhistory").write(Value.of("5"));
    var before = point("pwhistory").capture();
    point("pwhistory").write(Value.of("12"));
    assertThat(point("pwhistory").read()).isEqualTo(Value.of("12"));
    point("pwhistory").restore(before);
    assertThat(point("pwhistory").read()).isEqualTo(Value.of("5"));
  }

  /// pam-auth-update takes it for the administrator's wish and would keep it.
  @Test
  void anArgumentChangedByHandIsSeenAndPutRight() throws IOException {
    point("pwhistory").write(Value.of("5"));
    edit("password", "remember=5", "remember=1");
    assertThat(point("pwhistory").read()).isEqualTo(Value.of("1"));
    point("pwhistory").write(Value.of("5"));
    assertThat(point("pwhistory").read()).isEqualTo(Value.of("5"));
  }

  @Test
  void aLineTakenOutByHandIsSeenAndPutBack() throws IOException {
    point("faillock").write(Value.of("on"));
    edit("auth", "auth\trequisite\t\t\tpam_faillock.so preauth\n", "");
    assertThat(point("faillock").read()).isEqualTo(Value.absent());
    point("faillock").write(Value.of("on"));
    assertThat(point("faillock").read()).isEqualTo(Value.of("on"));
  }

  @Test
  void aProfileThatSomebodyRemovedIsPutBackBeforeTheNextUpdateDropsItsLines() throws IOException {
    point("pwhistory").write(Value.of("5"));
    Files.delete(root.resolve("usr/share/pam-configs/reeve-pwhistory"));
    assertThat(point("pwhistory").read()).isEqualTo(Value.absent());
    point("pwhistory").write(Value.of("5"));
    tool();
    assertThat(point("pwhistory").read()).isEqualTo(Value.of("5"));
  }

  @Test
  void aLineOfSomebodyElseAmongThoseOfTheToolIsNeverOverwritten() throws IOException {
    edit(
        "auth",
        "# here's the fallback",
        "auth optional pam_exec.so /bin/true\n# here's the fallback");
    var before = files();
    assertThatThrownBy(() -> point("faillock").write(Value.of("on")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("lines of somebody else");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void whatSomebodyElseHasMeanwhileAddedKeepsOursInTheStackUntilItIsGone() throws IOException {
    var before = point("pwhistory").capture();
    point("pwhistory").write(Value.of("5"));
    var mine = "auth optional pam_exec.so /bin/true\n";
    edit("auth", "# here's the fallback", mine + "# here's the fallback");
    assertThatThrownBy(() -> point("pwhistory").restore(before))
        .hasMessageContaining("lines of somebody else");
    assertThat(stack("auth")).contains(mine);
    assertThat(point("pwhistory").read()).isEqualTo(Value.of("5"));
    edit("auth", mine, "");
    point("pwhistory").restore(before);
    assertThat(point("pwhistory").read()).isEqualTo(Value.absent());
  }

  @Test
  void aModuleThatSomebodyElsePutThereIsTheirs() throws IOException {
    edit(
        "password",
        "# here are the per-package",
        "password required pam_pwhistory.so remember=3 use_authtok\n# here are the per-package");
    var before = files();
    assertThat(point("pwhistory").read()).isEqualTo(Value.of("3"));
    for (var value : List.of(Value.of("5"), Value.absent())) {
      assertThatThrownBy(() -> point("pwhistory").write(value))
          .hasMessageContaining("by somebody else's doing")
          .hasMessageContaining("common-password: pam_pwhistory.so remember=3");
    }
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void argumentsThatPeopleHaveAddedStayAndComeBackInTheirOrder() throws IOException {
    edit("password", "pam_unix.so yescrypt", "pam_unix.so rounds=9 yescrypt");
    var pristine = files();
    var before = point("pwhistory").capture();
    point("pwhistory").write(Value.of("5"));
    assertThat(stack("password")).contains("rounds=9");
    point("pwhistory").restore(before);
    assertThat(files()).isEqualTo(pristine);
  }

  @Test
  void modeAndOwnerOfTheStacksStay() throws IOException {
    var file = root.resolve("etc/pam.d/common-password");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Files.setAttribute(file, "unix:gid", 42);
    point("pwhistory").write(Value.of("5"));
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(42);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }
}
