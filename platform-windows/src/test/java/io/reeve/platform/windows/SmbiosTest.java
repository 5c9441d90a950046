package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Tables written by the rules of DMTF DSP0134.
final class SmbiosTest {
  private final ByteArrayOutputStream table = new ByteArrayOutputStream();

  SmbiosTest() {
    table.writeBytes(new byte[] {0, 3, 2, 0, 0, 0, 0, 0});
  }

  private SmbiosTest structure(int type, byte[] formatted, String texts) {
    table.write(type);
    table.write(formatted.length + 4);
    table.writeBytes(new byte[2]);
    table.writeBytes(formatted);
    table.writeBytes((texts + "\0").getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  private SmbiosTest machine(int serial) {
    return structure(0, new byte[] {1, 2, 0, 0, 3}, "Maker\0001.0\00001/02/2026\0")
        .structure(1, new byte[] {1, 2, 3, (byte) serial, 0, 0}, "Maker\0Model\0A\0 5CG1 \0")
        .structure(127, new byte[0], "\0");
  }

  @Test
  void theSerialNumberIsTheSystemsOwn() {
    assertThat(Smbios.serial(machine(4).table.toByteArray())).isEqualTo("5CG1");
  }

  @Test
  void aMachineWithoutOneHasNone() {
    assertThat(Smbios.serial(machine(0).table.toByteArray())).isEmpty();
    assertThat(Smbios.serial(new byte[0])).isEmpty();
  }

  @Test
  void aTableThatIsCutOffAnywhereHarmsNothing() {
    var whole = machine(9).table.toByteArray();
    for (int length = 0; length <= whole.length; length++) {
      assertThat(Smbios.serial(Arrays.copyOf(whole, length))).isEmpty();
    }
  }
}
