package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Library;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecurityChipTest {
  /// Windows with base services that say so.
  private static SecurityChip saying(int answer, int version) {
    Tbs services =
        (size, info) -> {
          assertThat(size).isEqualTo(16);
          assertThat(info.structVersion).isEqualTo(1);
          info.tpmVersion = version;
          return answer;
        };
    return SecurityChip.of(
        new Win32() {
          @Override
          public <T extends Library> T load(String dll, Class<T> functions) {
            assertThat(dll).isEqualTo("tbs");
            return functions.cast(services);
          }

          @Override
          public int lastError() {
            return 0;
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"1,1.2", "2,2.0", "3,version 3"})
  void itsSpecificationIsTold(int number, String version) throws IOException {
    assertThat(saying(0, number).version()).contains(version);
  }

  @Test
  void aMachineWithoutOneHasNone() throws IOException {
    assertThat(saying(0x8028400F, 0).version()).isEmpty();
  }

  @Test
  void baseServicesThatDoNotAnswerAreNoAnswer() {
    assertThatThrownBy(() -> saying(0x80284008, 0).version())
        .isInstanceOf(OsException.class)
        .hasMessageContaining("Tbsi_GetDeviceInfo");
  }
}
