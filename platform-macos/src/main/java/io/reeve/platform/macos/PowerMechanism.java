package io.reeve.platform.macos;

import io.reeve.core.files.Checks;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// How long a Mac waits until it sleeps, through pmset(1). Parameters: `source`, `ac` or `battery`,
/// and `key`, `sleep` (the Mac) or `displaysleep`. Values are seconds, 0 is never; macOS counts
/// whole minutes.
///
/// Where somebody has switched sleep off altogether (`disablesleep`), the Mac never sleeps whatever
/// else is set, and that is what is read.
final class PowerMechanism implements Mechanism {
  private static final String PMSET = "/usr/bin/pmset";
  private static final String SLEEP = "sleep";
  private static final Pattern SOURCE = Pattern.compile("ac|battery");
  private static final Pattern KEY = Pattern.compile("sleep|displaysleep");
  private static final Pattern HEADING = Pattern.compile("(\\S.*):\\s*");
  private static final Pattern SETTING = Pattern.compile("\\s+(\\S.*?)\\s+(\\d{1,9})\\s*");
  private static final Pattern DISABLED = Pattern.compile("(?m)^\\s*SleepDisabled\\s+1\\s*$");
  private static final long SECONDS = 60;
  private final Tools tools;

  PowerMechanism(Tools tools) {
    this.tools = tools;
  }

  @Override
  public String name() {
    return "power";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var source = Checks.parameter(address, "source", SOURCE);
    var key = Checks.parameter(address, "key", KEY);
    tools.live("power");
    return source.equals("ac")
        ? new Place(tools, "AC Power", "-c", key)
        : new Place(tools, "Battery Power", "-b", key);
  }

  /// Reads what `pmset -g custom` writes: the numbers of each source of power, by their names.
  static Map<String, Map<String, Long>> parse(String text) {
    var sources = new HashMap<String, Map<String, Long>>();
    var now = new HashMap<String, Long>();
    for (var line : text.lines().toList()) {
      var heading = HEADING.matcher(line);
      var setting = SETTING.matcher(line);
      if (heading.matches()) {
        now = new HashMap<>();
        sources.put(heading.group(1), now);
      } else if (setting.matches()) {
        now.put(setting.group(1), Long.parseLong(setting.group(2)));
      }
    }
    return sources;
  }

  /// Reads what `pmset -g` writes.
  static boolean isSleepDisabled(String text) {
    return DISABLED.matcher(text).find();
  }

  /// A time for a source of power.
  ///
  /// @param source its heading
  /// @param option that stands for it
  private record Place(Tools tools, String source, String option, String key) implements Point {
    private long minutes() throws IOException {
      var all = parse(tools.text(PMSET, "-g", "custom"));
      return Optional.ofNullable(all.get(source))
          .map(settings -> settings.get(key))
          .orElseThrow(
              () -> new NotApplicableException("this Mac has no " + key + " for " + source));
    }

    private boolean isOff() throws IOException {
      return key.equals(SLEEP) && isSleepDisabled(tools.text(PMSET, "-g"));
    }

    @Override
    public Value read() throws IOException {
      long minutes = minutes();
      return Value.of(isOff() ? "0" : Long.toString(SECONDS * minutes));
    }

    /// A Mac always has such a time, so writing absent changes nothing.
    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent()) {
        return;
      }
      long minutes = minutes(value);
      if (minutes != 0 && isOff()) {
        throw new IOException(
            "somebody has switched sleep off altogether (pmset disablesleep): no time counts");
      }
      set(minutes);
    }

    private static long minutes(Value value) throws IOException {
      var text = value.wire();
      if (!text.matches("\\d{1,7}")) {
        throw new IOException("not a number of seconds: '" + text + "'");
      }
      long seconds = Long.parseLong(text);
      if (seconds % SECONDS != 0) {
        throw new NotApplicableException("macOS counts minutes: " + seconds + " seconds are none");
      }
      return seconds / SECONDS;
    }

    private void set(long minutes) throws IOException {
      if (minutes() != minutes) {
        tools.text(PMSET, option, key, Long.toString(minutes));
      }
    }

    /// What is set, also while it does not count.
    @Override
    public Snapshot capture() throws IOException {
      return new Snapshot(read(), Long.toString(minutes()));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      set(Long.parseLong(before.detail()));
    }

    @Override
    public Set<Path> files() {
      return Set.of(tools.host().path("/Library/Preferences/com.apple.PowerManagement.plist"));
    }
  }
}
