package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.NotApplicableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The shared PAM stacks: which modules are in them, and with which arguments.
final class PamStack {
  /// Debian's, then the RHEL family's.
  private static final List<String> STACKS =
      List.of(
          "/etc/pam.d/common-password",
          "/etc/pam.d/common-auth",
          "/etc/pam.d/system-auth",
          "/etc/pam.d/password-auth");

  private PamStack() {}

  /// Holds that a module is in a stack, for without it its configuration file is read by nobody. A
  /// scratch root without stacks has no logins, so there is nothing to hold.
  static void requires(Host host, String module, String cure) throws NotApplicableException {
    try {
      var lines = lines(host);
      if (lines.isEmpty() && host.isScratch()) {
        return;
      }
      if (lines.stream().noneMatch(line -> line.contains(module))) {
        throw new NotApplicableException(module + " is not in the PAM stack (" + cure + ")");
      }
    } catch (NotApplicableException e) {
      throw e;
    } catch (IOException e) {
      throw new NotApplicableException("the PAM stack cannot be read: " + e.getMessage());
    }
  }

  /// The value of a module's `key=` argument, which beats its configuration file.
  static Optional<String> argument(Host host, String module, String key) throws IOException {
    for (var line : lines(host)) {
      if (line.contains(module)) {
        for (var word : line.split("\\s+")) {
          if (word.startsWith(key + "=")) {
            return Optional.of(word.substring(key.length() + 1));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> lines(Host host) throws IOException {
    var lines = new ArrayList<String>();
    for (var stack : STACKS) {
      new SystemFile(host, stack)
          .text()
          .ifPresent(t -> t.lines().filter(l -> !l.strip().startsWith("#")).forEach(lines::add));
    }
    return lines;
  }
}
