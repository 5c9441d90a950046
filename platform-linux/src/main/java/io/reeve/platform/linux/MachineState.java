package io.reeve.platform.linux;

import io.reeve.core.desk.Presence.Power;
import io.reeve.core.files.Facts;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.freedesktop.dbus.exceptions.DBusExecutionException;

/// What of the machine tells whether somebody may be interrupted: power by the kernel's
/// `power_supply` class, the microphone by ALSA's state files, the link by NetworkManager, what
/// programs asked for by logind.
record MachineState(Host host) {
  private static final int FULL = 100;
  private static final int MOST = 4096;
  private static final Pattern OWNER = Pattern.compile("owner_pid\\s*: ([0-9]{1,10})\\b");

  /// The link's kinds in NetworkManager's `NMMetered`: yes, and guessed to be.
  private static final List<Long> METERED = List.of(1L, 3L);

  /// The emptiest battery of the machine itself counts; one of a mouse does not.
  Power power() {
    int least = FULL;
    boolean draining = false;
    for (var supply : folders("/sys/class/power_supply")) {
      boolean own =
          text(supply, "type").equals("Battery") && !text(supply, "scope").equals("Device");
      if (own) {
        draining |= text(supply, "status").equals("Discharging");
        least =
            Math.min(
                least,
                Facts.parseNumber(text(supply, "capacity")).map(Long::intValue).orElse(FULL));
      }
    }
    return new Power(draining, Math.clamp(least, 0, FULL));
  }

  /// Whether a program of one of these users listens to a microphone.
  boolean isRecording(Set<Long> users) {
    for (var card : folders("/proc/asound")) {
      for (var device : folders(card)) {
        boolean capture = String.valueOf(device.getFileName()).matches("pcm[0-9]+c");
        if (capture
            && folders(device).stream().anyMatch(each -> records(text(each, "status"), users))) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean records(String status, Set<Long> users) {
    var owner = OWNER.matcher(status);
    return status.contains("RUNNING")
        && owner.find()
        && user(owner.group(1)).filter(users::contains).isPresent();
  }

  private Optional<Long> user(String process) {
    try {
      var uid = Files.getAttribute(host.path("/proc/" + process), "unix:uid");
      return uid instanceof Integer number
          ? Optional.of(Integer.toUnsignedLong(number))
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  static boolean isMetered(SystemBus bus) throws IOException {
    var service = "org.freedesktop.NetworkManager";
    if (!bus.has(service)) {
      return false;
    }
    var metered =
        bus.properties(service, "/org/freedesktop/NetworkManager", service).get("Metered");
    return metered != null
        && metered.getValue() instanceof Number number
        && METERED.contains(number.longValue());
  }

  /// Whether a program of one of these users asked that the machine does not become idle: who shows
  /// a film or slides does.
  static boolean isPresenting(SystemBus bus, Set<Long> users) throws IOException {
    try {
      return bus.object(Login1.SERVICE, Login1.OBJECT, Login1.class).ListInhibitors().stream()
          .filter(each -> users.contains(each.user()))
          .anyMatch(each ->
              List.of(each.what().split(":", -1)).contains("idle") && each.mode().equals("block"));
    } catch (DBusExecutionException e) {
      throw SystemBus.failure("ListInhibitors", e);
    }
  }

  private List<Path> folders(String absolute) {
    return folders(host.path(absolute));
  }

  private static List<Path> folders(Path above) {
    var found = new ArrayList<Path>();
    if (Files.isDirectory(above)) {
      try (var all = Files.newDirectoryStream(above, Files::isDirectory)) {
        all.forEach(found::add);
      } catch (IOException | DirectoryIteratorException _) {
        // It went meanwhile: then nothing there says that somebody is busy.
        return found;
      }
    }
    return found;
  }

  private static String text(Path folder, String file) {
    try (var in = Files.newInputStream(folder.resolve(file))) {
      return new String(in.readNBytes(MOST), java.nio.charset.StandardCharsets.UTF_8).strip();
    } catch (IOException _) {
      return "";
    }
  }
}
