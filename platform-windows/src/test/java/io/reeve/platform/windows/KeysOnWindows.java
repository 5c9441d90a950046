package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reeve.enroll.KeyHomeException;
import io.reeve.enroll.StopgapCertificate;
import io.reeve.platform.windows.MachineKeys.Keeper;
import java.io.IOException;
import java.security.PublicKey;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keys of the machine. Wine makes RSA keys and forgets them at once, so what comes of a key later
/// is proven on Windows only, where the tests make one and delete it.
final class KeysOnWindows {
  private static final String NAME = "reeve-000000000000test";
  private static final byte[] DER = Base64.getDecoder().decode(CertificatePlaces.DER);
  private final Win32 windows = WineWin32.here();

  private NativeMachineKeys keys() {
    return new NativeMachineKeys(windows);
  }

  private NativeMachineCertificates certificates() {
    return new NativeMachineCertificates(windows);
  }

  @BeforeEach
  @AfterEach
  void takeAwayWhatTheTestMade() throws IOException {
    certificates().remove(NAME);
    if (!WineWin32.isHosted()) {
      keys().delete(Keeper.SOFTWARE, NAME);
    }
  }

  @Test
  void aKeyIsMadeAndItsPublicHalfIsTold() throws IOException {
    keys().require(Keeper.SOFTWARE);
    var key = keys().make(Keeper.SOFTWARE, NAME, "RSA", 2048);
    assertThat(key).isInstanceOf(RSAPublicKey.class);
    assertThat(((RSAPublicKey) key).getModulus().bitLength()).isEqualTo(2048);
  }

  @Test
  void aCertificateHasItsNameAndItsKeyUntilItGoes() throws IOException {
    assertThat(certificates().keeper(NAME)).isEmpty();
    certificates().put(NAME, Keeper.TPM, DER);
    assertThat(certificates().keeper(NAME)).contains(Keeper.TPM);
    certificates().remove(NAME);
    certificates().put(NAME, Keeper.SOFTWARE, DER);
    assertThat(certificates().keeper(NAME)).contains(Keeper.SOFTWARE);
    certificates().remove(NAME);
    assertThat(certificates().keeper(NAME)).isEmpty();
    certificates().remove(NAME);
  }

  @Test
  void whatIsNoCertificateIsRefused() {
    assertThatThrownBy(() -> certificates().put(NAME, Keeper.SOFTWARE, new byte[] {1, 2, 3}))
        .hasMessageContaining("CertCreateCertificateContext");
  }

  /// All of it, as an enrolment does it: made, put beside a certificate, found and used by Java
  /// (the vault lets it sign as TLS 1.2 and 1.3 do), and gone again.
  @ParameterizedTest
  @CsvSource({"RSA, 2048", "EC, 256", "EC, 384"})
  void aKeyOfTheMachineSignsThroughJava(String algorithm, int bits) throws IOException {
    assumeFalse(WineWin32.isHosted(), "SKIPPED: Wine keeps no keys");
    assumeTrue(Security.getProvider("SunMSCAPI") != null, "SKIPPED: no SunMSCAPI here");
    var vault = WindowsMy.of(windows).open(Map.of("hardware", "never"));
    var pair = vault.generate(NAME, algorithm, bits, KeysOnWindows::stopgap);
    assertThat(pair.getPrivate().getEncoded()).as("it does not leave").isNull();
    assertThat(vault.key(NAME)).isPresent();
    vault.delete(NAME);
    assertThat(vault.key(NAME)).isEmpty();
  }

  private static X509Certificate stopgap(PublicKey key) throws IOException {
    try {
      return StopgapCertificate.of(NAME, key);
    } catch (KeyHomeException e) {
      throw new IOException(e);
    }
  }
}
