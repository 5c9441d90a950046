package io.reeve.platform.macos;

import io.reeve.core.files.Checks;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.OsException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/// The clock, which `timed` keeps, through systemsetup(8). Parameter: `key`, `server` (one name) or
/// `enabled` (true or false).
final class NtpMechanism implements Mechanism {
  private static final String SYSTEMSETUP = "/usr/sbin/systemsetup";
  private static final Pattern KEY = Pattern.compile("server|enabled");
  private static final Pattern SERVER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.:-]{0,254}");
  private final Tools tools;

  NtpMechanism(Tools tools) {
    this.tools = tools;
  }

  @Override
  public String name() {
    return "ntp";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var key = Checks.parameter(address, "key", KEY);
    tools.live("clock");
    return key.equals("server")
        ? new Place(tools, "networktimeserver", "Network Time Server")
        : new Place(tools, "usingnetworktime", "Network Time");
  }

  /// What the program says behind that label. It complains of other things on lines of their own,
  /// and of failures with an exit code of 0.
  static String answer(String text, String label) throws IOException {
    for (var line : text.lines().toList()) {
      if (line.startsWith(label + ":")) {
        return line.substring(label.length() + 1).strip();
      }
    }
    throw new OsException("systemsetup", 0, "it does not tell the " + label + ": " + text.strip());
  }

  private record Place(Tools tools, String option, String label) implements Point {
    private boolean isSwitch() {
      return option.equals("usingnetworktime");
    }

    @Override
    public Value read() throws IOException {
      var found = answer(tools.text(SYSTEMSETUP, "-get" + option), label);
      return isSwitch() ? Value.of(Boolean.toString(found.equals("On"))) : Value.of(found);
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent() || value.sameAs(read())) {
        return;
      }
      var text = Checks.line(value);
      if (!isSwitch() && !SERVER.matcher(text).matches()) {
        throw new IOException("not the name of one server: '" + text + "'");
      }
      var word = isSwitch() ? (text.equals("true") ? "on" : "off") : text;
      tools.text(SYSTEMSETUP, "-set" + option, word);
    }

    @Override
    public Set<Path> files() {
      return Set.of(tools.host().path("/private/etc/ntp.conf"));
    }
  }
}
