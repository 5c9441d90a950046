package io.reeve.platform.linux;

import io.reeve.core.files.Certificates;
import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where a family of distributions keeps the authorities that the whole machine trusts.
///
/// @param anchors the administrator's folder for authorities to trust
/// @param ending of the files there that are read
/// @param blocklist the folder for authorities never to trust; empty for Debian, whose packaged
///   ones are turned off by name and whose local ones cannot be
/// @param bundle what programs read, built by the tool
/// @param adds the tool, when there is more to trust
/// @param removes the tool, when there is less
record TrustStore(
    String anchors,
    String ending,
    Optional<String> blocklist,
    String bundle,
    List<String> adds,
    List<String> removes) {

  private static final List<String> UPDATE_TRUST = List.of("/usr/bin/update-ca-trust", "extract");
  private static final List<String> UPDATE = List.of("/usr/sbin/update-ca-certificates");

  /// Without `--fresh` the link that a removed authority had by its hash stays.
  private static final TrustStore DEBIAN =
      new TrustStore(
          "/usr/local/share/ca-certificates",
          ".crt",
          Optional.empty(),
          "/etc/ssl/certs/ca-certificates.crt",
          UPDATE,
          List.of(UPDATE.getFirst(), "--fresh"));

  /// The first of which the folder is there; Debian when none is.
  private static final List<TrustStore> OTHERS =
      List.of(
          new TrustStore(
              "/etc/pki/ca-trust/source/anchors",
              ".crt",
              Optional.of("/etc/pki/ca-trust/source/blocklist"),
              "/etc/pki/tls/certs/ca-bundle.crt",
              UPDATE_TRUST,
              UPDATE_TRUST),
          new TrustStore(
              "/etc/pki/trust/anchors",
              ".crt",
              Optional.of("/etc/pki/trust/blocklist"),
              "/var/lib/ca-certificates/ca-bundle.pem",
              UPDATE,
              UPDATE),
          new TrustStore(
              "/etc/ca-certificates/trust-source/anchors",
              ".crt",
              Optional.of("/etc/ca-certificates/trust-source/blocklist"),
              "/etc/ssl/certs/ca-certificates.crt",
              UPDATE_TRUST,
              UPDATE_TRUST));

  private static final Duration DEADLINE = Duration.ofMinutes(3);

  static TrustStore of(Host host) {
    return OTHERS.stream()
        .filter(store -> Files.isDirectory(host.path(store.anchors)))
        .findFirst()
        .orElse(DEBIAN);
  }

  /// Our file for an authority to trust.
  SystemFile anchor(Host host, String sha1) {
    return new SystemFile(host, anchors + "/reeve-" + sha1 + ending);
  }

  /// Our file for an authority not to trust. Debian's tool passes over that ending.
  SystemFile distrusted(Host host, String sha1) {
    return blocklist.isPresent()
        ? new SystemFile(host, blocklist.get() + "/reeve-" + sha1 + ".pem")
        : new SystemFile(host, anchors + "/reeve-" + sha1 + ".distrusted");
  }

  /// The authority of that fingerprint, if programs trust it; a scratch root has no bundle.
  Optional<String> trusted(Host host, String sha1) throws IOException {
    return Certificates.find(new SystemFile(host, bundle).text().orElse(""), sha1);
  }

  /// Builds the bundle and what else the distribution has.
  ///
  /// @param fewer whether something is no longer trusted
  void build(Host host, boolean fewer) throws IOException {
    var arguments = fewer ? removes : adds;
    if (host.isScratch() || !Files.isExecutable(host.path(arguments.getFirst()))) {
      return;
    }
    var result = host.commands().run(arguments, DEADLINE);
    if (!result.ok()) {
      throw new OsException(String.join(" ", arguments), result.exit(), result.err().strip());
    }
  }
}
