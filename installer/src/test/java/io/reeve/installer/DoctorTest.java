package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.local.Views.Check;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What `reeve doctor` finds on a machine that is well, and on one that is not.
@EnabledOnOs(OS.LINUX)
final class DoctorTest {
  @TempDir Path folder;

  @Test
  void anEnrolledMachineThatIsWellPassesEveryCheck() throws Exception {
    try (var site = Site.start(folder)) {
      site.enrol();
      site.agent().sync(true);
      var checks = site.agent().doctor();
      assertThat(checks).hasSizeGreaterThanOrEqualTo(25).allMatch(Check::ok);
      assertThat(checks).extracting(Check::name).doesNotHaveDuplicates();
    }
  }

  @Test
  void whatIsWrongIsNamedWithARemedy() throws Exception {
    try (var site = Site.start(folder)) {
      site.enrol();
      site.agent().sync(true);
      site.stopLab();
      Files.setPosixFilePermissions(
          site.state().resolve("keys.p12"), PosixFilePermissions.fromString("rw-r--r--"));
      var file = Files.createDirectories(site.file("etc/reeve")).resolve("enroll.json");
      Files.writeString(file, "not json");

      var bad = site.agent().doctor().stream().filter(check -> !check.ok()).toList();

      assertThat(bad)
          .extracting(Check::name)
          .containsExactly("state folder", "enrolment file", "service");
      assertThat(bad).allMatch(check -> !check.remedy().isEmpty());
    }
  }
}
