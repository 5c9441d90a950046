package io.reeve.core.agent;

import io.reeve.core.inventory.Inventory;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.Version;
import io.reeve.enroll.DeviceFacts;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// What a service is told of this machine when it enrols.
final class Facts {
  /// Windows' "Professional": stock servers refuse an edition they do not know.
  private static final int EDITION = 48;

  private Facts() {}

  /// Reads the machine; takes a moment, so not on the loop.
  static DeviceFacts of(Parts parts, Loop loop) {
    try {
      var read = parts.facts().hardwareId().toUpperCase(Locale.ROOT);
      var hardwareId = loop.ask(() -> parts.enrolment().hardwareId(read));
      return new DeviceFacts(
          loop.ask(parts.enrolment()::deviceId),
          hardwareId,
          parts.facts().computerName(),
          four(parts.facts().devDetail("SwV").orElse("0")),
          EDITION,
          four(Version.text()),
          parts.facts().devInfo("Lang").orElse("en-US"),
          macs(parts.tables()));
    } catch (IOException e) {
      throw new AgentException(
          Kind.FAILED,
          Trouble.message(e),
          "make one with systemd-machine-id-setup, then try again");
    }
  }

  /// The form the protocol wants: four numbers with dots.
  static String four(String version) {
    var numbers = version.split("[^0-9]+", -1);
    var four = new StringBuilder();
    int count = 0;
    for (var number : numbers) {
      if (!number.isEmpty() && count < 4) {
        four.append(count++ == 0 ? "" : ".").append(number, 0, Math.min(9, number.length()));
      }
    }
    while (count < 4) {
      four.append(count++ == 0 ? "0" : ".0");
    }
    return four.toString();
  }

  private static List<String> macs(Inventory inventory) {
    return inventory.read(List.of("interface_details")).stream()
        .flatMap(answer -> answer.rows().stream())
        .map(row -> Objects.toString(row.get("mac"), "").toUpperCase(Locale.ROOT).replace(':', '-'))
        .filter(
            mac -> mac.matches("[0-9A-F]{2}(-[0-9A-F]{2}){5}") && !mac.equals("00-00-00-00-00-00"))
        .distinct()
        .limit(16)
        .toList();
  }
}
