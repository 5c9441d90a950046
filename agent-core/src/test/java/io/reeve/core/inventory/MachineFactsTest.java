package io.reeve.core.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MachineFactsTest {
  private static final String MACHINE_ID = "0123456789abcdef0123456789abcdef";

  @TempDir Path folder;
  private final Map<String, Map<String, Object>> rows = new HashMap<>();

  @ParameterizedTest
  @CsvSource({
    "Man, Example Corp",
    "Mod, Book 7",
  })
  void devInfoNamesTheMachine(String path, String expected) {
    laptop();
    assertThat(facts().devInfo(path)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "DevTyp, Book 7",
    "OEM, Example Corp",
    "FwV, 1.23",
    "SwV, 12.5",
    "HwV, Unknown",
    "Ext/Microsoft/OSPlatform, Debian GNU/Linux 12 (bookworm)",
    "Ext/Microsoft/LocalTime, 2026-01-02T03:04:05Z",
    "Ext/Microsoft/DeviceName, laptop-1",
    "Ext/Microsoft/TotalRAM, 16384",
    "Ext/Microsoft/SMBIOSSerialNumber, SN-1",
    "Ext/Microsoft/ProcessorArchitecture, 9",
  })
  void devDetailDescribesIt(String path, String expected) {
    laptop();
    assertThat(facts().devDetail(path)).contains(expected);
  }

  @Test
  void whatIsNotKnownIsAbsentOrSaysSo() {
    assertThat(facts().devInfo("Man")).contains("Unknown");
    assertThat(facts().devInfo("DevId")).isEmpty();
    assertThat(facts().devDetail("Ext/Microsoft/SMBIOSSerialNumber")).isEmpty();
    assertThat(facts().devDetail("Ext/Microsoft/MobileID")).isEmpty();
  }

  @Test
  void theIdIsStableAndTellsNothingOfWhatItIsMadeFrom() throws IOException {
    rows.put("system_info", Map.of("uuid", "4c4c4544-0042-3510-8051-b7c04f4e3132"));
    var id = facts().hardwareId();
    assertThat(id).matches("[0-9a-f]{64}").isEqualTo(facts().hardwareId());
    rows.clear();
    Files.writeString(machineIdFile(), MACHINE_ID + "\n");
    assertThat(facts().hardwareId())
        .matches("[0-9a-f]{64}")
        .isNotEqualTo(id)
        .doesNotContain(MACHINE_ID);
  }

  @Test
  void aMachineWithoutAnyIdSaysSo() throws IOException {
    Files.writeString(machineIdFile(), "uninitialized\n");
    assertThatThrownBy(() -> facts().hardwareId())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has no id");
  }

  @Test
  void theLanguageIsATag() {
    assertThat(MachineFacts.language(Locale.GERMANY)).isEqualTo("de-DE");
    assertThat(MachineFacts.language(Locale.ROOT)).isEqualTo("en-US");
  }

  private void laptop() {
    rows.put(
        "system_info",
        Map.of(
            "hardware_vendor", "Example Corp",
            "hardware_model", "Book 7",
            "hardware_serial", "SN-1",
            "computer_name", "laptop-1",
            "cpu_type", "x86_64",
            "physical_memory", 16L * 1024 * 1024 * 1024));
    rows.put("platform_info", Map.of("version", "1.23"));
    rows.put(
        "os_version",
        Map.of("name", "Debian GNU/Linux", "version", "12 (bookworm)", "major", 12L, "minor", 5L));
  }

  private Path machineIdFile() {
    return folder.resolve("machine-id");
  }

  private MachineFacts facts() {
    var clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);
    return new MachineFacts(new Fixed(), clock, List.of(folder.resolve("none"), machineIdFile()));
  }

  private final class Fixed implements Inventory {
    @Override
    public List<String> tables() {
      return List.copyOf(rows.keySet());
    }

    @Override
    public Optional<List<String>> columns(String table) {
      return Optional.empty();
    }

    @Override
    public List<Answer> read(List<String> tables) {
      return tables.stream()
          .map(table ->
              new Answer(
                  table,
                  List.of(),
                  Optional.ofNullable(rows.get(table)).stream().toList(),
                  Optional.empty()))
          .toList();
    }

    @Override
    public Answer query(String sql) {
      throw new UnsupportedOperationException("not asked here");
    }
  }
}
