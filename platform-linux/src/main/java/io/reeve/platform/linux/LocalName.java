package io.reeve.platform.linux;

import io.reeve.core.files.LineStyle;
import io.reeve.core.files.MarkedLines;
import io.reeve.core.files.Sections;
import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The `127.0.1.1` line of `/etc/hosts`, by which a machine finds itself: without it sudo complains
/// and programs wait for the DNS. It is edited with marks and comes back byte for byte.
///
/// @param host whose file it is
record LocalName(Host host) {
  private static final String ADDRESS = "127.0.1.1";

  private SystemFile file() {
    return new SystemFile(host, "/etc/hosts");
  }

  /// Makes the line name the machine so; the domain that it had stays. Where there is no such line
  /// there is none needed if the resolver answers for the machine's own name by itself.
  void follow(String name) throws IOException {
    var text = file().text();
    if (text.isPresent() && !isRight(text.get(), name)) {
      file().put(edit(text.get(), new MarkedLines.Edit.Set(names(text.get(), name))));
    }
  }

  /// Whether the machine finds itself by that name.
  boolean isRight(String name) throws IOException {
    var text = file().text();
    return text.isEmpty() || isRight(text.get(), name);
  }

  private boolean isRight(String text, String name) throws IOException {
    var lines = lines(text);
    return lines.isEmpty()
        ? resolvesItself() || isNamed(text, name)
        : List.of(lines.getLast().strip().split("\\s+")).contains(name);
  }

  private static List<String> lines(String text) {
    return Sections.values(LineStyle.SPACE, text, "", ADDRESS);
  }

  private static boolean isNamed(String text, String name) {
    return text.lines()
        .map(line -> List.of(line.replaceFirst("#.*", "").strip().split("\\s+")))
        .anyMatch(words -> words.subList(1, words.size()).contains(name));
  }

  private boolean resolvesItself() throws IOException {
    return new SystemFile(host, "/etc/nsswitch.conf")
        .text()
        .orElse("")
        .lines()
        .anyMatch(line -> line.strip().startsWith("hosts:") && line.contains("myhostname"));
  }

  private static String names(String text, String name) {
    int dot = name.indexOf('.');
    if (dot > 0) {
      return name + " " + name.substring(0, dot);
    }
    var lines = lines(text);
    var first = lines.isEmpty() ? "" : lines.getLast().strip().split("\\s+")[0];
    int domain = first.indexOf('.');
    return domain < 0 ? name : name + first.substring(domain) + " " + name;
  }

  private static String edit(String text, MarkedLines.Edit edit) {
    return MarkedLines.apply(LineStyle.SPACE, text, ADDRESS, edit);
  }

  /// What we have made of the line; empty when nothing.
  Optional<String> ours() throws IOException {
    var edit = MarkedLines.edit(LineStyle.SPACE, file().text().orElse(""), ADDRESS);
    return edit instanceof MarkedLines.Edit.Set(var names) ? Optional.of(names) : Optional.empty();
  }

  /// Makes the line what [#ours] told of it.
  void restore(Optional<String> ours) throws IOException {
    var text = file().text();
    if (text.isPresent()) {
      var edit = ours.<MarkedLines.Edit>map(MarkedLines.Edit.Set::new);
      file().put(edit(text.get(), edit.orElse(new MarkedLines.Edit.None())));
    }
  }
}
