package io.reeve.harness.load;

import io.reeve.core.local.AgentException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What shall be tried.
///
/// @param fleets how many devices, one number after the other; each is larger than the one before
/// @param atOnce the most that talk at the same time
/// @param settings how many each of them is given
/// @param ending when a fleet of one size has done enough
record LoadPlan(List<Integer> fleets, int atOnce, int settings, Ending ending) {
  private static final int MOST_DEVICES = 20_000;
  private static final int MOST_AT_ONCE = 500;
  private static final int MOST_SETTINGS = 2_000;
  private static final int USUAL_SYNCS = 5;

  LoadPlan {
    fleets = List.copyOf(fleets);
  }

  /// When it is enough.
  sealed interface Ending {
    /// Every device has synced so often.
    record Syncs(int each) implements Ending {}

    /// So much time has gone by.
    record After(Duration time) implements Ending {}
  }

  /// @throws AgentException when it makes no sense; says which option and why
  static LoadPlan of(
      String devices, int atOnce, int settings, @Nullable Integer syncs, @Nullable Double minutes) {
    within("--at-once", atOnce, 1, MOST_AT_ONCE);
    within("--settings", settings, 0, MOST_SETTINGS);
    return new LoadPlan(fleets(devices), atOnce, settings, ending(syncs, minutes));
  }

  private static List<Integer> fleets(String devices) {
    var fleets = new ArrayList<Integer>();
    for (var text : devices.split(",", -1)) {
      if (!text.matches("[0-9]{1,9}")) {
        throw usage("--devices: '" + text + "' is no number", "give --devices 500 or 1,100,1000");
      }
      int number = Integer.parseInt(text);
      within("--devices", number, 1, MOST_DEVICES);
      if (!fleets.isEmpty() && number <= fleets.getLast()) {
        throw usage(
            "--devices: " + number + " after " + fleets.getLast(),
            "a fleet only grows: give the smaller numbers first");
      }
      fleets.add(number);
    }
    return fleets;
  }

  private static Ending ending(@Nullable Integer syncs, @Nullable Double minutes) {
    if (syncs != null && minutes != null) {
      throw usage("--syncs and --minutes exclude each other", "give one of them");
    }
    if (minutes != null) {
      if (!(minutes > 0 && minutes <= 24 * 60)) {
        throw usage("--minutes: " + minutes + " is not in 0 to 1440", "0.5 is half a minute");
      }
      return new Ending.After(Duration.ofMillis((long) (minutes * 60_000)));
    }
    int each = Optional.ofNullable(syncs).orElse(USUAL_SYNCS);
    within("--syncs", each, 1, 1_000_000);
    return new Ending.Syncs(each);
  }

  private static void within(String option, int given, int least, int most) {
    if (given < least || given > most) {
      throw usage(
          "%s: %d is not in %d to %d".formatted(option, given, least, most),
          "see 'reeve lab-load --help'");
    }
  }

  private static AgentException usage(String message, String hint) {
    return new AgentException(AgentException.Kind.USAGE, message, hint);
  }
}
