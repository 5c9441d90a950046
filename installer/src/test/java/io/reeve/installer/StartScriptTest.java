package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What starts the programs of a Linux package, with a program that tells its arguments in the
/// JVM's place.
final class StartScriptTest {
  @TempDir private Path folder;
  private Path image;

  @BeforeEach
  void image() throws IOException {
    image = folder.toRealPath().resolve("a version");
    for (var launcher : Launcher.values()) {
      write("bin/" + launcher.program(), "jpackage's");
      write(
          "lib/app/" + launcher.program() + ".cfg",
          """
          [Application]
          app.classpath=$APPDIR/agent-core.jar
          app.mainclass=io.reeve.Main
          app.classpath=$APPDIR/other.jar

          [JavaOptions]
          java-options=-XX:AOTCache=$APPDIR/%s.aot
          java-options=-Xmx1m

          [ArgOptions]
          arguments=%s
          """
              .formatted(launcher.program(), launcher.arguments()));
    }
    write("lib/libapplauncher.so", "");
    var java =
        write(
            "lib/runtime/bin/java",
            "#!/bin/sh\nprintf '%s\\n' \"$0\" \"$@\" \"options:$JDK_JAVA_OPTIONS\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    StartScript.replaceLaunchers(new Image(image));
  }

  private Path write(String name, String text) throws IOException {
    var file = image.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static List<String> said(Path program, String... arguments)
      throws IOException, InterruptedException {
    var line = Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList();
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().putAll(Map.of("JDK_JAVA_OPTIONS", "-Dforeign"));
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said.lines().toList();
  }

  @Test
  void aProgramIsStartedWithItsOptionsItsJarsAndWhatItIsGiven() throws Exception {
    var app = image + "/lib/app";

    assertThat(said(image.resolve("bin/reeve"), "explain", "a b", ""))
        .filteredOn(word -> !word.startsWith("-Djna."))
        .containsExactly(
            image + "/lib/runtime/bin/reeve",
            "-XX:AOTCache=" + app + "/reeve.aot",
            "-Xmx1m",
            "-Djpackage.app-path=" + image + "/bin/reeve",
            "-cp",
            app + "/agent-core.jar:" + app + "/other.jar",
            "io.reeve.Main",
            "explain",
            "a b",
            "",
            "options:");
  }

  @Test
  void throughLinksItIsTheVersionTheyLeadToNow() throws Exception {
    Files.createSymbolicLink(folder.resolve("current"), image);
    var link = Files.createSymbolicLink(folder.resolve("reeve"), Path.of("current/bin/reeve"));

    assertThat(said(link)).startsWith(image + "/lib/runtime/bin/reeve");
  }

  @Test
  void theDaemonIsWhatItStartsWhenItIsToldNothing() throws Exception {
    assertThat(said(image.resolve("bin/reeved"))).endsWith("io.reeve.Main", "daemon", "options:");
    assertThat(said(image.resolve("bin/reeved"), "--version"))
        .endsWith("io.reeve.Main", "--version", "options:");
    assertThat(said(image.resolve("bin/reeve"))).endsWith("io.reeve.Main", "options:");
  }

  @Test
  void nothingOfTheOtherLaunchersStays() {
    assertThat(image.resolve("lib/libapplauncher.so")).doesNotExist();
    assertThat(image.resolve("lib/runtime/bin/java")).doesNotExist();
    assertThat(image.resolve("lib/app/reeve.cfg")).doesNotExist();
  }
}
