package io.reeve.enroll;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// TLS contexts for [Exchange.Call].
public final class Tls {
  /// The protocol versions in use; an implementation of [Exchange] enables these and no others.
  public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  private Tls() {}

  /// A context that trusts those roots and shows that identity to a server that asks.
  public static SSLContext context(Trust trust, Optional<Identity> identity) {
    try {
      var roots = new ArrayList<>(trust.roots());
      if (trust.system()) {
        roots.addAll(SystemRoots.read());
      }
      var managers = TrustManagerFactory.getInstance("PKIX");
      managers.init(store(roots));
      var context = SSLContext.getInstance("TLS");
      context.init(
          identity.map(one -> new KeyManager[] {new OneIdentity(one)}).orElse(new KeyManager[0]),
          managers.getTrustManagers(),
          null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java platform cannot do TLS", e);
    }
  }

  /// A text that is another one when other roots of the operating system may count than before, as
  /// far as that is cheaply known: a bundle's file tells, a store of the system does not.
  public static String state(Trust trust) {
    return trust.system() ? SystemRoots.state() : "";
  }

  private static KeyStore store(List<X509Certificate> roots)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < roots.size(); i++) {
      store.setCertificateEntry("root-" + i, roots.get(i));
    }
    return store;
  }

  /// Shows the one identity whenever its kind of key will do. The list of issuers a server names is
  /// not heeded: some name none that issued it, and there is no other identity to show.
  private static final class OneIdentity extends X509ExtendedKeyManager {
    private static final String ALIAS = "device";

    private final Identity identity;

    OneIdentity(Identity identity) {
      this.identity = identity;
    }

    private @Nullable String alias(String... keyTypes) {
      return Arrays.asList(keyTypes).contains(identity.key().getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return alias(keyType) == null ? null : new String[] {ALIAS};
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return alias(keyTypes);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
        String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      return alias(keyTypes);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return identity.key();
    }
  }
}
