package io.reeve.platform.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A line of a PAM stack.
///
/// @param type `auth`, `account`, `password` or `session`
/// @param control what its result means: `required`, `[success=1 default=ignore]`
/// @param module the module's file name, without its directory
/// @param arguments what the module is given
record PamLine(String type, String control, String module, List<String> arguments) {
  private static final Pattern LINE =
      Pattern.compile("-?(auth|account|password|session)\\s+(\\[[^]]*\\]|\\S+)\\s+(\\S+)\\s*(.*)");

  PamLine {
    arguments = List.copyOf(arguments);
  }

  /// The lines of a stack that name a module or another stack, in order. A backslash at the end
  /// joins a line with the next; what is behind `#` is a comment.
  static List<PamLine> parse(String stack) {
    var lines = new ArrayList<PamLine>();
    for (var line : stack.replace("\\\n", " ").lines().toList()) {
      int comment = line.indexOf('#');
      var match = LINE.matcher((comment < 0 ? line : line.substring(0, comment)).strip());
      if (match.matches()) {
        var path = match.group(3);
        var arguments = match.group(4).isEmpty() ? new String[0] : match.group(4).split("\\s+");
        lines.add(
            new PamLine(
                match.group(1),
                match.group(2),
                path.substring(path.lastIndexOf('/') + 1),
                List.of(arguments)));
      }
    }
    return lines;
  }

  /// The value of a `name=` argument; the last one counts.
  Optional<String> argument(String name) {
    return arguments.reversed().stream()
        .filter(argument -> argument.startsWith(name + "="))
        .map(argument -> argument.substring(name.length() + 1))
        .findFirst();
  }
}
