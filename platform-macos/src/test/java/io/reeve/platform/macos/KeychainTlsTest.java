package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Java's own TLS shows a server the certificate of a key that never leaves the keychain.
final class KeychainTlsTest {
  private final MemorySystemKeys memory = new MemorySystemKeys();

  @AfterEach
  void forget() {
    Security.removeProvider(KeychainProvider.NAME);
  }

  /// Signed by the key itself, as the stopgap and the request for a certificate are.
  private static X509Certificate certificate(String subject, KeyPair pair)
      throws GeneralSecurityException, OperatorCreationException {
    var name = new X500Name(subject);
    var from = Instant.now().minus(Duration.ofHours(1));
    var until = from.plus(Duration.ofDays(2));
    var builder =
        new JcaX509v3CertificateBuilder(
            name, BigInteger.ONE, Date.from(from), Date.from(until), name, pair.getPublic());
    var algorithm = pair.getPublic().getAlgorithm().equals("EC") ? "ECDSA" : "RSA";
    var signer = new JcaContentSignerBuilder("SHA256with" + algorithm).build(pair.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static SSLContext context(KeyPair pair, X509Certificate own, X509Certificate other)
      throws GeneralSecurityException, IOException {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("other", other);
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(
        new KeyManager[] {new OneKey(pair.getPrivate(), own)}, trust.getTrustManagers(), null);
    return context;
  }

  /// One key for everything.
  private static final class OneKey extends X509ExtendedKeyManager {
    private final PrivateKey key;
    private final X509Certificate certificate;

    OneKey(PrivateKey key, X509Certificate certificate) {
      this.key = key;
      this.certificate = certificate;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {"one"};
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return "one";
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[] {"one"};
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return "one";
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {certificate};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }
  }

  @ParameterizedTest
  @CsvSource({"RSA, 2048, TLSv1.3", "RSA, 2048, TLSv1.2", "EC, 256, TLSv1.3", "EC, 384, TLSv1.2"})
  void aServerKnowsTheDevice(String algorithm, int bits, String version) throws Exception {
    var vault = new KeychainHome(memory).open(Map.of());
    var device =
        vault.generate(
            "reeve-0123456789abcdef",
            algorithm,
            bits,
            _ -> {
              throw new IOException("no certificate is needed");
            });
    var shown = certificate("CN=device", device);
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    var service = generator.generateKeyPair();
    var services = certificate("CN=service", service);
    var loopback = InetAddress.getLoopbackAddress();
    try (var server =
        (SSLServerSocket)
            context(service, services, shown)
                .getServerSocketFactory()
                .createServerSocket(0, 1, loopback)) {
      server.setNeedClientAuth(true);
      var seen =
          CompletableFuture.supplyAsync(() -> {
            try (var session = (SSLSocket) server.accept()) {
              var who = session.getSession().getPeerPrincipal().getName();
              session.getOutputStream().write(1);
              return who;
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
      var factory = context(device, shown, services).getSocketFactory();
      try (var client = (SSLSocket) factory.createSocket(loopback, server.getLocalPort())) {
        client.setEnabledProtocols(new String[] {version});
        assertThat(client.getInputStream().read()).isEqualTo(1);
        assertThat(client.getSession().getProtocol()).isEqualTo(version);
      }
      assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo("CN=device");
    }
  }
}
