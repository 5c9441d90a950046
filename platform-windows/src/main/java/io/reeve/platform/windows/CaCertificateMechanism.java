package io.reeve.platform.windows;

import io.reeve.core.files.Certificates;
import io.reeve.core.files.Checks;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Certificates in the machine's stores. Parameters: `sha1`, the certificate's fingerprint and the
/// node's name; `store`: `root` (also when it is missing), `intermediate` or `untrusted`. The value
/// is the certificate (base64 of DER); one of another fingerprint is refused.
///
/// What is read is the store as Windows puts it together, so a certificate that group policy brings
/// reads as set. One that is `untrusted` cannot be `root`.
final class CaCertificateMechanism implements Mechanism {
  private static final Pattern SHA1 = Pattern.compile("[0-9A-Fa-f]{40}");
  private static final String UNTRUSTED = "Disallowed";
  private static final Map<String, String> STORES =
      Map.of("root", "Root", "intermediate", "CA", "untrusted", UNTRUSTED);

  private final Optional<CertificateStores> stores;
  private final Optional<Registry> registry;

  /// @param stores empty where this is no real machine
  /// @param registry where Windows keeps them, to hear of changes; empty likewise
  CaCertificateMechanism(Optional<CertificateStores> stores, Optional<Registry> registry) {
    this.stores = stores;
    this.registry = registry;
  }

  @Override
  public String name() {
    return "ca-certificate";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var sha1 = Checks.parameter(address, "sha1", SHA1).toLowerCase(Locale.ROOT);
    var word = Checks.optional(address, "store").orElse("root");
    var store = STORES.get(word);
    if (store == null) {
      throw new IllegalArgumentException("not a certificate store: '" + word + "'");
    }
    var there =
        stores.orElseThrow(
            () -> new NotApplicableException("a scratch root has no certificate stores"));
    return new Place(there, store, sha1);
  }

  @Override
  public Watch watch(Listener listener) throws IOException {
    return registry.isPresent()
        ? registry.get().watch(CaCertificateMechanism::keys, listener)
        : () -> {};
  }

  private static Set<RegistryKey> keys() {
    var all = RegistryKey.machine("SOFTWARE\\Microsoft\\SystemCertificates");
    return STORES.values().stream()
        .map(store -> all.child(store).child("Certificates"))
        .collect(Collectors.toSet());
  }

  /// A certificate of a store.
  private record Place(CertificateStores stores, String store, String sha1) implements Point {
    @Override
    public Value read() throws IOException {
      if (!store.equals(UNTRUSTED) && stores.find(UNTRUSTED, sha1).isPresent()) {
        throw new NotApplicableException("UntrustedCertificates says never to trust " + sha1);
      }
      return found();
    }

    private Value found() throws IOException {
      return stores
          .find(store, sha1)
          .<Value>map(der -> Value.of(Base64.getEncoder().encodeToString(der)))
          .orElse(Value.absent());
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent()) {
        stores.remove(store, sha1);
        return;
      }
      var der = Certificates.named(sha1, value.wire());
      if (!found().equals(Value.of(Base64.getEncoder().encodeToString(der)))) {
        stores.add(store, der);
      }
    }

    /// The machine's own copy with its properties: a root that was limited is not to come back
    /// trusted for everything, and what only a group policy has is not ours to put there.
    @Override
    public Snapshot capture() throws IOException {
      var own = stores.own(store, sha1).map(Base64.getEncoder()::encodeToString);
      return new Snapshot(found(), own.orElse(""));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      if (before.detail().isEmpty()) {
        stores.remove(store, sha1);
      } else {
        stores.putBack(store, Base64.getDecoder().decode(before.detail()));
      }
    }
  }
}
