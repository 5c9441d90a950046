package io.reeve.store;

import java.sql.SQLException;

/// What SQLite's result codes mean to us (sqlite.org, "Result and Error Codes").
final class Corruption {
  private static final int BUSY = 5;
  private static final int READ_ONLY = 8;
  static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANNOT_OPEN = 14;
  private static final int NOT_A_DATABASE = 26;

  private Corruption() {}

  /// Whether the file's content is broken, and not the access to it.
  static boolean in(SQLException e) {
    int code = primary(e);
    return code == CORRUPT || code == NOT_A_DATABASE;
  }

  /// What a person can do about it.
  static String hint(SQLException e) {
    return switch (primary(e)) {
      case BUSY -> "another process has it open; end it, or use its command line";
      case FULL -> "the disk is full; free some space, and the agent carries on where it was";
      case READ_ONLY, CANNOT_OPEN ->
          "the folder must exist and be writable for the agent's user; check its mode and whether"
              + " the file system is mounted read only";
      case CORRUPT, NOT_A_DATABASE ->
          "the file is damaged; start the agent again and it sets the file aside";
      default -> "see the log of the operating system for trouble with the disk";
    };
  }

  /// Extended codes carry the primary one in their low byte.
  private static int primary(SQLException e) {
    return e.getErrorCode() & 0xff;
  }
}
