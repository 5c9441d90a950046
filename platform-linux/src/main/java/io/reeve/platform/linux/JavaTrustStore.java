package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/// Debian's trust store for Java, which keeps an authority after `update-ca-certificates` has
/// removed it everywhere else.
final class JavaTrustStore {
  private static final String FILE = "/etc/ssl/certs/java/cacerts";

  /// Not a secret: the well-known password of every such store.
  private static final char[] PASSWORD = "changeit".toCharArray();

  private JavaTrustStore() {}

  /// Removes an alias when it is there and should not be.
  static void forget(Host host, String alias, boolean gone) throws IOException {
    var file = new SystemFile(host, FILE);
    var bytes = file.bytes();
    if (!gone || bytes.isEmpty()) {
      return;
    }
    try {
      var store = KeyStore.getInstance("JKS");
      store.load(new ByteArrayInputStream(bytes.get()), PASSWORD);
      if (store.containsAlias(alias)) {
        store.deleteEntry(alias);
        var out = new ByteArrayOutputStream();
        store.store(out, PASSWORD);
        file.put(out.toByteArray(), SystemFile.PUBLIC);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot remove " + alias + " from " + FILE, e);
    }
  }
}
