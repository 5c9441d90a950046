package io.reeve.system;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// One way to see from outside whether a setting is in force: a tool of the system that Reeve does
/// not use, and what it shows then.
///
/// @param how the tool, as the report names it
/// @param holds whether it shows the setting in force
/// @param isSlow whether it takes seconds, and is left out where others already tell
record Probe(String how, Predicate<BootedMachine> holds, boolean isSlow) {
  Probe(String how, Predicate<BootedMachine> holds) {
    this(how, holds, false);
  }

  /// A program whose output contains a match of the expression (multi-line).
  static Probe shows(String expression, String... arguments) {
    var wanted = Pattern.compile(expression, Pattern.MULTILINE);
    return new Probe(
        "`" + String.join(" ", arguments) + "`",
        machine -> wanted.matcher(machine.run(arguments).all()).find());
  }

  /// A program that succeeds.
  static Probe succeeds(String... arguments) {
    return new Probe(
        "`" + String.join(" ", arguments) + "`", machine -> machine.run(arguments).ok());
  }

  /// A program that fails.
  static Probe fails(String... arguments) {
    return new Probe(
        "`" + String.join(" ", arguments) + "` fails", machine -> !machine.run(arguments).ok());
  }

  /// A file with exactly this text.
  static Probe file(String file, String text) {
    return new Probe(
        "bytes of `" + file + "`",
        machine -> machine.run(List.of("cat", file), "").out().equals(text));
  }

  /// How those were looked at that do not show the setting in force.
  ///
  /// @param slowToo whether the slow ones are looked at too
  static List<String> unmet(BootedMachine machine, List<Probe> probes, boolean slowToo) {
    return probes.stream()
        .filter(probe -> slowToo || !probe.isSlow)
        .filter(probe -> !probe.holds.test(machine))
        .map(Probe::how)
        .toList();
  }

  /// Under another name in the report.
  Probe as(String name) {
    return new Probe(name, holds, isSlow);
  }

  /// The same, marked as slow.
  Probe slow() {
    return new Probe(how, holds, true);
  }
}
