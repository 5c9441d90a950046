package io.reeve.core.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Why nothing was done on what somebody has answered.
public enum Refusal {
  OUT_OF_DATE,
  NOT_YOURS,
  NO_MORE,
  NOTHING_PLANNED,
  NO_SUCH_BUTTON;

  /// Its name in answers of the local API.
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// A sentence without a full stop.
  public String words(Texts texts) {
    return texts.of("refusal." + wire());
  }

  /// What an answer of the local API says; empty for one that this version does not know.
  public static Optional<Refusal> of(String wire) {
    return Arrays.stream(values()).filter(each -> each.wire().equals(wire)).findFirst();
  }
}
