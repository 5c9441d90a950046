package io.reeve.platform.linux;

import io.reeve.core.files.Certificates;
import io.reeve.core.files.Checks;
import io.reeve.core.files.FileState;
import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Certification authorities that the whole machine trusts, or never trusts.
///
/// Parameters: `sha1`, the certificate's fingerprint and the node's name; `store`, which is `root`
/// (also when it is missing) or `untrusted`. The value is the certificate (base64 of DER); one of
/// another fingerprint is refused. The certificate goes into the distribution's own folder, whose
/// tool then builds the stores; what is read back is the built bundle, so an authority trusted
/// already reads as set. One that is `untrusted` cannot be `root`. On a scratch root no tool runs
/// and the folders are read.
final class CaCertificateMechanism implements Mechanism {
  private static final Pattern SHA1 = Pattern.compile("[0-9A-Fa-f]{40}");
  private static final Pattern STORE = Pattern.compile("root|untrusted");
  private final Host host;

  CaCertificateMechanism(Host host) {
    this.host = host;
  }

  @Override
  public String name() {
    return "ca-certificate";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var sha1 = sha1(address);
    var store = TrustStore.of(host);
    if (!host.isScratch() && !Files.isExecutable(Path.of(store.adds().getFirst()))) {
      throw new NotApplicableException(
          store.adds().getFirst() + " is not installed (package ca-certificates)");
    }
    if (isUntrusted(address)) {
      return new DistrustedPlace(host, store, sha1);
    }
    if (Files.exists(store.distrusted(host, sha1).path())) {
      throw new NotApplicableException("UntrustedCertificates says never to trust " + sha1);
    }
    return new Root(host, store, sha1);
  }

  private static String sha1(Address address) {
    return Checks.parameter(address, "sha1", SHA1).toLowerCase(Locale.ROOT);
  }

  private static boolean isUntrusted(Address address) {
    return Checks.optional(address, "store").isPresent()
        && Checks.parameter(address, "store", STORE).equals("untrusted");
  }

  @Override
  public void settle(List<Address> written) throws IOException {
    var store = TrustStore.of(host);
    boolean fewer = false;
    for (var address : written) {
      fewer |= isUntrusted(address) || !isAnchored(store, sha1(address));
    }
    store.build(host, fewer);
    for (var address : written) {
      boolean gone =
          host.isScratch()
              ? !isAnchored(store, sha1(address))
              : store.trusted(host, sha1(address)).isEmpty();
      if (gone) {
        JavaTrustStore.forget(host, sha1(address));
      }
    }
  }

  private boolean isAnchored(TrustStore store, String sha1) {
    return Files.exists(store.anchor(host, sha1).path());
  }

  @Override
  public String effect(List<Address> written) {
    return host.isScratch() ? "" : "makes the bundles of trusted certificates anew";
  }

  /// An authority to trust.
  private record Root(Host host, TrustStore store, String sha1) implements Point {
    private SystemFile file() {
      return store.anchor(host, sha1);
    }

    @Override
    public Value read() throws IOException {
      var found =
          host.isScratch()
              ? Certificates.find(file().text().orElse(""), sha1)
              : store.trusted(host, sha1);
      return found.map(Value::of).orElseGet(Value::absent);
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent()) {
        file().remove();
        return;
      }
      var der = Certificates.named(sha1, value.wire());
      if (!read().equals(Value.of(Base64.getEncoder().encodeToString(der)))) {
        file().put(Certificates.pem(der), SystemFile.PUBLIC);
      }
    }

    @Override
    public Snapshot capture() throws IOException {
      return new Snapshot(read(), file().state().detail());
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      file().restore(FileState.parse(before.detail()));
    }

    @Override
    public Set<Path> files() {
      return Set.of(file().path(), host.path(store.bundle()), store.distrusted(host, sha1).path());
    }
  }
}
