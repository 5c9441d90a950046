package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.OsException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the failures of management instrumentation mean.
final class NativeWmiTest {
  private static OsException failed(int code) {
    return WinError.failure("IWbemLocator.ConnectServer", code, "it");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x8004100E, 0x80041010, 0x80041013})
  void whatThisWindowsHasNotIsNotApplicable(int code) {
    assertThat(NativeWmi.said("root\\cimv2", "Win32_Thing", failed(code)))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("has no Win32_Thing");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x80041003, 0x80070005})
  void theBridgeIsForTheSystemOnlyAndElsewhereARefusalIsAFailure(int code) {
    var refused = failed(code);
    assertThat(NativeWmi.said(Wmi.BRIDGE, "MDM_RemoteWipe", refused))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("to the system only");
    assertThat(NativeWmi.said("root\\cimv2", "Win32_Service", refused)).isSameAs(refused);
  }
}
