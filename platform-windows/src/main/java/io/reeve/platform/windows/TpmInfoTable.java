package io.reeve.platform.windows;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `tpm_info`: the security chip as it was when Windows started. Where management instrumentation
/// does not tell of it, only which specification it keeps to is known.
record TpmInfoTable(Wmi wmi, SecurityChip chip) implements Table<TpmInfoTable.Row> {
  private static final List<String> PROPERTIES =
      List.of(
          "IsActivated_InitialValue",
          "IsEnabled_InitialValue",
          "IsOwned_InitialValue",
          "ManufacturerVersion",
          "ManufacturerId",
          "ManufacturerIdTxt",
          "ManufacturerVersionInfo",
          "PhysicalPresenceVersionInfo",
          "SpecVersion");

  record Row(
      Optional<Long> activated,
      Optional<Long> enabled,
      Optional<Long> owned,
      Optional<String> manufacturerVersion,
      Optional<Long> manufacturerId,
      Optional<String> manufacturerName,
      Optional<String> productName,
      Optional<String> physicalPresenceVersion,
      Optional<String> specVersion) {}

  @Override
  public String name() {
    return "tpm_info";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public Pace pace() {
    return Pace.FIXED;
  }

  @Override
  public List<Row> read() throws IOException {
    var found = instances();
    if (!found.isEmpty()) {
      return found.stream().map(each -> row(each, Optional.empty())).toList();
    }
    var version = chip.version();
    if (version.isEmpty()) {
      throw new NotApplicableException("this machine has no TPM that Windows knows of");
    }
    return List.of(row(Map.of(), version));
  }

  private List<Map<String, String>> instances() throws IOException {
    try {
      return wmi.instances("root\\cimv2\\Security\\MicrosoftTpm", "Win32_Tpm", PROPERTIES);
    } catch (NotApplicableException _) {
      return List.of();
    }
  }

  private static Row row(Map<String, String> chip, Optional<String> version) {
    return new Row(
        truth(chip, "IsActivated_InitialValue"),
        truth(chip, "IsEnabled_InitialValue"),
        truth(chip, "IsOwned_InitialValue"),
        PatchesTable.known(chip, "ManufacturerVersion"),
        PatchesTable.known(chip, "ManufacturerId").map(TpmInfoTable::unsigned),
        PatchesTable.known(chip, "ManufacturerIdTxt").map(String::strip),
        PatchesTable.known(chip, "ManufacturerVersionInfo").map(String::strip),
        PatchesTable.known(chip, "PhysicalPresenceVersionInfo"),
        PatchesTable.known(chip, "SpecVersion").or(() -> version));
  }

  private static Optional<Long> truth(Map<String, String> chip, String property) {
    return PatchesTable.known(chip, property).map(text -> text.equals("true") ? 1L : 0L);
  }

  /// A number of 32 bits without a sign, which management instrumentation gives one.
  private static long unsigned(String text) {
    return Long.parseLong(text) & 0xFFFFFFFFL;
  }
}
