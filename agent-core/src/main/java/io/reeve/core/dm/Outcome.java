package io.reeve.core.dm;

/// How a session ended.
public sealed interface Outcome {
  /// Nothing was left to say on either side.
  record Done() implements Outcome {}

  /// The service broke it off (alert 1223).
  record Aborted() implements Outcome {}

  /// The service did not accept this device's credentials.
  ///
  /// @param code the status it gave
  record CredentialsRefused(int code, String why) implements Outcome {}

  /// The service did not prove itself, though it tried.
  record ServerNotProven() implements Outcome {}

  /// The service refused a message.
  ///
  /// @param code the status it gave
  record Refused(int code, String why) implements Outcome {}

  /// The service answered with a SOAP fault.
  ///
  /// @param reason its text
  record Fault(String reason) implements Outcome {}

  /// The service's answer could not be taken; where there was a way to say so, it was told.
  record Broken(String why) implements Outcome {}

  /// Whether the session ended well.
  default boolean isGood() {
    return this instanceof Done;
  }

  /// In a sentence, for people.
  default String sentence() {
    return switch (this) {
      case Done _ -> "it ended well";
      case Aborted _ -> "the service broke the session off";
      case CredentialsRefused(int code, String why) -> why + " (status " + code + ")";
      case ServerNotProven _ -> "the service gave wrong credentials, nothing of it was done";
      case Refused(int code, String why) -> why + " (status " + code + ")";
      case Fault(String reason) -> "the service refused: " + reason;
      case Broken(String why) -> "the service's answer could not be taken: " + why;
    };
  }
}
