package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CaCertificateMechanismTest implements CertificatePlaces {
  private final MemoryRegistry registry = new MemoryRegistry();
  private final Map<String, byte[]> kept = new HashMap<>();
  private final CertificateStores stores =
      new CertificateStores() {
        @Override
        public Optional<byte[]> find(String store, String sha1) {
          return Optional.ofNullable(kept.get(store + sha1));
        }

        @Override
        public void add(String store, byte[] der) {
          kept.put(store + io.reeve.core.files.Certificates.fingerprint(der), der);
        }

        @Override
        public void remove(String store, String sha1) {
          kept.remove(store + sha1);
        }
      };

  @Override
  public CertificateStores stores() {
    return stores;
  }

  @Override
  public Registry registry() {
    return registry;
  }

  @Test
  void changesByOthersAreToldFromTheRegistry() throws IOException {
    var heard = new ArrayList<String>();
    var mechanism = new CaCertificateMechanism(Optional.of(stores), Optional.of(registry));
    try (var _ = mechanism.watch(heard::add)) {
      registry.listeners.getFirst().changed("");
    }
    assertThat(heard).containsExactly("");
  }

  @Test
  void aScratchRootHasNone() {
    var none = new CaCertificateMechanism(Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> none.bind(new Address("ca-certificate", Map.of("sha1", SHA1))))
        .isInstanceOf(NotApplicableException.class);
  }
}
