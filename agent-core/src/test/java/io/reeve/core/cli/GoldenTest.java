package io.reeve.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.local.SampleAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What people read, kept in files; `-Dreeve.golden.update=true` rewrites them.
final class GoldenTest {
  private static final Path FOLDER =
      Path.of("src", "test", "resources", "io", "reeve", "core", "cli");

  static List<String> helpTexts() {
    var texts = new ArrayList<String>();
    texts.add("--help");
    for (var command : CommandTable.OWN) {
      texts.add(command + " --help");
    }
    texts.add("help --help");
    return texts;
  }

  @ParameterizedTest
  @MethodSource("helpTexts")
  void helpSaysWhatACommandIsForAndGivesAnExample(String arguments) throws IOException {
    var shell = new Shell(new SampleAgent());
    shell.run(arguments.split(" "));
    assertThat(shell.out()).contains("Usage: ").contains("Example:");
    compare(arguments, "help", shell.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "sync",
        "sync --no-wait",
        "compliance",
        "inventory",
        "inventory os_version uptime",
        "query select",
        "settings",
        "explain pw.min-length",
        "preview -",
        "apply -",
        "set pw.min-length 12",
        "unset pw.min-length",
        "history",
        "history --verify",
        "cancel",
        "doctor",
        "diagnostics --preview",
        "selftest",
        "selftest --write",
        "unenroll"
      })
  void answersReadWell(String arguments) throws IOException {
    compare(arguments, "terminal", run(new Shell(new SampleAgent()).atATerminal(), arguments));
    compare(arguments, "piped", run(new Shell(new SampleAgent()), arguments));
    compare(arguments, "json", run(new Shell(new SampleAgent()), arguments + " --json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "compliance"})
  void aMachineThatIsNotEnrolledIsToldWhatToDo(String arguments) throws IOException {
    var shell = new Shell(SampleAgent.notEnrolled());
    compare(arguments, "not-enrolled", run(shell, arguments));
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "cancel"})
  void whatIsHeldBackIsShownAndGivenUp(String arguments) throws IOException {
    compare(arguments, "held", run(new Shell(SampleAgent.failing()), arguments));
  }

  private static String run(Shell shell, String arguments) {
    var exit = shell.run(arguments.split(" "));
    assertThat(shell.err()).isEmpty();
    assertThat(exit).isBetween(0, 1);
    return shell.out();
  }

  private static void compare(String arguments, String kind, String text) throws IOException {
    var name = arguments.replace("--help", "").strip().replace(' ', '_').replace("--", "");
    var file = FOLDER.resolve((name.isEmpty() ? "reeve" : name) + "." + kind + ".txt");
    if (Boolean.getBoolean("reeve.golden.update")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file));
  }
}
