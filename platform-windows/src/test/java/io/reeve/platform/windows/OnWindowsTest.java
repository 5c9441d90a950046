package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs every `*OnWindows` class, which call the Windows API: on Windows by itself, elsewhere in a
/// Java runtime inside Wine. Each of their tests is a test here.
final class OnWindowsTest {
  private static final Path RESULTS = Path.of("target/on-windows.txt").toAbsolutePath();

  @TestFactory
  Stream<DynamicContainer> theAdapterWorksOnWindows() throws IOException {
    Files.deleteIfExists(RESULTS);
    var arguments = new ArrayList<>(List.of(RESULTS.toString()));
    arguments.addAll(classes());
    if (System.getProperty("os.name").startsWith("Windows")) {
      OnWindowsMain.main(arguments.toArray(String[]::new));
    } else {
      var wine = Wine.ready();
      try {
        wine.java(OnWindowsMain.class, arguments);
      } finally {
        wine.end();
      }
    }
    return results(RESULTS);
  }

  /// A test for each line that [OnWindowsMain] has written.
  static Stream<DynamicContainer> results(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.split("\t", -1))
        .collect(Collectors.groupingBy(each -> each[1]))
        .entrySet()
        .stream()
        .map(each ->
            DynamicContainer.dynamicContainer(
                each.getKey(), each.getValue().stream().map(OnWindowsTest::test)));
  }

  private static DynamicTest test(String[] line) {
    var why = new String(Base64.getDecoder().decode(line[3]), StandardCharsets.UTF_8);
    return DynamicTest.dynamicTest(
        line[2],
        () -> {
          Assumptions.assumeTrue(!line[0].equals("SKIPPED") && !line[0].equals("ABORTED"), why);
          if (line[0].equals("FAILED")) {
            fail("on Windows: " + why);
          }
        });
  }

  private static List<String> classes() throws IOException {
    var folder = Path.of("target/test-classes/io/reeve/platform/windows");
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("OnWindows.class"))
          .map(name -> "io.reeve.platform.windows." + name.replace(".class", ""))
          .sorted()
          .toList();
    }
  }
}
