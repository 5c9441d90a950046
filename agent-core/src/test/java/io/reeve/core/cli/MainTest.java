package io.reeve.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
  private final Locale before = Locale.getDefault();
  private final Locale format = Locale.getDefault(Locale.Category.FORMAT);

  @AfterEach
  void asBefore() {
    Locale.setDefault(before);
    Locale.setDefault(Locale.Category.FORMAT, format);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "ne-NP", "de-DE"})
  void numbersAreWrittenTheSameEverywhereAndPeopleKeepTheirLanguage(String language) {
    var theirs = Locale.forLanguageTag(language);
    Locale.setDefault(theirs);
    Main.formatAsEverywhere();
    assertThat("since=%d %,d %.1f".formatted(12, 1234, 1.5)).isEqualTo("since=12 1,234 1.5");
    assertThat(Locale.getDefault()).isEqualTo(theirs);
  }
}
