package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How packages are named, summed and described.
final class PackagingTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"0.1.0-SNAPSHOT, 0.1.0~snapshot", "1.2.3, 1.2.3", "1.2-rc1, 1.2.rc1"})
  void aVersionBecomesOneOfAPackage(String version, String there) {
    assertThat(Packaging.packageVersion(version)).isEqualTo(there);
  }

  @ParameterizedTest
  @CsvSource({"x1", "1.0;rm", "../1"})
  void whatIsNoVersionIsRefused(String version) {
    assertThatThrownBy(() -> Packaging.packageVersion(version))
        .isInstanceOf(PackagingException.class);
  }

  @Test
  void sumsAreAsTheToolReadsThem() throws IOException {
    var file = Files.writeString(folder.resolve("a"), "abc");
    assertThat(Sums.write(List.of(file), folder.resolve("SHA256SUMS")))
        .hasContent("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a\n");
  }

  @Test
  void everyTokenOfTheScriptsIsFilledIn() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/linux"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var text =
            Files.readString(file)
                .replaceAll("@(VERSION|ARCHITECTURE|SIZE|TREE)@", "")
                .replaceAll("SystemCallFilter=~.*", "");
        assertThat(text).as(file.toString()).doesNotContainPattern("@[A-Z]+@");
      }
    }
  }
}
