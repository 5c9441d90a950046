package io.reeve.core.redact;

/// A part of a line.
///
/// @param begin its first character
/// @param end behind its last
record Span(int begin, int end) {
  boolean isEmpty() {
    return begin >= end;
  }
}
