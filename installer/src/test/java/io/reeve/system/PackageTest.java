package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reeve.harness.lab.LabViews.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The package's whole life on a Debian that has never seen it: installed, enrolled by a file,
/// rebooted, upgraded, refused, broken, removed, and purged.
final class PackageTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String NAME = "./Device/Vendor/Reeve/Hosts/intranet.example";
  private static final String HOSTS = "/etc/hosts";
  private static final String ENROL = "/etc/reeve/enroll.json";

  @Test
  void aPackageLivesItsWholeLife() throws IOException {
    var built = Debs.built();
    Assumptions.assumeTrue(built.isPresent(), "no package is built: run ./reeve package first");
    var folder = Files.createTempDirectory("reeve-debs");
    try {
      var debs = Debs.make(built.orElseThrow(), folder);
      var reeve = ReeveFiles.copy(Files.createDirectory(folder.resolve("program")));
      Map<Path, String> shared = new HashMap<>(reeve.shared());
      shared.put(debs.folder(), Debs.THERE);
      try (var machine =
          Requirements.orSkip(() -> BootedMachine.boot(MachineImage.get(), shared))) {
        var lab = new LabApi(machine);
        Installation.putLab(machine, reeve, lab);
        live(machine, lab);
      }
    } finally {
      ImageCache.remove(folder);
    }
  }

  private static void live(BootedMachine machine, LabApi lab) throws IOException {
    var before = machine.read(HOSTS);
    enrolsByItselfAndHolds(machine, lab);
    var device = status(machine).path("account").path("deviceId").asText();
    comesBackAfterARestart(machine, lab);
    refusesAnOlderVersion(machine);
    survivesABrokenVersion(machine);
    takesANewerVersion(machine, Debs.NEXT, device);
    upgradesFromWithinItself(machine, device);
    givesEverythingBack(machine, before);
    comesBackAsTheSameDevice(machine, device);
    isForgotten(machine, before);
  }

  private static void enrolsByItselfAndHolds(BootedMachine machine, LabApi lab) throws IOException {
    machine.need("mkdir", "-p", "/etc/reeve");
    var file = JSON.createObjectNode();
    file.put("server", LabApi.DISCOVERY);
    file.put("user", Installation.USER);
    file.put("password", Installation.PASSWORD);
    file.put("ca", machine.read(LabApi.STATE + "/ca.pem"));
    machine.write(ENROL, file.toString());
    machine.run(Debs.installing(Debs.FIRST), "").need();

    assertThat(machine.need("systemctl", "is-active", "reeve.service").strip()).isEqualTo("active");
    Await.until("the enrolment", PATIENCE, () -> isEnrolled(machine), () -> log(machine));
    Await.until(
        "the end of the secret",
        PATIENCE,
        () -> !machine.read(ENROL).contains(Installation.PASSWORD),
        () -> log(machine));
    assertThat(machine.need("stat", "--format=%a", ENROL).strip()).isEqualTo("600");
    // A JVM that must have its cache starts: it fits the jars where they are now.
    machine.need("env", "JAVA_TOOL_OPTIONS=-XX:AOTMode=on", "reeve", "--version");
    assertThat(machine.need("systemctl", "show", "--property=Type,NRestarts", "reeve.service"))
        .contains("Type=notify", "NRestarts=0");
    lab.assign("names", false, List.of(Item.of(NAME, "chr", "192.0.2.77")));
    machine.need("reeve", "sync");
    holds(machine);
  }

  private static void comesBackAfterARestart(BootedMachine machine, LabApi lab) throws IOException {
    machine.reboot();
    Await.until("the lab", PATIENCE, lab::isUp, () -> log(machine));
    Await.until("the agent", PATIENCE, () -> isEnrolled(machine), () -> log(machine));
    machine.write(HOSTS, machine.read(HOSTS).replace("192.0.2.77", "192.0.2.66"));
    holds(machine);
  }

  private static void refusesAnOlderVersion(BootedMachine machine) {
    var process = process(machine);
    var refused = machine.run(Debs.installing(Debs.OLDER), "");
    assertThat(refused.ok()).isFalse();
    assertThat(refused.all()).contains("5.0.0 is installed, and 0.0.1 is older");
    assertThat(process(machine)).as("the daemon was not touched").isEqualTo(process);
    assertThat(version(machine)).isEqualTo(Debs.FIRST);
  }

  private static void survivesABrokenVersion(BootedMachine machine) {
    var broken = machine.run(Debs.installing(Debs.BROKEN), "");
    assertThat(broken.ok()).isFalse();
    assertThat(broken.all()).contains("the version before runs on");
    Await.until("the version before", PATIENCE, () -> isEnrolled(machine), () -> log(machine));
    holds(machine);
  }

  private static void takesANewerVersion(BootedMachine machine, String version, String device) {
    machine.run(Debs.installing(version), "").need();
    isTheSame(machine, version, device);
    assertThat(machine.need("ls", "/usr/lib/reeve").lines()).containsOnly("current", version);
  }

  /// As when the agent itself installs the package: dpkg lives in the daemon's control group, which
  /// does not outlive a restart of it.
  private static void upgradesFromWithinItself(BootedMachine machine, String device) {
    var script =
        """
        for file in /sys/fs/cgroup/system.slice/reeve.service/cgroup.procs \
          /sys/fs/cgroup/*/system.slice/reeve.service/cgroup.procs; do
          [ ! -e "$file" ] || echo $$ >"$file"
        done
        grep -q /reeve.service /proc/self/cgroup || exit 9
        exec %s
        """
            .formatted(String.join(" ", Debs.installing(Debs.LAST)));
    machine.run("sh", "-c", script).need();
    Await.until(
        "the restart in a unit of its own",
        PATIENCE,
        () -> executable(machine).contains("/" + Debs.LAST + "/"),
        () -> log(machine));
    Await.until("the agent", PATIENCE, () -> isEnrolled(machine), () -> log(machine));
    isTheSame(machine, Debs.LAST, device);
    assertThat(machine.need("dpkg", "--audit")).isEmpty();
  }

  private static void givesEverythingBack(BootedMachine machine, String before) {
    machine.need("dpkg", "--remove", "reeve");
    assertThat(machine.read(HOSTS)).isEqualTo(before);
    assertThat(machine.has("/var/lib/reeve/reeve.db")).isTrue();
    assertThat(machine.has("/usr/lib/reeve")).isFalse();
    assertThat(machine.run("systemctl", "is-active", "reeve.service").ok()).isFalse();
  }

  private static void comesBackAsTheSameDevice(BootedMachine machine, String device) {
    machine.run(Debs.installing(Debs.LAST), "").need();
    isTheSame(machine, Debs.LAST, device);
  }

  private static void isForgotten(BootedMachine machine, String before) {
    machine.need("dpkg", "--purge", "reeve");
    assertThat(machine.read(HOSTS)).isEqualTo(before);
    for (var gone : List.of("/var/lib/reeve", "/etc/reeve", "/usr/lib/reeve", "/usr/bin/reeve")) {
      assertThat(machine.has(gone)).as(gone).isFalse();
    }
  }

  private static void isTheSame(BootedMachine machine, String version, String device) {
    Await.until("the agent", PATIENCE, () -> isEnrolled(machine), () -> log(machine));
    assertThat(version(machine)).isEqualTo(version);
    assertThat(status(machine).path("account").path("deviceId").asText()).isEqualTo(device);
    holds(machine);
  }

  private static void holds(BootedMachine machine) {
    Await.until(
        "the setting in force",
        PATIENCE,
        () -> machine.need("getent", "hosts", "intranet.example").contains("192.0.2.77"),
        () -> log(machine));
  }

  private static boolean isEnrolled(BootedMachine machine) {
    var answer = machine.run("reeve", "status", "--json");
    return answer.ok()
        && answer.out().contains("\"daemon\" : true")
        && answer.out().contains("\"enrolled\" : true");
  }

  private static JsonNode status(BootedMachine machine) {
    try {
      return JSON.readTree(machine.need("reeve", "status", "--json"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String version(BootedMachine machine) {
    return machine.need("dpkg-query", "--show", "--showformat=${Version}", "reeve").strip();
  }

  private static String process(BootedMachine machine) {
    return machine
        .need("systemctl", "show", "--property=MainPID", "--value", "reeve.service")
        .strip();
  }

  private static String executable(BootedMachine machine) {
    return machine.run("readlink", "/proc/" + process(machine) + "/exe").out();
  }

  private static String log(BootedMachine machine) {
    return Installation.log(machine);
  }
}
