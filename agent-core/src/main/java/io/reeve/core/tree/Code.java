package io.reeve.core.tree;

import java.util.Optional;

/// The status codes this agent gives, with their meaning in OMA DM 1.2 and MS-MDM.
public enum Code {
  OK(200),
  /// Accepted and still running; an alert tells of the end.
  ACCEPTED(202),
  /// Credentials accepted for the whole session.
  AUTHENTICATED(212),
  /// A chunk of a large object was buffered.
  CHUNK(213),
  NOT_EXECUTED(215),
  ROLLED_BACK(216),
  BAD_REQUEST(400),
  BAD_CREDENTIALS(401),
  /// Understood and refused, for another reason than access.
  FORBIDDEN(403),
  NOT_FOUND(404),
  /// The node does not allow this command.
  NOT_ALLOWED(405),
  /// An optional feature that is not supported here, or a setting this machine cannot hold.
  UNSUPPORTED(406),
  CREDENTIALS_MISSING(407),
  /// The first chunk of a large object does not say its size.
  SIZE_REQUIRED(411),
  /// A piece of the command is missing.
  INCOMPLETE(412),
  TOO_LARGE(413),
  URI_TOO_LONG(414),
  BAD_FORMAT(415),
  /// The declared size is already too large.
  SIZE_TOO_LARGE(416),
  EXISTS(418),
  DEVICE_FULL(420),
  SIZE_MISMATCH(424),
  PERMISSION_DENIED(425),
  FAILED(500),
  /// The command is not known.
  UNKNOWN_COMMAND(501),
  BAD_DTD_VERSION(505),
  ATOMIC_FAILED(507),
  BAD_PROTOCOL_VERSION(513),
  ROLLBACK_FAILED(516),
  /// The answer of an Atomic does not fit into a message.
  ATOMIC_ANSWER_TOO_LARGE(517);

  private final int number;

  Code(int number) {
    this.number = number;
  }

  /// The number on the wire.
  public int number() {
    return number;
  }

  /// Whether it says that the command was carried out.
  public boolean isGood() {
    return number >= 200 && number < 300 && this != NOT_EXECUTED && this != ROLLED_BACK;
  }

  /// Whether the reason that goes with it quotes the refused value, which may be a secret: such a
  /// reason goes nowhere.
  public boolean quotes() {
    return this == BAD_REQUEST || this == BAD_FORMAT;
  }

  /// The code of that number, or empty when this agent never gives it.
  public static Optional<Code> of(int number) {
    for (var code : values()) {
      if (code.number == number) {
        return Optional.of(code);
      }
    }
    return Optional.empty();
  }

  /// The number on the wire.
  @Override
  public String toString() {
    return Integer.toString(number);
  }
}
