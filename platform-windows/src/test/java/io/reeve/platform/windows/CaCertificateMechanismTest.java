package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CaCertificateMechanismTest implements CertificatePlaces {
  private static final HexFormat HEX = HexFormat.of();
  private final MemoryRegistry registry = new MemoryRegistry();
  private final Map<String, byte[]> kept = new HashMap<>();
  private final Map<String, byte[]> ofPolicy = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private final CertificateStores stores =
      new CertificateStores() {
        @Override
        public Optional<byte[]> find(String store, String sha1) {
          return Optional.ofNullable(kept.get(store + sha1))
              .or(() -> Optional.ofNullable(ofPolicy.get(store + sha1)));
        }

        @Override
        public Optional<byte[]> own(String store, String sha1) {
          return Optional.ofNullable(kept.get(store + sha1))
              .map(der -> (properties.getOrDefault(store + sha1, "") + "|" + HEX.formatHex(der)))
              .map(text -> text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void putBack(String store, byte[] own) {
          var words = new String(own, StandardCharsets.UTF_8).split("\\|", -1);
          add(store, HEX.parseHex(words[1]));
          properties.put(store + SHA1, words[0]);
        }

        @Override
        public void add(String store, byte[] der) {
          kept.put(store + io.reeve.core.files.Certificates.fingerprint(der), der);
        }

        @Override
        public void remove(String store, String sha1) {
          kept.remove(store + sha1);
          properties.remove(store + sha1);
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

  private Mechanism.Point root() throws IOException {
    return new CaCertificateMechanism(Optional.of(stores), Optional.of(registry))
        .bind(new Address("ca-certificate", Map.of("sha1", SHA1)));
  }

  @Test
  void aRootThatWasLimitedComesBackLimited() throws IOException {
    stores.add("Root", Base64.getDecoder().decode(DER));
    properties.put("Root" + SHA1, "for mail only");
    var before = root().capture();
    root().write(Value.absent());
    root().write(Value.of(DER));
    assertThat(properties).isEmpty();
    root().restore(before);
    assertThat(properties).containsEntry("Root" + SHA1, "for mail only");
  }

  @Test
  void whatOnlyAGroupPolicyHasIsNotPutIntoTheMachinesOwnStore() throws IOException {
    ofPolicy.put("Root" + SHA1, Base64.getDecoder().decode(DER));
    var before = root().capture();
    assertThat(before.value()).isEqualTo(Value.of(DER));
    root().write(Value.of(DER));
    root().restore(before);
    assertThat(kept).isEmpty();
    assertThat(root().read()).isEqualTo(Value.of(DER));
  }

  @Test
  void changesByOthersAreToldFromTheRegistry() throws IOException {
    var heard = new ArrayList<String>();
    var mechanism = new CaCertificateMechanism(Optional.of(stores), Optional.of(registry));
    try (var _ = mechanism.watch(heard::add)) {
      for (var store : List.of("Root", "CA", "Disallowed")) {
        var certificates =
            RegistryKey.machine("SOFTWARE\\Microsoft\\SystemCertificates")
                .child(store)
                .child("Certificates");
        registry.given(certificates.child(SHA1), "Blob", RegistryData.number(1));
      }
      registry.given(RegistryKey.machine("SOFTWARE\\Other"), "x", RegistryData.number(1));
    }
    assertThat(heard).hasSize(3);
  }

  @Test
  void aScratchRootHasNone() {
    var none = new CaCertificateMechanism(Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> none.bind(new Address("ca-certificate", Map.of("sha1", SHA1))))
        .isInstanceOf(NotApplicableException.class);
  }
}
