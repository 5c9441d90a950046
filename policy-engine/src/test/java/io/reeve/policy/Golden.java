package io.reeve.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files of the project that a test compares and, asked to, rewrites.
final class Golden {
  private Golden() {}

  /// The project's top folder, from there or from the module's folder.
  static Path project() {
    var here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("policy-engine")) ? here : here.resolve("..").normalize();
  }

  /// Compares a file with what it should say; with `-Dreeve.golden.update=true` writes it instead.
  static void compare(String file, String text) throws IOException {
    var path = project().resolve(file);
    if (Boolean.getBoolean("reeve.golden.update")) {
      Files.writeString(path, text);
    }
    assertThat(path).exists();
    assertThat(Files.readString(path))
        .as("%s is stale: run the test with -Dreeve.golden.update=true and look at the diff", file)
        .isEqualTo(text);
  }
}
