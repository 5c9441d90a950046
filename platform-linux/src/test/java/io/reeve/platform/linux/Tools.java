package io.reeve.platform.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// Programs that a test needs of the machine.
final class Tools {
  private Tools() {}

  static void need(String program, String packageName) {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of(program)), program + " (package " + packageName + ")");
  }

  static void needRoot() {
    Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "root");
  }
}
