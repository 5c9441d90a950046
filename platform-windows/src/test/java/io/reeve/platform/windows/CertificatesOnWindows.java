package io.reeve.platform.windows;

import static io.reeve.platform.windows.Crypt32.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The stores themselves. What a machine that somebody uses trusts is not changed.
final class CertificatesOnWindows implements CertificatePlaces {
  private final Win32 windows = WineWin32.here();

  @BeforeEach
  @AfterEach
  void takeAwayWhatTheTestMade() throws IOException {
    assumeTrue(WineWin32.isHosted(), "SKIPPED: trust is changed inside Wine only");
    for (var store : new String[] {"Root", "CA", "Disallowed"}) {
      stores().remove(store, SHA1);
    }
  }

  @Override
  public CertificateStores stores() {
    return new NativeCertificateStores(windows);
  }

  @Override
  public Registry registry() {
    return new NativeRegistry(windows);
  }

  /// With a name that somebody gave it, which is one of its properties.
  @Test
  void aCertificateComesBackWithItsProperties() throws Exception {
    var der = Base64.getDecoder().decode(DER);
    var functions = windows.load("crypt32", Crypt32.class);
    var context = functions.CertCreateCertificateContext(X509_ASN_ENCODING, der, der.length);
    var name = Wide.of("for mail only");
    try (var text = new Memory(name.length)) {
      text.write(0, name, 0, name.length);
      var blob = new CRYPT_HASH_BLOB();
      blob.cbData = name.length;
      blob.pbData = text;
      blob.write();
      functions.CertSetCertificateContextProperty(
          Objects.requireNonNull(context), CERT_FRIENDLY_NAME_PROP_ID, 0, blob.getPointer());
    }
    var element = new byte[4096];
    var size = new int[] {element.length};
    functions.CertSerializeCertificateStoreElement(context, 0, element, size);
    functions.CertFreeCertificateContext(context);
    var named = Arrays.copyOf(element, size[0]);
    stores().putBack("CA", named);
    var own = stores().own("CA", SHA1).orElseThrow();
    assertThat(
            new String(own, StandardCharsets.UTF_16LE)
                + new String(own, 1, own.length - 1, StandardCharsets.UTF_16LE))
        .contains("for mail only");
    stores().remove("CA", SHA1);
    assertThat(stores().own("CA", SHA1)).isEmpty();
    stores().putBack("CA", own);
    assertThat(stores().own("CA", SHA1))
        .hasValueSatisfying(again -> assertThat(again).isEqualTo(own));
  }

  @Test
  void aCertificateThatSomebodyAddsIsTold() throws Exception {
    var told = new LinkedBlockingQueue<String>();
    var mechanism = new CaCertificateMechanism(Optional.of(stores()), Optional.of(registry()));
    try (var _ = mechanism.watch(told::add)) {
      stores().add("Disallowed", Base64.getDecoder().decode(DER));
      assertThat(told.poll(30, TimeUnit.SECONDS)).isEmpty();
    }
  }
}
