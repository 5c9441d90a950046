package io.reeve.system;

/// This machine cannot boot another one inside it. The message says in a line what is missing.
final class CannotBootException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CannotBootException(String message) {
    super(message);
  }
}
