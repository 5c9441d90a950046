package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reeve.harness.lab.LabViews.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The package's whole life on a Debian that has never seen it: installed, enrolled by a file,
/// rebooted, upgraded from outside and from within, refused, broken in every way, removed, and
/// purged. One machine, one act after the other; each begins where the last one has ended.
final class PackageTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String NAME = "./Device/Vendor/Reeve/Hosts/intranet.example";
  private static final String HOSTS = "/etc/hosts";
  private static final String ENROL = "/etc/reeve/enroll.json";
  private static final String DROP_IN = "/etc/systemd/system/reeve-upgrade.service.d";

  @Test
  void aPackageLivesItsWholeLife() throws IOException {
    var built = Debs.built();
    var folder = Files.createTempDirectory("reeve-debs");
    try {
      var reeve = ReeveFiles.copy(Files.createDirectory(folder.resolve("program")));
      var debs = Debs.make(built, reeve, folder);
      Map<Path, String> shared = new HashMap<>(reeve.shared());
      shared.put(debs.folder(), Debs.THERE);
      try (var machine =
          Requirements.orSkip(() -> BootedMachine.boot(MachineImage.get(), shared))) {
        var lab = new LabApi(machine);
        Installation.putLab(machine, reeve, lab);
        new Life(machine, lab, new PackagedReeve(machine), machine.read(HOSTS)).live();
      }
    } finally {
      ImageCache.remove(folder);
    }
  }

  /// @param before the file that a setting changes, as it was
  private record Life(BootedMachine machine, LabApi lab, PackagedReeve reeve, String before) {
    void live() throws IOException {
      shortProbation();
      enrolsByItselfAndHolds();
      var device = reeve.device();
      comesBackAfterARestart();
      comesBackAfterManyFailingStarts();
      refusesAnOlderVersion();
      goesBackFromBrokenVersions();
      goesBackFromOneThatChangedTheStore();
      goesBackFromOneThatDiesLater();
      upgradesFromWithinItself();
      endsNoInstallationWithItself();
      respectsWhoSwitchedItOff();
      assertThat(reeve.device()).isEqualTo(device);
      isRemoved();
      comesBackAsTheSameDevice(device);
      isRemovedFromWithinItself();
      keepsWhatCouldNotBePutBack(device);
      isForgotten();
    }

    private void shortProbation() {
      machine.need("mkdir", "-p", DROP_IN, "/etc/reeve");
      machine.write(DROP_IN + "/short.conf", "[Service]\nEnvironment=REEVE_PROBATION_SECONDS=25\n");
      Shop.open(machine);
    }

    private void enrolsByItselfAndHolds() {
      var file = JSON.createObjectNode();
      file.put("server", LabApi.DISCOVERY);
      file.put("user", Installation.USER);
      file.put("password", Installation.PASSWORD);
      file.put("ca", machine.read(LabApi.STATE + "/ca.pem"));
      machine.write(ENROL, file.toString());
      reeve.install(Debs.file(Debs.FIRST)).need();

      assertThat(machine.need("systemctl", "is-active", "reeve.service").strip())
          .isEqualTo("active");
      reeve.await("the enrolment", reeve::isEnrolled);
      reeve.await(
          "the end of the secret", () -> !machine.read(ENROL).contains(Installation.PASSWORD));
      assertThat(machine.need("stat", "--format=%a", ENROL).strip()).isEqualTo("600");
      // A JVM that must have its cache starts: it fits the jars where they are now.
      machine.need("env", "JAVA_TOOL_OPTIONS=-XX:AOTMode=on", "reeve", "--version");
      assertThat(machine.need("systemctl", "show", "--property=Type,NRestarts", "reeve.service"))
          .contains("Type=notify", "NRestarts=0");
      lab.assign("names", false, List.of(Item.of(NAME, "chr", "192.0.2.77")));
      machine.need("reeve", "sync");
      holds();
    }

    private void comesBackAfterARestart() throws IOException {
      machine.reboot();
      reeve.await("the lab", lab::isUp);
      reeve.await("the agent", reeve::isEnrolled);
      machine.write(HOSTS, machine.read(HOSTS).replace("192.0.2.77", "192.0.2.66"));
      holds();
    }

    /// More often than systemd would go on by itself; faster than usual, to have them soon.
    private void comesBackAfterManyFailingStarts() {
      var dropIn = "/run/systemd/system/reeve.service.d";
      machine.need("mkdir", "-p", dropIn);
      machine.write(dropIn + "/fast.conf", "[Service]\nRestartSec=100ms\n");
      machine.need("systemctl", "daemon-reload");
      machine.write(Installation.STATE + "/agent.json", "{\"sweepMinutes\": ");
      machine.need("systemctl", "kill", "--signal=KILL", "reeve.service");
      reeve.await("12 failing starts", () -> reeve.restarts() > 12);
      machine.need("rm", "-r", Installation.STATE + "/agent.json", dropIn);
      reeve.await("the agent", reeve::isEnrolled);
      machine.need("systemctl", "daemon-reload");
      holds();
    }

    private void refusesAnOlderVersion() {
      var process = reeve.process();
      var refused = reeve.install(Debs.file(Debs.OLDER));
      assertThat(refused.ok()).isFalse();
      assertThat(refused.all()).contains("5.0.0 is in use, or was, and 0.0.1 is older");
      assertThat(reeve.process()).as("the daemon was not touched").isEqualTo(process);
      assertThat(reeve.known()).isEqualTo(Debs.FIRST);
    }

    /// From outside, once more, and from within: by what was left half configured, and anew.
    private void goesBackFromBrokenVersions() {
      for (var broken : List.of(Debs.BROKEN, Debs.BROKEN_TOO)) {
        var ended = reeve.install(Debs.file(broken));
        assertThat(ended.ok()).isFalse();
        assertThat(ended.all()).contains(broken + " does not run; the version before, 5.0.0,");
        isBackAt(Debs.FIRST);
      }
      reeve.inside("dpkg", "--configure", "-a").need();
      isTriedAndBackAt(Debs.FIRST);
      reeve.installInside(Debs.file(Debs.BROKEN_TOO)).need();
      isTriedAndBackAt(Debs.FIRST);
      assertThat(reeve.install(Debs.file(Debs.FIRST)).all()).doesNotContain("error");
      reeve.awaitHeld(Debs.FIRST + "+again");
    }

    private void isTriedAndBackAt(String version) {
      reeve.await("the end of the attempt", () -> !reeve.isWatched() && !reeve.isOnProbation());
      isBackAt(version);
    }

    private void isBackAt(String version) {
      reeve.await("the version before", () -> reeve.runs(version) && reeve.isEnrolled());
      assertThat(reeve.folders()).containsExactlyInAnyOrder("current", "package", "setup", version);
      holds();
    }

    private void goesBackFromOneThatChangedTheStore() {
      assertThat(reeve.install(Debs.file(Debs.MIGRATING)).ok()).isFalse();
      isBackAt(Debs.FIRST + "+again");
      assertThat(machine.need("reeve", "history"))
          .contains("A newer version of Reeve did not run")
          .doesNotContain("The newer version was here");
    }

    private void goesBackFromOneThatDiesLater() {
      reeve.install(Debs.file(Debs.DYING)).need();
      isTriedAndBackAt(Debs.FIRST + "+again");
    }

    /// Between two packages that take long: neither unpacking nor configuring touches the daemon,
    /// which goes on working, until all of it is done.
    private void upgradesFromWithinItself() {
      var first = PackagedReeve.slow(machine, "slow-first");
      var last = PackagedReeve.slow(machine, "slow-last");
      var process = reeve.process();
      reeve.beginInside(first, Debs.file(Debs.NEXT), last);
      reeve.awaitSlow("slow-first");
      worksWithPrograms("no", process);
      reeve.letGo("slow-first");
      reeve.awaitSlow("slow-last");
      worksWithPrograms("yes", process);
      reeve.letGo("slow-last");
      reeve.awaitHeld(Debs.NEXT);
      assertThat(reeve.known()).isEqualTo(Debs.NEXT);
      assertThat(machine.need("dpkg", "--audit")).isEmpty();
      assertThat(reeve.folders())
          .containsExactlyInAnyOrder("current", "package", "setup", Debs.NEXT);
      assertThat(machine.run("sh", "-c", "ls -d " + Installation.STATE + "/reeve.db.?*").out())
          .doesNotContain("reeve.db.v", "reeve.db.newer");
      holds();
    }

    /// sshd is asked whether it would take what it is given.
    private void worksWithPrograms(String root, String process) {
      var setting = "./Device/Vendor/Reeve/Ssh/PermitRootLogin";
      lab.assign("ssh", false, List.of(Item.of(setting, "chr", root)));
      machine.need("reeve", "sync");
      assertThat(machine.need("sshd", "-T")).contains("permitrootlogin " + root);
      assertThat(machine.need("reeve", "explain", setting)).contains("applied");
      assertThat(reeve.process()).as("the daemon was not touched").isEqualTo(process);
      assertThat(reeve.isEnrolled()).isTrue();
    }

    private void endsNoInstallationWithItself() {
      var _ = PackagedReeve.slow(machine, "slow-app");
      var manifest = "./Device/Vendor/Reeve/Apps/slow/Manifest";
      lab.assign(
          "app",
          false,
          List.of(Item.of(manifest, "chr", "{\"type\": \"deb\", \"name\": \"slow-app\"}")));
      machine.need("reeve", "sync");
      reeve.awaitSlow("slow-app");
      machine.need("systemctl", "kill", "--signal=KILL", "reeve.service");
      reeve.await("the daemon", reeve::isEnrolled);
      machine.need("systemctl", "restart", "reeve.service");
      assertThat(machine.need("dpkg-query", "-W", "-f=${db:Status-Status}", "slow-app"))
          .isEqualTo("half-configured");
      reeve.letGo("slow-app");
      reeve.await(
          "the program",
          () ->
              machine
                  .need("dpkg-query", "-W", "-f=${db:Status-Status}", "slow-app")
                  .equals("installed"));
      reeve.await(
          "the setting", () -> machine.need("reeve", "explain", manifest).contains("applied"));
      lab.unassign("app");
      lab.unassign("ssh");
      machine.need("reeve", "sync");
      reeve.await(
          "the end of the program",
          () ->
              !machine.has("/usr/share/slow-app/version")
                  && !machine.has(Installation.STATE + "/apps/slow.json"));
    }

    private void respectsWhoSwitchedItOff() {
      machine.need("systemctl", "disable", "--now", "--quiet", "reeve.service");
      reeve.install(Debs.file(Debs.LAST)).need();
      assertThat(state()).isEqualTo("disabled inactive");
      machine.need("systemctl", "mask", "--quiet", "reeve.service");
      assertThat(reeve.install(Debs.file(Debs.LAST)).need()).isNotEmpty();
      assertThat(state()).isEqualTo("masked inactive");
      machine.need("systemctl", "unmask", "--quiet", "reeve.service");
      machine.need("systemctl", "enable", "--now", "--quiet", "reeve.service");
      reeve.await("the agent", reeve::isEnrolled);
      holds();
    }

    private String state() {
      return machine.run("systemctl", "is-enabled", "reeve.service").out().strip()
          + " "
          + machine.run("systemctl", "is-active", "reeve.service").out().strip();
    }

    private void isRemoved() {
      machine.need("dpkg", "--remove", "reeve");
      isGone();
      assertThat(machine.has("/var/lib/reeve/reeve.db")).isTrue();
      var refused = reeve.install(Debs.file(Debs.NEXT));
      assertThat(refused.ok()).isFalse();
      assertThat(refused.all()).contains("5.5.0 is in use, or was, and 5.4.0 is older");
    }

    private void isGone() {
      assertThat(machine.read(HOSTS)).isEqualTo(before);
      assertThat(machine.has("/usr/lib/reeve")).isFalse();
      assertThat(machine.run("systemctl", "is-active", "reeve.service").ok()).isFalse();
    }

    private void comesBackAsTheSameDevice(String device) {
      reeve.install(Debs.file(Debs.LAST)).need();
      reeve.await("the agent", reeve::isEnrolled);
      assertThat(reeve.device()).isEqualTo(device);
      holds();
    }

    private void isRemovedFromWithinItself() {
      var ended = reeve.inside("dpkg", "--remove", "reeve");
      assertThat(ended.ok()).isFalse();
      assertThat(ended.all()).contains("a unit of its own removes it");
      reeve.await("the removal", () -> !machine.has("/usr/lib/reeve"));
      reeve.await("its end", () -> machine.need("dpkg", "--audit").isEmpty());
      isGone();
    }

    /// Somebody has changed what was set, so it is not taken back, and how it was is still known.
    private void keepsWhatCouldNotBePutBack(String device) {
      comesBackAsTheSameDevice(device);
      machine.need("systemctl", "stop", "reeve.service");
      machine.write(HOSTS, machine.read(HOSTS).replace("192.0.2.77", "192.0.2.66"));
      var purged = machine.run("dpkg", "--purge", "reeve");
      assertThat(purged.ok()).isTrue();
      assertThat(purged.all()).contains("not everything could be put back", "/var/lib/reeve stays");
      assertThat(machine.has("/var/lib/reeve/reeve.db")).isTrue();
      machine.write(HOSTS, before);
      comesBackAsTheSameDevice(device);
    }

    private void isForgotten() {
      machine.need("dpkg", "--purge", "reeve");
      isGone();
      for (var gone : List.of("/var/lib/reeve", "/etc/reeve", "/usr/bin/reeve")) {
        assertThat(machine.has(gone)).as(gone).isFalse();
      }
    }

    private void holds() {
      reeve.await(
          "the setting in force",
          () -> machine.need("getent", "hosts", "intranet.example").contains("192.0.2.77"));
    }
  }
}
