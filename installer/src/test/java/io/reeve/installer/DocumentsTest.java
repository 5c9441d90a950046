package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is written for people names what is there.
final class DocumentsTest {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  /// What the program of a package says, kept by a test of `agent-core`; a test's own is in it.
  private static final Path HELP =
      PROJECT.resolve("agent-core/src/test/resources/io/reeve/core/cli/reeve.help.txt");

  private static final Set<String> OF_A_CHECKOUT =
      Set.of("demo", "lab", "lab-load", "test", "fmt", "package", "bench");

  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern COMMAND =
      Pattern.compile("`(?:sudo )?(?:\\./)?reeve ([a-z][a-z-]+)");
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+Test)`");

  static Stream<Path> pages() throws IOException {
    try (var docs = Files.list(PROJECT.resolve("docs"))) {
      return Stream.concat(
          Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(PROJECT::resolve),
          docs.filter(page -> page.toString().endsWith(".md")).toList().stream().sorted())
          .toList()
          .stream();
    }
  }

  private static Stream<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1));
  }

  private static Set<String> commands() throws IOException {
    return found(Pattern.compile("(?m)^  ([a-z-]+)  +[A-Z]"), Files.readString(HELP))
        .filter(name -> !name.equals("greet"))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path page) throws IOException {
    for (var link : found(LINK, Files.readString(page)).toList()) {
      if (!link.startsWith("http")) {
        var parts = link.split("#", 2);
        var target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        assertThat(target).as(link).exists();
        if (parts.length == 2) {
          assertThat(anchors(target)).as(link).contains(parts[1]);
        }
      }
    }
  }

  private static Set<String> anchors(Path page) throws IOException {
    return found(HEADING, Files.readString(page))
        .map(heading ->
            heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").strip().replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandAndEveryTestThatIsNamedIsThere(Path page) throws IOException {
    var text = Files.readString(page);
    var known = commands();
    known.addAll(OF_A_CHECKOUT);
    assertThat(known).containsAll(found(COMMAND, text).toList());
    assertThat(tests()).containsAll(found(TEST, text).toList());
  }

  private static Set<String> tests() throws IOException {
    var names = new HashSet<String>();
    try (var modules = Files.newDirectoryStream(PROJECT, "*")) {
      for (var module : modules) {
        var folder = module.resolve("src/test/java");
        if (Files.isDirectory(folder)) {
          try (var files = Files.walk(folder)) {
            files
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith("Test.java"))
                .forEach(name -> names.add(name.replace(".java", "")));
          }
        }
      }
    }
    return names;
  }

  @Test
  void theFirstPageNamesEveryCommand() throws IOException {
    var page = Files.readString(PROJECT.resolve("README.md"));
    assertThat(commands()).allMatch(command -> page.contains("reeve " + command));
  }

  @Test
  void theFirstPageCountsTheSettingsAsTheirPageDoes() throws IOException {
    var counted =
        found(
                Pattern.compile("of which Linux holds (\\d+)"),
                Files.readString(PROJECT.resolve("docs/settings.md")))
            .findFirst()
            .orElseThrow();
    assertThat(PROJECT.resolve("README.md")).content().contains("| " + counted + " settings, ");
  }

  @Test
  void theManualKnowsEveryCommandAndNoOther() throws IOException {
    var manual = Files.readString(Path.of("src/main/linux/reeve.8")).replace("\\-", "-");
    var listed = manual.substring(manual.indexOf(".SH COMMANDS"), manual.indexOf(".SH EXIT"));
    var told =
        found(Pattern.compile("(?m)^\\.TP\n\\.BR? (.*)$"), listed)
            .flatMap(line -> Stream.of(line.split(" \", \" ")))
            .toList();
    assertThat(told).containsExactlyInAnyOrderElementsOf(commands());
  }
}
