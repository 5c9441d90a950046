package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What crypttab(5) says of volumes that are opened when the system starts.
///
/// @param lines the volumes
record Crypttab(List<Crypttab.Line> lines) {
  private static final String FILE = "/etc/crypttab";
  private static final List<String> RANDOM = List.of("/dev/urandom", "/dev/random");
  private static final List<String> NO_LUKS = List.of("plain", "swap", "tmp", "tcrypt", "bitlk");
  private static final Map<String, String> LINKS =
      Map.of(
          "UUID", "/dev/disk/by-uuid/",
          "LABEL", "/dev/disk/by-label/",
          "PARTUUID", "/dev/disk/by-partuuid/",
          "PARTLABEL", "/dev/disk/by-partlabel/",
          "ID", "/dev/disk/by-id/");

  /// @param name of the open volume
  /// @param device as a path
  /// @param key where its key is; `none` for a passphrase
  record Line(String name, String device, String key, List<String> options) {
    /// Whether its key is forgotten when the machine is switched off.
    boolean isForgotten() {
      return RANDOM.contains(key);
    }

    boolean isLuks() {
      return !isForgotten()
          && options.stream().noneMatch(o -> NO_LUKS.contains(o) || o.startsWith("tmp="));
    }

    /// Where its header is, when that is not before its data.
    Optional<String> header() {
      return options.stream()
          .filter(option -> option.startsWith("header="))
          .map(option -> option.substring("header=".length()))
          .findFirst();
    }
  }

  static Crypttab of(Facts facts) throws IOException {
    return parse(facts.exists(FILE) ? facts.text(FILE) : "");
  }

  static Crypttab parse(String text) {
    return new Crypttab(text.lines().map(String::strip).flatMap(Crypttab::line).toList());
  }

  private static Stream<Line> line(String line) {
    var fields = line.split("\\s+");
    if (line.startsWith("#") || fields.length < 2) {
      return Stream.empty();
    }
    var key = fields.length > 2 ? fields[2] : "none";
    var options = fields.length > 3 ? List.of(fields[3].split(",")) : List.<String>of();
    return Stream.of(new Line(fields[0], path(fields[1]), key, options));
  }

  /// `UUID=...` and the like are links that udev keeps.
  static String path(String device) {
    int equals = device.indexOf('=');
    var folder = equals > 0 ? LINKS.get(device.substring(0, equals)) : null;
    return folder == null
        ? device
        : folder + device.substring(equals + 1).replace("\"", "").replace("/", "\\x2f");
  }

  /// The line of an open volume.
  Optional<Line> named(String name) {
    return lines.stream().filter(line -> line.name.equals(name)).findFirst();
  }
}
