package io.reeve.core.dm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole conversations as files: what a server says and what the client answers, byte for byte but
/// for the line breaks between elements. `-Dreeve.golden.update=true` rewrites the client's part.
class ScenarioTest {
  private static final Path HOME = Path.of("src/test/resources/io/reeve/core/dm/scenario");

  static Stream<Path> scenarios() throws IOException {
    try (var files = Files.list(HOME)) {
      return files.sorted().toList().stream();
    }
  }

  /// A part of a file: its heading and its lines.
  private record Section(String heading, String text) {}

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyConversationGoesAsWritten(Path file, @TempDir Path folder) throws IOException {
    var expected = Files.readString(file);
    var sections = sections(expected);
    var actual = new StringBuilder(sections.getFirst().text);
    try (var bench = new Bench(folder)) {
      options(sections.getFirst().text, bench);
      var session = bench.session();
      Session.Step step = session.open();
      write(actual, step);
      for (var section : sections) {
        if (section.heading.equals("server")) {
          actual.append("-- server\n").append(section.text);
          step = session.answer(section.text.strip().getBytes(UTF_8));
          write(actual, step);
        }
      }
    }
    if (Boolean.getBoolean("reeve.golden.update")) {
      Files.writeString(file, actual);
    }
    assertThat(actual.toString()).isEqualTo(expected);
  }

  private static void write(StringBuilder out, Session.Step step) {
    switch (step) {
      case Session.Step.Send(var body, Optional<String> uri) -> {
        out.append("-- client").append(uri.map(to -> " to " + to).orElse("")).append('\n');
        var text = new String(body.bytes(), UTF_8);
        out.append(
                text.replaceAll("(<SyncHdr>|<SyncBody[^>]*>|<Final/>|</SyncBody>)", "\n$1")
                    .replaceAll("(<(Alert|Status|Results|Replace)><CmdID>)", "\n $1"))
            .append('\n');
      }
      case Session.Step.End(Outcome outcome, Tally tally) ->
          out.append("-- end\n").append(outcome.sentence()).append('\n').append(tally).append('\n');
    }
  }

  private static void options(String text, Bench bench) {
    text.lines()
        .forEach(line -> {
          if (line.startsWith("version: ")) {
            bench.version = line.substring(9);
          }
          if (line.startsWith("client: ")) {
            bench.client = Optional.of(login(line.substring(8)));
          }
          if (line.startsWith("server: ")) {
            bench.server = Optional.of(login(line.substring(8)));
          }
        });
  }

  /// `user secret [nonce]`
  private static Login login(String text) {
    var words = text.split(" ");
    return new Login(
        Login.Scheme.MD5,
        words[0],
        words[1],
        words.length > 2 ? Optional.of(words[2]) : Optional.empty());
  }

  private static List<Section> sections(String text) {
    var sections = new ArrayList<Section>();
    var heading = "options";
    var lines = new StringBuilder();
    for (var line : text.lines().toList()) {
      if (line.startsWith("-- ")) {
        sections.add(new Section(heading, lines.toString()));
        heading = line.substring(3);
        lines.setLength(0);
      } else {
        lines.append(line).append('\n');
      }
    }
    sections.add(new Section(heading, lines.toString()));
    return sections;
  }
}
