package io.reeve.core.cli;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/// The terminal this process was started at.
final class SystemTerminal {
  private static final int USUAL_WIDTH = 80;

  private SystemTerminal() {}

  static Terminal open() {
    var console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    var environment = System.getenv();
    return new Terminal(
        System.in,
        writer(FileDescriptor.out, "stdout.encoding"),
        writer(FileDescriptor.err, "stderr.encoding"),
        console.isPresent(),
        console.isPresent() && wantsColour(environment),
        width(environment),
        Clock.systemUTC(),
        question -> console.flatMap(asked -> ask(asked, question)));
  }

  static boolean wantsColour(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
  }

  static int width(Map<String, String> environment) {
    try {
      int columns = Integer.parseInt(environment.getOrDefault("COLUMNS", "").strip());
      return columns > 0 ? Math.max(40, columns) : USUAL_WIDTH;
    } catch (NumberFormatException _) {
      return USUAL_WIDTH;
    }
  }

  private static Optional<String> ask(Console console, String question) {
    return Optional.ofNullable(console.readPassword("%s", question)).map(String::new);
  }

  private static PrintWriter writer(FileDescriptor descriptor, String encoding) {
    var charset = Charset.forName(System.getProperty(encoding, "UTF-8"), Charset.defaultCharset());
    return new PrintWriter(
        new OutputStreamWriter(new BufferedOutputStream(new FileOutputStream(descriptor)), charset),
        true);
  }
}
