package io.reeve.core.tray;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
final class OwnProgramTest {
  @TempDir Path home;

  private OwnProgram version(String version) throws IOException {
    var program = home.resolve(version).resolve("bin/reeve-tray");
    Files.createDirectories(program.getParent());
    return new OwnProgram(Files.createFile(program));
  }

  private void use(String version) throws IOException {
    var current = home.resolve("current");
    Files.deleteIfExists(current);
    Files.createSymbolicLink(current, Path.of(version));
  }

  @Test
  void itIsReplacedWhenAnotherVersionIsInUse() throws IOException {
    var before = version("1.0");
    var after = version("2.0");
    use("1.0");
    assertThat(before.isReplaced()).isFalse();
    use("2.0");
    assertThat(before.isReplaced()).isTrue();
    assertThat(after.isReplaced()).isFalse();
  }

  @Test
  void itIsReplacedWhenItIsGone() throws IOException {
    var program = version("1.0");
    use("1.0");
    Files.delete(program.program());
    assertThat(program.isReplaced()).isTrue();
  }

  @Test
  void whereNoPackageHasPutItNothingReplacesIt() throws IOException {
    assertThat(version("jdk").isReplaced()).isFalse();
    assertThat(OwnProgram.ofThisProcess().isReplaced()).isFalse();
  }

  @Test
  void whileAVersionIsTakenIntoUseItStays() throws IOException {
    var program = version("1.0");
    use("not-there-yet");
    assertThat(program.isReplaced()).isFalse();
  }
}
