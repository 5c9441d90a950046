package io.reeve.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "0, just now",
    "4, just now",
    "-4, just now",
    "59, 59 seconds ago",
    "60, 1 minute ago",
    "-7200, in 2 hours",
    "3599, 59 minutes ago",
    "172799, 47 hours ago",
    "172800, 2 days ago"
  })
  void timesAreSaidAsPeopleSayThem(long secondsBefore, String text) {
    var ago = new Ago(Clock.fixed(NOON, ZoneOffset.UTC));
    assertThat(ago.of(NOON.minusSeconds(secondsBefore))).isEqualTo(text);
  }

  @Test
  void textFromElsewhereCannotCommandTheTerminal() {
    assertThat(Plain.text("a\u001b[2Jb\nc\u009b1md\u202ee\u00e4\ud83d\ude00"))
        .isEqualTo("a?[2Jb c?1md?e\u00e4\ud83d\ude00");
  }

  @Test
  void textBreaksAtSpacesWhereItCan() {
    assertThat(Wrap.lines("one two three", 7)).isEqualTo(List.of("one two", "three"));
    assertThat(Wrap.lines("incomprehensible", 7)).isEqualTo(List.of("incomprehensible"));
    assertThat(Wrap.lines("", 7)).isEqualTo(List.of(""));
  }

  @Test
  void colourIsForTerminalsThatWantIt() {
    assertThat(SystemTerminal.wantsColour(Map.of())).isTrue();
    assertThat(SystemTerminal.wantsColour(Map.of("NO_COLOR", "1"))).isFalse();
    assertThat(SystemTerminal.wantsColour(Map.of("NO_COLOR", ""))).isTrue();
    assertThat(SystemTerminal.wantsColour(Map.of("TERM", "dumb"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"132, 132", "10, 40", "wide, 80", "'', 80"})
  void theWidthIsTheTerminals(String columns, int width) {
    assertThat(SystemTerminal.width(Map.of("COLUMNS", columns))).isEqualTo(width);
  }

  @Test
  void eachSystemHasItsPlaceForState() {
    var root = Path.of("/");
    assertThat(StateFolder.of("Linux", root)).isEqualTo(Path.of("/var/lib/reeve"));
    assertThat(StateFolder.of("Mac OS X", root))
        .isEqualTo(Path.of("/Library/Application Support/Reeve"));
    assertThat(StateFolder.of("Windows 11", Path.of("/the/systems/drive")))
        .isEqualTo(Path.of("/the/systems/drive/ProgramData/Reeve"));
  }

  @Test
  void aRecordIsOneLineWhateverIsInIt() {
    var record = new LogRecord(Level.WARNING, "first\nsecond \u001b[31m");
    record.setInstant(NOON);
    record.setLoggerName("io.reeve.core.dm.Session");
    record.setThrown(new IllegalStateException("why\nso", new RuntimeException("deep")));
    assertThat(new LogLine(false).format(record))
        .isEqualTo(
            "2026-11-20T12:00:00Z warn  core.dm.Session: first second ?[31m"
                + " | java.lang.IllegalStateException: why so"
                + " | java.lang.RuntimeException: deep\n");
  }

  @ParameterizedTest
  @CsvSource({
    "0, false, OFF",
    "1, false, INFO",
    "0, true, INFO",
    "1, true, FINE",
    "9, true, FINEST"
  })
  void onlyTheDaemonSpeaksUnasked(int verbosity, boolean daemon, String level) {
    assertThat(LogSetup.level(verbosity, daemon)).isEqualTo(Level.parse(level));
  }

  @Test
  void verbosityIsCounted() {
    assertThat(Verbosity.of("daemon", "-v", "--verbose", "-vv", "x")).isEqualTo(4);
  }
}
