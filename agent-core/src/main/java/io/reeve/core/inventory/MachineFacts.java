package io.reeve.core.inventory;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What `./DevInfo` and `./DevDetail` say of this machine, and the ids it can be known by. Read
/// from the tables, so bounded in time; only the first question takes noticeably long.
public final class MachineFacts {
  private static final String ID_PURPOSE = "io.reeve device id, 1";
  private static final List<Path> MACHINE_IDS =
      List.of(Path.of("/etc/machine-id"), Path.of("/var/lib/dbus/machine-id"));
  private static final long MIB = 1024 * 1024;

  private final Inventory inventory;
  private final Clock clock;
  private final List<Path> machineIds;

  public MachineFacts(Inventory inventory, Clock clock) {
    this(inventory, clock, MACHINE_IDS);
  }

  MachineFacts(Inventory inventory, Clock clock, List<Path> machineIds) {
    this.inventory = inventory;
    this.clock = clock;
    this.machineIds = List.copyOf(machineIds);
  }

  /// An id of this machine, 64 hexadecimal digits, the same for as long as the machine is: made
  /// from the firmware's UUID or else the operating system's machine id, of which it tells nothing
  /// (HMAC-SHA-256 with a constant of this program). Keep it once it is used: an ordinary user may
  /// not read the firmware's UUID and so gets another than root.
  ///
  /// @throws IOException when the machine has neither
  public String hardwareId() throws IOException {
    var seed = column("system_info", "uuid").or(this::machineId);
    if (seed.isEmpty()) {
      throw new IOException(
          "this machine has no id: the firmware gives no UUID and /etc/machine-id is not there");
    }
    return hashed(seed.get());
  }

  /// The manufacturer; `Unknown` when it is not known.
  public String manufacturer() {
    return column("system_info", "hardware_vendor").orElse("Unknown");
  }

  /// The model; `Unknown` when it is not known.
  public String model() {
    return column("system_info", "hardware_model").orElse("Unknown");
  }

  /// The name of the computer.
  public String computerName() {
    return column("system_info", "computer_name").orElse("localhost");
  }

  /// The operating system's version, for people.
  public String osVersion() {
    var name = column("os_version", "name").orElse("");
    return (name + " " + column("os_version", "version").orElse("")).strip();
  }

  /// The value of a node of `./DevInfo`, by its path below that; empty for `DevId` and `DmV`, which
  /// are not the machine's.
  public Optional<String> devInfo(String path) {
    return switch (path) {
      case "Man" -> Optional.of(manufacturer());
      case "Mod" -> Optional.of(model());
      case "Lang" -> Optional.of(language(Locale.getDefault()));
      default -> Optional.empty();
    };
  }

  /// The value of a node of `./DevDetail`, by its path below that; empty when this machine has
  /// none.
  public Optional<String> devDetail(String path) {
    return switch (path) {
      case "DevTyp" -> Optional.of(model());
      case "OEM" -> Optional.of(manufacturer());
      case "FwV" -> Optional.of(column("platform_info", "version").orElse("Unknown"));
      case "SwV" -> Optional.of(softwareVersion());
      case "HwV" -> Optional.of(column("system_info", "hardware_version").orElse("Unknown"));
      case "Ext/Microsoft/OSPlatform" -> Optional.of(osVersion());
      case "Ext/Microsoft/LocalTime" ->
          Optional.of(clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
      case "Ext/Microsoft/DeviceName" -> Optional.of(computerName());
      case "Ext/Microsoft/TotalStorage" -> megabytes(root().getTotalSpace());
      case "Ext/Microsoft/FreeStorage" -> megabytes(root().getUsableSpace());
      case "Ext/Microsoft/TotalRAM" ->
          column("system_info", "physical_memory").flatMap(b -> megabytes(Long.parseLong(b)));
      case "Ext/Microsoft/SMBIOSSerialNumber" -> column("system_info", "hardware_serial");
      case "Ext/Microsoft/SMBIOSVersion" -> column("platform_info", "version");
      case "Ext/Microsoft/ProcessorArchitecture" -> processorArchitecture();
      default -> Optional.empty();
    };
  }

  /// The number Windows' SYSTEM_INFO has for it.
  private Optional<String> processorArchitecture() {
    return column("system_info", "cpu_type")
        .flatMap(type ->
            switch (type) {
              case "x86_64" -> Optional.of("9");
              case "aarch64" -> Optional.of("12");
              case "arm" -> Optional.of("5");
              case "x86", "i386", "i686" -> Optional.of("0");
              default -> Optional.empty();
            });
  }

  /// `major.minor.patch`, as far as the system has them.
  private String softwareVersion() {
    var row = row("os_version");
    var number = new StringBuilder();
    for (var part : List.of("major", "minor", "patch")) {
      var value = row.get(part);
      if (value == null) {
        break;
      }
      number.append(number.isEmpty() ? "" : ".").append(value);
    }
    return number.isEmpty() ? String.valueOf(row.getOrDefault("version", "0")) : number.toString();
  }

  static String language(Locale locale) {
    var tag = locale.toLanguageTag();
    return tag.equals("und") ? "en-US" : tag;
  }

  private static Optional<String> megabytes(long bytes) {
    return bytes <= 0 ? Optional.empty() : Optional.of(Long.toString(bytes / MIB));
  }

  private static File root() {
    return Path.of("").toAbsolutePath().getRoot().toFile();
  }

  private Optional<String> column(String table, String column) {
    return Optional.ofNullable(row(table).get(column)).map(Object::toString);
  }

  private Map<String, Object> row(String table) {
    return inventory.read(List.of(table)).stream()
        .flatMap(answer -> answer.rows().stream())
        .findFirst()
        .orElse(Map.of());
  }

  private Optional<String> machineId() {
    return machineIds.stream().flatMap(file -> machineId(file).stream()).findFirst();
  }

  private static Optional<String> machineId(Path file) {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.US_ASCII).strip())
          .filter(text -> text.matches("[0-9a-f]{32}"));
    } catch (IOException _) {
      // Not there, or not for this user: another file may do.
      return Optional.empty();
    }
  }

  private static String hashed(String seed) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(seed.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(ID_PURPOSE.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
