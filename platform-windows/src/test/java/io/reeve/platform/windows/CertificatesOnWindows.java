package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.Base64;
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
