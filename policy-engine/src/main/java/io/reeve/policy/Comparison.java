package io.reeve.policy;

import java.util.Optional;

/// How a found value is compared with the one asked for.
public enum Comparison {
  EQUAL("equal"),
  AT_LEAST("atLeast"),
  AT_MOST("atMost"),
  CONTAINS("contains");

  private final String wire;

  Comparison(String wire) {
    this.wire = wire;
  }

  /// The name as documents write it.
  public String wire() {
    return wire;
  }

  /// The comparison of that name, exactly as spelt, or empty when there is none.
  public static Optional<Comparison> of(String wire) {
    for (var comparison : values()) {
      if (comparison.wire.equals(wire)) {
        return Optional.of(comparison);
      }
    }
    return Optional.empty();
  }
}
