package io.reeve.core.files;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// How a family of files writes a key and its value on a line.
public enum LineStyle {
  /// `key = value` (sysctl.d). A `-` before the key means that a failure is no error. `a.b` and
  /// `a/b` are one key, and values may hold tabs for spaces.
  SYSCTL("#", "^\\s*-?([^\\s#;=]+)\\s*=\\s*(.*?)\\s*$") {
    @Override
    public String write(String key, String value) {
      return key + " = " + value;
    }

    @Override
    String canonical(String key) {
      return sysctlPath(key);
    }
  },
  /// `key = value`, comments from `#` (pwquality, faillock). A key alone is a flag.
  EQUALS("#", "^\\s*-?([^\\s#;=]+)\\s*(?:=\\s*([^#]*?))?\\s*(?:#.*)?$") {
    @Override
    public String write(String key, String value) {
      return key + " = " + value;
    }
  },
  /// `KEY value` (login.defs).
  SPACE("#", "^\\s*([^\\s#]+)\\s+\"?([^\"]*?)\"?\\s*$") {
    @Override
    public String write(String key, String value) {
      return key + "\t" + value;
    }
  },
  /// `key=value` below `[section]` (systemd, dconf, NetworkManager).
  INI("#", "^\\s*([^\\s#;=\\[][^=]*?)\\s*=\\s*(.*?)\\s*$") {
    @Override
    public String write(String key, String value) {
      return key + "=" + value;
    }

    // A backslash at the end would make the next line a part of this one.
    @Override
    public void check(String key, String value) throws IOException {
      if (value.endsWith("\\")) {
        throw new IOException("'" + value + "' cannot be written as a value of " + key);
      }
      super.check(key, value);
    }
  },
  /// `Keyword value`, keywords in any letter case (sshd). `=` between them is taken too.
  KEYWORD("#", "^\\s*([A-Za-z][A-Za-z0-9]*)(?:\\s*=\\s*|\\s+)\"?(.*?)\"?\\s*(?:\\s#.*)?$") {
    @Override
    public String write(String key, String value) {
      return key + " " + value;
    }

    @Override
    String canonical(String key) {
      return key.toLowerCase(Locale.ROOT);
    }
  },
  /// `Key::Sub "value";` (apt).
  APT("//", "^\\s*([A-Za-z][A-Za-z0-9:_-]*)\\s+\"([^\"]*)\"\\s*;\\s*$") {
    @Override
    public String write(String key, String value) {
      return key + " \"" + value + "\";";
    }

    @Override
    String canonical(String key) {
      return key.toLowerCase(Locale.ROOT);
    }

    @Override
    public List<String> values(String text, String section, String key) {
      return AptConf.values(text, key);
    }

    @Override
    List<String> values(SystemFile file, String section, String key) throws IOException {
      return AptConf.values(file.text().orElse(""), key);
    }
  },
  /// `Defaults key=value` (sudoers); a boolean is `Defaults key` or `Defaults !key`.
  DEFAULTS("#", "^\\s*Defaults\\s+([a-z_]+)\\s*=\\s*\"?([^\"]*?)\"?\\s*$") {
    @Override
    public String write(String key, String value) {
      return "Defaults " + key + "=" + value;
    }
  };

  private final String comment;
  private final Pattern line;

  LineStyle(String comment, String line) {
    this.comment = comment;
    this.line = Pattern.compile(line);
  }

  /// The line that sets the key.
  public abstract String write(String key, String value);

  /// The one spelling that stands for all of a key.
  String canonical(String key) {
    return key;
  }

  /// Whether two spellings name one key.
  public boolean same(String one, String other) {
    return canonical(one).equals(canonical(other));
  }

  /// The file below `/proc/sys` of a kernel parameter. When the first separator is a dot, dots
  /// separate and slashes stand for dots; otherwise it is a path already (sysctl.d(5)).
  public static String sysctlPath(String key) {
    int dot = key.indexOf('.');
    int slash = key.indexOf('/');
    if (dot < 0 || (slash >= 0 && slash < dot)) {
      return key;
    }
    return key.replace('/', '\0').replace('.', '/').replace('\0', '.');
  }

  /// What starts a comment.
  public String comment() {
    return comment;
  }

  /// The key and value of a line, or empty for a comment, a blank line, a section, a block.
  public Optional<Entry> parse(String text) {
    var match = line.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    var value = match.group(2);
    return Optional.of(new Entry(match.group(1), value == null ? "" : value));
  }

  /// The values a whole text gives a key of a section, in order.
  public List<String> values(String text, String section, String key) {
    return Sections.values(this, text, section, key);
  }

  /// The values a file gives a key of a section, in order; none when it is not there.
  List<String> values(SystemFile file, String section, String key) throws IOException {
    return Sections.values(this, file, section, key);
  }

  /// Holds that the value, once written on a line, is read back as it is.
  ///
  /// @throws IOException when a quote, a comment sign or a space at an end would change it
  public void check(String key, String value) throws IOException {
    if (!parse(write(key, value)).equals(Optional.of(new Entry(key, value)))) {
      throw new IOException("'" + value + "' cannot be written as a value of " + key);
    }
  }

  /// A line that sets something.
  public record Entry(String key, String value) {}
}
