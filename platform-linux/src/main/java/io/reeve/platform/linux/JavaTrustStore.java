package io.reeve.platform.linux;

import io.reeve.core.files.Certificates;
import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Debian's trust store for Java, which keeps an authority after `update-ca-certificates` has
/// removed it everywhere else, even when that is told to begin afresh.
final class JavaTrustStore {
  static final String FILE = "/etc/ssl/certs/java/cacerts";

  /// What Debian's tool calls the entries it makes. Those of others stay.
  private static final String MADE_BY_DEBIAN = "debian:";

  /// Not a secret: the well-known password of every such store.
  private static final char[] PASSWORD = "changeit".toCharArray();

  private JavaTrustStore() {}

  /// Removes what Debian's tool has left there of an authority.
  static void forget(Host host, String sha1) throws IOException {
    var file = new SystemFile(host, FILE);
    if (file.bytes().isEmpty()) {
      return;
    }
    try {
      var store = KeyStore.getInstance(file.path().toRealPath().toFile(), PASSWORD);
      var aliases = aliases(store, sha1);
      for (var alias : aliases) {
        store.deleteEntry(alias);
      }
      if (!aliases.isEmpty()) {
        var out = new ByteArrayOutputStream();
        store.store(out, PASSWORD);
        file.put(out.toByteArray(), SystemFile.PUBLIC);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot remove " + sha1 + " from " + FILE + ": " + e.getMessage(), e);
    }
  }

  private static List<String> aliases(KeyStore store, String sha1) throws GeneralSecurityException {
    var found = new ArrayList<String>();
    for (var alias : Collections.list(store.aliases())) {
      var certificate = store.getCertificate(alias);
      if (alias.startsWith(MADE_BY_DEBIAN)
          && certificate != null
          && Certificates.fingerprint(certificate.getEncoded()).equals(sha1)) {
        found.add(alias);
      }
    }
    return found;
  }
}
