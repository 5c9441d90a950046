package io.reeve.enroll;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// One TLS conversation over loopback with a server that demands a client certificate.
final class TlsPair {
  private TlsPair() {}

  /// The subject of the certificate the server saw.
  static String subjectSeen(Pki pki, SSLContext client, String protocol)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    try (var listening = server(pki, protocol);
        var executor = Executors.newSingleThreadExecutor()) {
      var seen =
          executor.submit(() -> {
            try (var accepted = (SSLSocket) listening.accept()) {
              accepted.setSoTimeout(20_000);
              var subject = accepted.getSession().getPeerPrincipal().getName();
              accepted.getInputStream().read();
              accepted.getOutputStream().write(1);
              return subject;
            }
          });
      try (var socket =
          (SSLSocket)
              client
                  .getSocketFactory()
                  .createSocket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
        socket.setSoTimeout(20_000);
        socket.setEnabledProtocols(Tls.PROTOCOLS.toArray(String[]::new));
        socket.startHandshake();
        socket.getOutputStream().write(7);
        socket.getInputStream().read();
      }
      return seen.get(20, TimeUnit.SECONDS);
    }
  }

  private static SSLServerSocket server(Pki pki, String protocol) throws IOException {
    var pair = Pki.pair();
    var certificate =
        Pki.issue(
            "CN=localhost",
            pair.getPublic(),
            "CN=Test Issuing",
            pki.issuingKey,
            Pki.Kind.SERVER,
            Pki.NOW);
    var identity = new Identity(pair.getPrivate(), List.of(certificate, pki.issuing));
    var context = context(pki, identity);
    var listening =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    listening.setNeedClientAuth(true);
    listening.setEnabledProtocols(new String[] {protocol});
    listening.setSoTimeout(20_000);
    return listening;
  }

  private static SSLContext context(Pki pki, Identity identity) {
    try {
      var trust = TrustManagerFactory.getInstance("PKIX");
      var roots = KeyStore.getInstance("PKCS12");
      roots.load(null, null);
      roots.setCertificateEntry("root", pki.root);
      var then = new PKIXBuilderParameters(roots, new X509CertSelector());
      then.setDate(Date.from(Pki.NOW));
      then.setRevocationEnabled(false);
      trust.init(new CertPathTrustManagerParameters(then));
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", identity.key(), new char[0], identity.chain().toArray(Certificate[]::new));
      var keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, new char[0]);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }
}
