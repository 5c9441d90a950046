package io.reeve.core.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.desk.Presence;
import io.reeve.core.desk.Presence.Attention;
import io.reeve.core.desk.Presence.Doing;
import io.reeve.core.desk.Presence.Power;
import io.reeve.core.person.GoodMoment.Kind;
import io.reeve.core.person.GoodMoment.Waiting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole rule: what holds what back, before its time is over, afterwards, and when the grace is
/// over, too. A `-` means that now is a good moment.
final class GoodMomentTest {
  static final PersonPolicy POLICY =
      new PersonPolicy(
          3,
          Duration.ofMinutes(60),
          Duration.ofHours(24),
          Duration.ofMinutes(10),
          Duration.ofHours(8),
          20,
          true,
          Duration.ofHours(4),
          6,
          "Example Ltd");

  static Presence presence(String what) {
    var here = Presence.here();
    return switch (what) {
      case "here" -> here;
      case "presenting" -> doing(Doing.PRESENTING);
      case "full screen" -> doing(Doing.FULL_SCREEN);
      case "in a call" -> doing(Doing.IN_CALL);
      case "away" -> at(Attention.AWAY);
      case "locked" -> at(Attention.LOCKED);
      case "nobody" -> at(Attention.NOBODY);
      case "battery 19 %" -> new Presence(List.of(), Attention.HERE, new Power(true, 19), false);
      case "battery 20 %" -> new Presence(List.of(), Attention.HERE, new Power(true, 20), false);
      case "charging at 5 %" -> new Presence(List.of(), Attention.HERE, new Power(false, 5), false);
      case "metered" -> new Presence(List.of(), Attention.HERE, Power.MAINS, true);
      case "nobody, battery 5 %" ->
          new Presence(List.of(), Attention.NOBODY, new Power(true, 5), false);
      default -> throw new IllegalArgumentException(what);
    };
  }

  private static Presence doing(Doing doing) {
    return new Presence(List.of(doing), Attention.HERE, Power.MAINS, false);
  }

  private static Presence at(Attention attention) {
    return new Presence(List.of(), attention, Power.MAINS, false);
  }

  @ParameterizedTest(name = "{0} for somebody who is: {1}")
  @CsvSource({
    "NOTICE,  here,                -,           -, -",
    "NOTICE,  presenting,          PRESENTING,  -, -",
    "NOTICE,  full screen,         FULL_SCREEN, -, -",
    "NOTICE,  in a call,           IN_CALL,     -, -",
    "NOTICE,  away,                AWAY,        -, -",
    "NOTICE,  locked,              AWAY,        -, -",
    "NOTICE,  nobody,              NOBODY_HERE, -, -",
    "NOTICE,  battery 19 %,        -,           -, -",
    "NOTICE,  metered,             -,           -, -",
    "INSTALL, here,                -,           -, -",
    "INSTALL, presenting,          PRESENTING,  -, -",
    "INSTALL, full screen,         FULL_SCREEN, -, -",
    "INSTALL, in a call,           IN_CALL,     -, -",
    "INSTALL, away,                -,           -, -",
    "INSTALL, nobody,              -,           -, -",
    "INSTALL, metered,             METERED,     -, -",
    "INSTALL, battery 19 %,        LOW_BATTERY, LOW_BATTERY, LOW_BATTERY",
    "INSTALL, battery 20 %,        -,           -, -",
    "INSTALL, charging at 5 %,     -,           -, -",
    "SCAN,    here,                -,           -, -",
    "SCAN,    presenting,          PRESENTING,  -, -",
    "SCAN,    full screen,         -,           -, -",
    "SCAN,    in a call,           -,           -, -",
    "SCAN,    nobody,              -,           -, -",
    "SCAN,    metered,             -,           -, -",
    "SCAN,    battery 19 %,        LOW_BATTERY, -, -",
    "RESTART, here,                -,           -, -",
    "RESTART, presenting,          PRESENTING,  PRESENTING,  -",
    "RESTART, full screen,         FULL_SCREEN, FULL_SCREEN, -",
    "RESTART, in a call,           IN_CALL,     IN_CALL,     -",
    "RESTART, away,                AWAY,        -, -",
    "RESTART, locked,              AWAY,        -, -",
    "RESTART, nobody,              -,           -, -",
    "RESTART, metered,             -,           -, -",
    "RESTART, charging at 5 %,     -,           -, -",
    "RESTART, battery 19 %,        LOW_BATTERY, LOW_BATTERY, LOW_BATTERY",
    "RESTART, 'nobody, battery 5 %', LOW_BATTERY, LOW_BATTERY, LOW_BATTERY",
  })
  void theRule(Kind kind, String who, String before, String after, String late) {
    assertThat(against(kind, who, Duration.ofHours(23))).isEqualTo(before);
    assertThat(against(kind, who, Duration.ofHours(24))).isEqualTo(after);
    assertThat(against(kind, who, Duration.ofHours(24 + 8))).isEqualTo(late);
  }

  private static String against(Kind kind, String who, Duration waited) {
    var waiting = new Waiting(waited, Duration.ofHours(24));
    return GoodMoment.against(kind, presence(who), POLICY, waiting).map(Enum::name).orElse("-");
  }
}
