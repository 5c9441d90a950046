package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a package keeps of the libraries.
final class JarsTest {
  private static final String SQLITE = "org/sqlite/native/Linux/x86_64/libsqlitejdbc.so";
  private static final String JNA = "com/sun/jna/linux-x86-64/libjnidispatch.so";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, org/sqlite/native/Linux/x86_64/libsqlitejdbc.so, com/sun/jna/linux-x86-64/libjnidispatch.so",
    "Linux, aarch64, org/sqlite/native/Linux/aarch64/libsqlitejdbc.so, com/sun/jna/linux-aarch64/libjnidispatch.so",
    "Mac OS X, aarch64, org/sqlite/native/Mac/aarch64/libsqlitejdbc.dylib, com/sun/jna/darwin-aarch64/libjnidispatch.jnilib",
    "Windows 11, amd64, org/sqlite/native/Windows/x86_64/sqlitejdbc.dll, com/sun/jna/win32-x86-64/jnidispatch.dll"
  })
  void eachSystemHasItsOwn(String system, String processor, String sqlite, String jna) {
    var names = Jars.NativeNames.of(system, processor);
    assertThat(names).isEqualTo(new Jars.NativeNames(sqlite, jna));
  }

  @Test
  void nativeCodeLiesBesideAndThatOfOtherSystemsIsGone() throws IOException {
    var from = Files.createDirectory(folder.resolve("from"));
    jar(
        from.resolve("sqlite.jar"),
        "org/sqlite/Driver.class",
        SQLITE,
        SQLITE.replace("Linux", "Mac"));
    jar(
        from.resolve("jna.jar"),
        "META-INF/MANIFEST.MF",
        JNA,
        "com/sun/jna/aix-ppc/libjnidispatch.a");
    jar(from.resolve("other.jar"), "x/Y.class");
    var to = folder.resolve("to");

    new Jars(Jars.NativeNames.of("Linux", "amd64")).copy(from, to);

    assertThat(entries(to.resolve("sqlite.jar"))).containsExactly("org/sqlite/Driver.class");
    assertThat(entries(to.resolve("jna.jar"))).containsExactly("META-INF/MANIFEST.MF");
    assertThat(to.resolve("other.jar")).hasSameBinaryContentAs(from.resolve("other.jar"));
    assertThat(to.resolve("native/libsqlitejdbc.so")).hasContent(SQLITE);
    assertThat(to.resolve("native/libjnidispatch.so")).hasContent(JNA);
  }

  @Test
  void theSameJarsGiveTheSameBytes() throws IOException {
    var from = Files.createDirectory(folder.resolve("from"));
    jar(from.resolve("a.jar"), "org/sqlite/Driver.class", SQLITE);
    jar(from.resolve("b.jar"), "com/sun/jna/Native.class", JNA);
    var jars = new Jars(Jars.NativeNames.of("Linux", "amd64"));
    jars.copy(from, folder.resolve("one"));
    jars.copy(from, folder.resolve("two"));
    assertThat(folder.resolve("one/a.jar")).hasSameBinaryContentAs(folder.resolve("two/a.jar"));
  }

  @Test
  void aLibraryWithoutItsNativeCodeIsNoPackage() throws IOException {
    var from = Files.createDirectory(folder.resolve("from"));
    jar(from.resolve("sqlite.jar"), SQLITE);
    var jars = new Jars(Jars.NativeNames.of("Linux", "amd64"));
    assertThatThrownBy(() -> jars.copy(from, folder.resolve("to")))
        .isInstanceOf(PackagingException.class)
        .hasMessageContaining(JNA);
  }

  /// Each entry holds its own name.
  private static void jar(Path file, String... names) throws IOException {
    try (var out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var name : names) {
        out.putNextEntry(new ZipEntry(name));
        out.write(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        out.closeEntry();
      }
    }
  }

  private static List<String> entries(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(ZipEntry::getName).toList();
    }
  }
}
