package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.Power.Way;
import io.reeve.store.LocalStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PowerWordsTest {
  private final Locale before = Locale.getDefault();

  @TempDir Path folder;

  @AfterEach
  void asBefore() {
    Locale.setDefault(before);
  }

  @Test
  void everybodyIsToldInTheMachinesLanguage() {
    try (var store = LocalStore.open(folder.resolve("reeve.db"), Clock.systemUTC())) {
      var words = new PowerWords(store.notes());
      Locale.setDefault(Locale.ENGLISH);
      assertThat(words.of(Way.RESTART, Duration.ofMinutes(5)))
          .isEqualTo(
              "This computer restarts in 5 minutes, as your organisation asks. Please save your"
                  + " work.");
      assertThat(words.of(Way.SWITCH_OFF, Duration.ZERO))
          .isEqualTo("This computer is switched off now, as your organisation asks.");
      Locale.setDefault(Locale.GERMANY);
      assertThat(words.of(Way.SWITCH_OFF, Duration.ofMinutes(90)))
          .isEqualTo(
              "Dieser Computer wird in 2 Stunden ausgeschaltet (Ihre Organisation). Bitte speichern"
                  + " Sie Ihre Arbeit.");
      assertThat(words.of(Way.RESTART, Duration.ZERO))
          .isEqualTo("Dieser Computer startet jetzt neu (Ihre Organisation).");
    }
  }
}
