package io.reeve.platform.windows;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/// Runs [TrayInWine] on a screen that nobody sees.
final class TrayTest {
  private static final Path RESULTS = Path.of("target/tray.txt").toAbsolutePath();

  @TestFactory
  Stream<DynamicContainer> theTrayWorksOnAScreen() throws IOException {
    assumeFalse(
        System.getProperty("os.name").startsWith("Windows"),
        "SKIPPED: on Windows it would show on somebody's screen");
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "Xvfb"))),
        "SKIPPED: Xvfb is not installed; on Debian: apt-get install xvfb");
    var wine = Wine.ready();
    Files.deleteIfExists(RESULTS);
    var server =
        new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", "1024x768x24")
            .redirectError(Redirect.DISCARD)
            .start();
    try (BufferedReader said = server.inputReader()) {
      var arguments = List.of(RESULTS.toString(), TrayInWine.class.getName());
      wine.javaOnScreen(OnWindowsMain.class, arguments, ":" + said.readLine().strip());
    } finally {
      server.destroy();
      wine.end();
    }
    return OnWindowsTest.results(RESULTS);
  }
}
