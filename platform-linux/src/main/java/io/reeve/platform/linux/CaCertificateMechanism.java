package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Certification authorities that the whole machine trusts.
///
/// Parameter: `sha1`, the certificate's fingerprint and the node's name. The value is the
/// certificate (base64 of DER); one of another fingerprint is refused. The certificate goes into
/// the distribution's own folder (Debian's or the RHEL family's), whose tool then builds the
/// stores; what is read back is the built bundle, so an authority trusted already reads as set. On
/// a scratch root no tool runs and the folder is read.
final class CaCertificateMechanism implements Mechanism {
  private static final Pattern SHA1 = Pattern.compile("[0-9A-Fa-f]{40}");
  private static final String PEM_LINE = "-----(BEGIN|END) CERTIFICATE-----";
  private static final int MAX_BYTES = 64 << 10;
  private final Host host;

  CaCertificateMechanism(Host host) {
    this.host = host;
  }

  /// A distribution family's way.
  private record Store(String folder, String bundle, List<String> tool) {
    static final Store DEBIAN =
        new Store(
            "/usr/local/share/ca-certificates",
            "/etc/ssl/certs/ca-certificates.crt",
            List.of("/usr/sbin/update-ca-certificates", "--fresh"));
    static final Store RHEL =
        new Store(
            "/etc/pki/ca-trust/source/anchors",
            "/etc/pki/tls/certs/ca-bundle.crt",
            List.of("/usr/bin/update-ca-trust", "extract"));

    static Store of(Host host) {
      return Files.isDirectory(host.path(RHEL.folder)) ? RHEL : DEBIAN;
    }
  }

  @Override
  public String name() {
    return "ca-certificate";
  }

  @Override
  public Point bind(Address address) {
    var sha1 = Checks.parameter(address, "sha1", SHA1).toLowerCase(Locale.ROOT);
    return new Place(host, Store.of(host), sha1);
  }

  @Override
  public void settle(List<Address> written) throws IOException {
    Reload.run(host, Store.of(host).tool());
    if (!host.isScratch()) {
      for (var address : written) {
        JavaTrustStore.forget(
            host,
            "debian:reeve-" + address.parameter("sha1").toLowerCase(Locale.ROOT) + ".pem",
            bind(address).read().isAbsent());
      }
    }
  }

  /// A certificate.
  private record Place(Host host, Store store, String sha1) implements Point {
    private SystemFile file() {
      return new SystemFile(host, store.folder() + "/reeve-" + sha1 + ".crt");
    }

    @Override
    public Value read() throws IOException {
      var pems = new SystemFile(host, host.isScratch() ? file().name() : store.bundle()).text();
      for (var der : ders(pems.orElse(""))) {
        if (fingerprint(der).equals(sha1)) {
          return Value.of(Base64.getEncoder().encodeToString(der));
        }
      }
      return Value.absent();
    }

    private static List<byte[]> ders(String pems) {
      return Pattern.compile("-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----")
          .matcher(pems)
          .results()
          .map(match -> Base64.getMimeDecoder().decode(match.group(1)))
          .toList();
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent()) {
        file().remove();
        return;
      }
      var der = certificate(value.wire());
      var pem =
          "-----BEGIN CERTIFICATE-----\n"
              + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
              + "\n-----END CERTIFICATE-----\n";
      if (!read().equals(Value.of(Base64.getEncoder().encodeToString(der)))) {
        file().put(pem.getBytes(StandardCharsets.US_ASCII), SystemFile.PUBLIC);
      }
    }

    private byte[] certificate(String base64) throws IOException {
      var der = Base64.getMimeDecoder().decode(base64.replaceAll(PEM_LINE, ""));
      if (der.length > MAX_BYTES) {
        throw new IOException("the certificate is over 64 KiB");
      }
      try {
        var parsed =
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der));
        var encoded = parsed.getEncoded();
        if (!fingerprint(encoded).equals(sha1)) {
          throw new IOException(
              "the certificate's SHA-1 is " + fingerprint(encoded) + ", the node is named " + sha1);
        }
        return encoded;
      } catch (GeneralSecurityException e) {
        throw new IOException("not an X.509 certificate: " + e.getMessage(), e);
      }
    }

    private static String fingerprint(byte[] der) {
      try {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(der));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java has SHA-1", e);
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
      return Set.of(file().path(), host.path(store.bundle()));
    }
  }
}
