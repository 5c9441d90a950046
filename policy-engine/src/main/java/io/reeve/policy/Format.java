package io.reeve.policy;

import java.util.Locale;
import java.util.Optional;

/// The format of a node's value, as SyncML's `Format` element and the DDF name it (OMA DM 1.2, DDF
/// `DFFormat`).
public enum Format {
  B64,
  BIN,
  BOOL,
  CHR,
  DATE,
  FLOAT,
  INT,
  NODE,
  NULL,
  TIME,
  XML;

  /// The name as written on the wire, lower case.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The format of that wire name in any letter case, or empty when there is none.
  public static Optional<Format> of(String wire) {
    for (var format : values()) {
      if (format.wire().equalsIgnoreCase(wire.strip())) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
