package io.reeve.core.person;

import io.reeve.core.desk.SafeText;
import io.reeve.policy.Format;
import io.reeve.store.Notes;
import java.util.Arrays;
import java.util.Optional;

/// What the service may say about people, one by one: the nodes of [PersonBranch], kept as notes.
enum PolicyNode {
  POSTPONEMENTS("Postponements", Kind.NUMBER, "3", 0, 50),
  POSTPONE_MINUTES("PostponeMinutes", Kind.NUMBER, "60", 5, 1440),
  DEADLINE_HOURS("DeadlineHours", Kind.NUMBER, "24", 0, 336),
  LAST_WARNING_MINUTES("LastWarningMinutes", Kind.NUMBER, "10", 1, 120),
  BUSY_GRACE_HOURS("BusyGraceHours", Kind.NUMBER, "8", 0, 168),
  MINIMUM_BATTERY("MinimumBattery", Kind.NUMBER, "20", 0, 100),
  METERED_WAITS("MeteredWaits", Kind.FLAG, "true", 0, 0),
  MESSAGE_WAIT_HOURS("MessageWaitHours", Kind.NUMBER, "4", 0, 72),
  MESSAGES_PER_HOUR("MessagesPerHour", Kind.NUMBER, "6", 1, 60),
  /// Who sends the notices, as people know them; as many characters at most.
  ORGANISATION("Organisation", Kind.TEXT, "", 0, 64);

  private enum Kind {
    NUMBER,
    FLAG,
    TEXT
  }

  private static final String NOTE = "person/policy/";

  private final String node;
  private final Kind kind;
  private final String usual;
  private final int least;
  private final int most;

  PolicyNode(String node, Kind kind, String usual, int least, int most) {
    this.node = node;
    this.kind = kind;
    this.usual = usual;
    this.least = least;
    this.most = most;
  }

  static Optional<PolicyNode> named(String name) {
    return Arrays.stream(values()).filter(each -> each.node.equalsIgnoreCase(name)).findFirst();
  }

  /// Its name in the tree.
  String node() {
    return node;
  }

  Format format() {
    return switch (kind) {
      case NUMBER -> Format.INT;
      case FLAG -> Format.BOOL;
      case TEXT -> Format.CHR;
    };
  }

  /// What is set, else what is usual.
  String of(Notes notes) {
    return notes.get(NOTE + node).orElse(usual);
  }

  int number(Notes notes) {
    return Integer.parseInt(of(notes));
  }

  void set(Notes notes, String value) {
    notes.put(NOTE + node, value.strip());
  }

  void forget(Notes notes) {
    notes.remove(NOTE + node);
  }

  /// Why a value cannot be taken; empty when it can.
  Optional<String> problem(String value) {
    var text = value.strip();
    return switch (kind) {
      case NUMBER -> isNumber(text) ? Optional.empty() : Optional.of(node + " is " + range());
      case FLAG ->
          text.equals("true") || text.equals("false")
              ? Optional.empty()
              : Optional.of(node + " is true or false");
      case TEXT ->
          text.length() <= most && text.equals(SafeText.line(text))
              ? Optional.empty()
              : Optional.of(node + " is one line of at most " + most + " plain characters");
    };
  }

  private boolean isNumber(String text) {
    try {
      int number = Integer.parseInt(text);
      return text.equals(Integer.toString(number)) && number >= least && number <= most;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  private String range() {
    return "a whole number from " + least + " to " + most;
  }
}
