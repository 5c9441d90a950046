package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The properties and numbers are those that Microsoft publishes for `Win32_EncryptableVolume`.
final class EncryptionMechanismTest {
  private final MemoryWmi wmi = new MemoryWmi();

  private void volume(String letter, int kind, String protection, String conversion) {
    wmi.given(
        "Win32_EncryptableVolume",
        "DeviceID",
        "\\\\?\\Volume{11111111-2222-3333-4444-555555555555}\\",
        "DriveLetter",
        letter,
        "VolumeType",
        "" + kind,
        "ProtectionStatus",
        protection,
        "ConversionStatus",
        conversion);
  }

  private Value read(String what) throws IOException {
    return new EncryptionMechanism(Optional.of(wmi), Clock.systemUTC())
        .bind(new Address("encryption", Map.of("what", what)))
        .read();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1, 0",
    "0, 0, 1, 1, 4",
    "0, 1, 1, 1, 4",
    "1, 2, 1, 1, 4",
    "2, 1, 1, 1, 4",
    "1, 1, 0, 0, 512",
    "1, 1, 2, 1, 0",
    "1, 1, 2, '', 0",
    "1, 1, 2, 0, 512",
    "0, 0, 0, 0, 516",
  })
  void whatIsNotProtectedIsTold(
      String protection, String conversion, String other, String itsConversion, long bits)
      throws IOException {
    volume("C:", 0, protection, conversion);
    volume("D:", 1, other, itsConversion);
    volume("E:", 2, "0", "0");
    assertThat(read("status")).isEqualTo(Value.of(bits));
    assertThat(read("compliance")).isEqualTo(Value.of(bits == 0));
  }

  @Test
  void aWindowsWithoutBitLockerSaysSo() {
    assertThatThrownBy(() -> read("status")).hasMessageContaining("Win32_EncryptableVolume");
  }

  @Test
  void withoutTheSystemsVolumeNothingIsClaimed() {
    volume("D:", 1, "1", "1");
    assertThatThrownBy(() -> read("compliance")).hasMessageContaining("system's volume");
  }

  @Test
  void itCanOnlyBeReadAndNotOnAScratchRoot() throws IOException {
    volume("C:", 0, "1", "1");
    var address = new Address("encryption", Map.of("what", "status"));
    var point = new EncryptionMechanism(Optional.of(wmi), Clock.systemUTC()).bind(address);
    assertThatThrownBy(() -> point.write(Value.of(0))).isInstanceOf(IOException.class);
    assertThatThrownBy(
            () -> new EncryptionMechanism(Optional.empty(), Clock.systemUTC()).bind(address))
        .isInstanceOf(NotApplicableException.class);
    assertThatThrownBy(() ->
            new EncryptionMechanism(Optional.empty(), Clock.systemUTC())
                .bind(new Address("encryption", Map.of("what", "all"))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
