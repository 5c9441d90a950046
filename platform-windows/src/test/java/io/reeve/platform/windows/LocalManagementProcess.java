package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// The oracle's process ([LocalManagementMain]), which lives for one question.
final class LocalManagementProcess {
  private static final int PATIENCE = 90;

  private LocalManagementProcess() {}

  /// What came of it.
  ///
  /// @param errors for people; empty when it has answered
  record Said(int exit, String answer, String errors) {}

  /// @param folder where nobody else writes
  static Said ask(Path folder, String document) throws Exception {
    var answer = folder.resolve("answer");
    var errors = folder.resolve("errors");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                LocalManagementMain.class.getName())
            .redirectOutput(answer.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      try (var in = process.getOutputStream()) {
        in.write(document.getBytes(StandardCharsets.UTF_8));
      }
      assertThat(process.waitFor(PATIENCE, TimeUnit.SECONDS)).as("the oracle ends").isTrue();
      return new Said(process.exitValue(), Files.readString(answer), Files.readString(errors));
    } finally {
      process.destroyForcibly();
    }
  }
}
