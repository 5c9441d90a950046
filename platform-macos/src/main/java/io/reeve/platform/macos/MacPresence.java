package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.desk.Presence;
import io.reeve.core.desk.Presence.Attention;
import io.reeve.core.desk.Presence.Doing;
import io.reeve.core.desk.Presence.Power;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What the power management knows of the person: programs that keep the display awake (they
/// present, or show a film), that record sound (a call), and the battery; and when something was
/// last typed. Nothing public tells that a network costs by what is sent.
final class MacPresence {
  private static final String PMSET = "/usr/bin/pmset";
  private static final Duration AWAY = Duration.ofMinutes(5);

  /// The system itself keeps the display awake while somebody types.
  private static final Pattern AWAKE =
      Pattern.compile(
          "(?m)^\\s*pid \\d+\\((?!powerd\\)|WindowServer\\)|loginwindow\\))[^)]*\\):.*"
              + "\\b(PreventUserIdleDisplaySleep|NoDisplaySleepAssertion)\\b.*$");

  private static final Pattern RECORDING =
      Pattern.compile("(?m)^\\s*Resources:.*\\baudio-in\\b.*$");
  private static final Pattern PERCENT = Pattern.compile("\\s(\\d{1,3})%;");

  private MacPresence() {}

  static Presence of(Tools tools) throws IOException {
    return new Presence(
        doing(tools.text(PMSET, "-g", "assertions")),
        attention(tools),
        power(tools.text(PMSET, "-g", "batt")),
        false);
  }

  /// Reads what `pmset -g assertions` writes.
  static List<Doing> doing(String assertions) {
    var doing = new ArrayList<Doing>();
    if (AWAKE.matcher(assertions).find()) {
      doing.add(Doing.PRESENTING);
    }
    if (RECORDING.matcher(assertions).find()) {
      doing.add(Doing.IN_CALL);
    }
    return doing;
  }

  /// Reads what `pmset -g batt` writes.
  static Power power(String text) {
    var percent = PERCENT.matcher(text);
    int full = percent.find() ? Math.min(100, Integer.parseInt(percent.group(1))) : 100;
    return new Power(text.contains("'Battery Power'"), full);
  }

  private static Attention attention(Tools tools) throws IOException {
    var sessions = new Sessions(tools).all();
    if (sessions.isEmpty()) {
      return Attention.NOBODY;
    }
    if (sessions.stream().noneMatch(session -> session.seen() && !session.locked())) {
      return Attention.LOCKED;
    }
    var idle = idle(tools.plist("/usr/sbin/ioreg", "-a", "-r", "-d", "1", "-c", "IOHIDSystem"));
    return idle.compareTo(AWAY) > 0 ? Attention.AWAY : Attention.HERE;
  }

  /// Reads what `ioreg -a -r -d 1 -c IOHIDSystem` writes.
  static Duration idle(JsonNode systems) {
    return Duration.ofNanos(systems.path(0).path("HIDIdleTime").asLong());
  }
}
