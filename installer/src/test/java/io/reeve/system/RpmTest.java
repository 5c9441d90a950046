package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The scripts of the RPM package, run by rpm on a booted machine. It is a Debian, so what systems
/// that live on rpm do differently stays unproved; rpm itself and systemd are the same.
final class RpmTest {
  @Test
  void itsScriptsBringAVersionIntoUseTakeABrokenOneBackAndLeave() throws IOException {
    var built = Debs.built();
    Assumptions.assumeTrue(
        Programs.find("rpmbuild").isPresent(), "rpmbuild is missing (apt-get install rpm)");
    var folder = Files.createTempDirectory("reeve-rpms");
    try {
      var rpms = Rpms.make(built, folder);
      try (var machine =
          Requirements.orSkip(
              () -> BootedMachine.boot(MachineImage.get(), Map.of(rpms.folder(), Debs.THERE)))) {
        new Life(machine, new PackagedReeve(machine)).live();
      }
    } finally {
      ImageCache.remove(folder);
    }
  }

  private record Life(BootedMachine machine, PackagedReeve reeve) {
    void live() {
      rpm("--install", Rpms.FIRST).need();
      runs(Rpms.FIRST);
      assertThat(machine.need("systemctl", "is-enabled", "reeve.service").strip())
          .isEqualTo("enabled");

      rpm("--upgrade", Rpms.BROKEN);
      assertThat(reeve.isOnProbation()).isFalse();
      runs(Rpms.FIRST);

      var refused = rpm("--upgrade", Rpms.OLDER, "--oldpackage");
      assertThat(refused.ok()).isFalse();
      assertThat(refused.all()).contains("reeve 5.0 is in use, or was, and 0.9 is older");
      runs(Rpms.FIRST);

      // From within, a unit of its own takes it into use.
      reeve.inside("rpm", "--upgrade", "--nodeps", Rpms.file(Rpms.NEXT)).need();
      reeve.await("the new version", () -> reeve.runs(Rpms.NEXT));
      assertThat(reeve.isOnProbation()).isTrue();

      machine.need("rpm", "--erase", "reeve");
      assertThat(machine.run("systemctl", "is-active", "reeve.service").ok()).isFalse();
      for (var gone : List.of("/usr/lib/reeve", "/usr/bin/reeve")) {
        assertThat(machine.has(gone)).as(gone).isFalse();
      }
      assertThat(machine.has(Installation.STATE + "/reeve.db")).isTrue();

      assertThat(rpm("--install", Rpms.OLDER).all())
          .contains("reeve 5.2 is in use, or was, and 0.9 is older");
      assertThat(machine.has("/usr/lib/reeve")).isFalse();
      rpm("--install", Rpms.NEXT).need();
      runs(Rpms.NEXT);
    }

    private void runs(String version) {
      reeve.await("the version " + version, () -> reeve.runs(version) && answers());
    }

    private boolean answers() {
      return machine.run("reeve", "status", "--json").out().contains("\"daemon\" : true");
    }

    private Programs.Ended rpm(String how, String version, String... more) {
      var line = new ArrayList<>(List.of("rpm", how, "--nodeps", Rpms.file(version)));
      line.addAll(List.of(more));
      return machine.run(line, "");
    }
  }
}
