package io.reeve.system;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/// One way to see from outside whether a setting is in force: a tool of the system that Reeve does
/// not use, and what it shows then.
///
/// @param how the tool, as the report names it
/// @param holds whether it shows the setting in force
/// @param isSlow whether it takes seconds, and is left out where others already tell
/// @param isAlways whether it holds without the setting too: what the setting must not break, or
///   what only another row's probe sees it bring about
record Probe(String how, Predicate<BootedMachine> holds, boolean isSlow, boolean isAlways) {
  Probe(String how, Predicate<BootedMachine> holds) {
    this(how, holds, false, false);
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

  boolean holds(BootedMachine machine) {
    return holds.test(machine);
  }

  /// Under another name in the report.
  Probe as(String name) {
    return new Probe(name, holds, isSlow, isAlways);
  }

  /// The same, marked as slow.
  Probe slow() {
    return new Probe(how, holds, true, isAlways);
  }

  /// The same, marked as one that holds without the setting too.
  Probe always() {
    return new Probe(how, holds, isSlow, true);
  }
}
