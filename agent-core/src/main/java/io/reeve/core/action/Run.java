package io.reeve.core.action;

/// How a command went, as far as the answer to it can tell.
public sealed interface Run {
  /// It ran, now or the first time; the output is for the service and may be empty.
  record Done(String output) implements Run {}

  /// It is held back, or goes on; an alert tells of its end.
  record Accepted() implements Run {}

  /// It was not done, and why.
  record Refused(String reason) implements Run {}

  /// It was not done for want of an approval.
  record Denied(String reason) implements Run {}

  /// The machine refused.
  record Failed(String error) implements Run {}

  /// What there is to say of it.
  default String text() {
    return switch (this) {
      case Done(String output) -> output;
      case Accepted() -> "";
      case Refused(String reason) -> reason;
      case Denied(String reason) -> reason;
      case Failed(String error) -> error;
    };
  }

  /// One word for it, as alerts have it.
  default String word() {
    return switch (this) {
      case Done _ -> "done";
      case Accepted _ -> "started";
      case Refused _, Denied _ -> "refused";
      case Failed _ -> "failed";
    };
  }
}
