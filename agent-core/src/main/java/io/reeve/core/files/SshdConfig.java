package io.reeve.core.files;

import io.reeve.core.spi.Glance;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What sshd's configuration comes to, by its documented rules (sshd_config(5)): the first value of
/// a keyword wins, `Include` stands for the files it names, and a `Match` block overrides the rest
/// for the sessions it matches.
public final class SshdConfig {
  public static final String MAIN = "/etc/ssh/sshd_config";
  private static final int MAX_DEPTH = 16;

  private final Host host;
  private final List<Line> lines = new ArrayList<>();

  private SshdConfig(Host host) {
    this.host = host;
  }

  /// A line with its includes resolved.
  private record Line(LineStyle.Entry entry, String text, boolean matched) {}

  public static SshdConfig read(Host host) throws IOException {
    return Glance.ask(new Whole(host));
  }

  private record Whole(Host host) implements Glance.Question<SshdConfig> {
    @Override
    public SshdConfig answer() throws IOException {
      return parse(host);
    }
  }

  private static SshdConfig parse(Host host) throws IOException {
    var config = new SshdConfig(host);
    config.add(MAIN, 0, false);
    return config;
  }

  /// A `Match` in an included file ends with that file, and lines in one included from inside a
  /// `Match` belong to it.
  private void add(String name, int depth, boolean inMatch) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException("too many levels of Include in " + MAIN);
    }
    boolean matched = inMatch;
    for (var text : new SystemFile(host, name).text().orElse("").lines().toList()) {
      var entry = LineStyle.KEYWORD.parse(text);
      if (entry.isEmpty()) {
        continue;
      }
      switch (entry.get().key().toLowerCase(Locale.ROOT)) {
        case "include" -> include(entry.get().value(), depth, matched);
        case "match" -> {
          matched = inMatch || !entry.get().value().equalsIgnoreCase("all");
          lines.add(new Line(entry.get(), text, true));
        }
        default -> lines.add(new Line(entry.get(), text, matched));
      }
    }
    if (matched && !inMatch) {
      lines.add(new Line(new LineStyle.Entry("Match", "all"), "Match all", true));
    }
  }

  private void include(String patterns, int depth, boolean matched) throws IOException {
    for (var pattern : patterns.split("\\s+")) {
      var absolute = pattern.startsWith("/") ? pattern : "/etc/ssh/" + pattern;
      var path = Path.of(absolute.replace("\"", ""));
      var glob = FileSystems.getDefault().getPathMatcher("glob:" + path.getFileName());
      for (var file : new Source.All(List.of(Directories.above(path).toString()), "").files(host)) {
        if (glob.matches(Path.of(file).getFileName())) {
          add(file, depth + 1, matched);
        }
      }
    }
  }

  /// Whether the main file reads our drop-in; macOS has `*` where others have `*.conf`.
  public static boolean includes(String main) {
    return main.lines()
        .map(LineStyle.KEYWORD::parse)
        .flatMap(Optional::stream)
        .takeWhile(entry -> !entry.key().equalsIgnoreCase("match"))
        .anyMatch(entry ->
            entry.key().equalsIgnoreCase("include") && entry.value().contains("sshd_config.d/*"));
  }

  /// The value for sessions that no `Match` touches, or the first different one that a `Match`
  /// gives: as long as there is one, the wanted value is not in force for everybody.
  public Optional<String> value(String keyword) {
    var global = first(keyword, false);
    for (var line : lines) {
      if (line.matched
          && line.entry.key().equalsIgnoreCase(keyword)
          && !global.equals(Optional.of(line.entry.value()))) {
        return Optional.of(line.entry.value());
      }
    }
    return global;
  }

  private Optional<String> first(String keyword, boolean matched) {
    return lines.stream()
        .filter(line -> line.matched == matched && line.entry.key().equalsIgnoreCase(keyword))
        .map(line -> line.entry.value())
        .findFirst();
  }

  /// One file that says the same, for sshd to judge: `Include` would lead it out of the root.
  public String assembled() {
    var text = new StringBuilder();
    lines.forEach(line -> text.append(line.text).append('\n'));
    return text.toString();
  }
}
