package io.reeve.enroll;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// The roots this machine trusts. The operating system's own come first: what an administrator adds
/// there is meant to count, and Java's list does not know of it.
final class SystemRoots {
  private static final List<String> STORES = List.of("Windows-ROOT", "KeychainStore-ROOT");
  private static final List<Path> BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  private SystemRoots() {}

  static List<X509Certificate> read() throws GeneralSecurityException, IOException {
    for (var type : STORES) {
      if (Security.getAlgorithms("KeyStore").stream().anyMatch(type::equalsIgnoreCase)) {
        return ofStore(type);
      }
    }
    return bundle(BUNDLES);
  }

  /// Which files the bundles are, and when they were changed last.
  static String state() {
    return state(BUNDLES);
  }

  static String state(List<Path> bundles) {
    return bundles.stream().map(SystemRoots::state).collect(Collectors.joining("; "));
  }

  private static String state(Path bundle) {
    try {
      var about = Files.readAttributes(bundle, BasicFileAttributes.class);
      boolean unix = bundle.getFileSystem().supportedFileAttributeViews().contains("unix");
      return "%s %d %s %s"
          .formatted(
              about.fileKey(),
              about.size(),
              about.lastModifiedTime(),
              unix ? Files.getAttribute(bundle, "unix:ctime") : "");
    } catch (IOException _) {
      return "none"; // this system has its roots elsewhere
    }
  }

  /// The first bundle that can be read, else Java's own list.
  static List<X509Certificate> bundle(List<Path> bundles) throws GeneralSecurityException {
    for (var bundle : bundles) {
      try {
        var roots = Certificates.fromPem(Files.readAllBytes(bundle));
        if (!roots.isEmpty()) {
          return roots;
        }
      } catch (IOException | CertificateException _) {
        // not this system's place, or one certificate in it is broken: the next will do
      }
    }
    return ofJava();
  }

  private static List<X509Certificate> ofStore(String type)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(type);
    store.load(null, null);
    var roots = new ArrayList<X509Certificate>();
    for (var alias : Collections.list(store.aliases())) {
      if (store.getCertificate(alias) instanceof X509Certificate root) {
        roots.add(root);
      }
    }
    return roots;
  }

  private static List<X509Certificate> ofJava() throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance("PKIX");
    factory.init((KeyStore) null);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
        .toList();
  }
}
