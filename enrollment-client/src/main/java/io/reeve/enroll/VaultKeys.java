package io.reeve.enroll;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The private key in a vault; in the file its alias, its chain and the account's secrets.
///
/// The file decides: a key of the vault is the identity when the file names it. An alias is noted
/// in the file before its key exists and for as long as it is not or no longer the identity, so
/// that after a crash the next opening removes just that key, and never one of somebody else.
final class VaultKeys implements DeviceKeys {
  private static final Logger log = LoggerFactory.getLogger(VaultKeys.class);
  private static final String ALIAS = "token/alias";
  private static final String CHAIN = "token/chain/";
  private static final String DOOMED = "token/doomed";
  private static final String SECRET = "secret/";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeyVault vault;
  private final KeyFile file;

  private VaultKeys(KeyVault vault, KeyFile file) {
    this.vault = vault;
    this.file = file;
  }

  static DeviceKeys open(KeyVault vault, KeyFile file) throws KeyHomeException {
    var keys = new VaultKeys(vault, file);
    keys.removeDoomed();
    return keys;
  }

  @Override
  public String where() {
    return vault.where();
  }

  @Override
  public synchronized Optional<Identity> identity() throws KeyHomeException {
    var texts = file.read().texts();
    var alias = texts.get(ALIAS);
    if (alias == null) {
      return Optional.empty();
    }
    var key =
        vault
            .key(alias)
            .orElseThrow(() ->
                new KeyHomeException(
                    "the device's key '" + alias + "' is gone; it was " + vault.where(),
                    "if that was replaced or cleared, or keys.p12 was copied from another machine,"
                        + " unenrol and enrol again"));
    return Optional.of(new Identity(key, chain(texts)));
  }

  @Override
  public synchronized Candidate generate(KeySpec spec) throws KeyHomeException {
    removeDoomed();
    var alias = "reeve-" + HexFormat.of().toHexDigits(RANDOM.nextLong());
    put(texts -> texts.put(DOOMED, alias));
    try {
      return new InVault(alias, vault.generate(alias, spec));
    } catch (KeyHomeException e) {
      removeDoomedQuietly();
      throw e;
    }
  }

  @Override
  public synchronized Optional<String> secret(String name) throws KeyHomeException {
    return Optional.ofNullable(file.read().texts().get(SECRET + name));
  }

  @Override
  public synchronized void keep(Map<String, String> secrets) throws KeyHomeException {
    put(texts -> secrets.forEach((name, secret) -> texts.put(SECRET + name, secret)));
  }

  @Override
  public synchronized void forget() throws KeyHomeException {
    var alias = Optional.ofNullable(file.read().texts().get(ALIAS));
    removeDoomed();
    file.write(contents(alias.map(it -> Map.of(DOOMED, it)).orElse(Map.of())));
    removeDoomed();
  }

  private synchronized void install(
      String alias, List<X509Certificate> chain, Map<String, String> secrets)
      throws KeyHomeException {
    vault.certify(alias, chain.getFirst());
    var former = Optional.ofNullable(file.read().texts().get(ALIAS));
    var texts = new TreeMap<String, String>();
    texts.put(ALIAS, alias);
    for (int i = 0; i < chain.size(); i++) {
      texts.put(CHAIN + i, Certificates.base64(chain.get(i)));
    }
    secrets.forEach((name, secret) -> texts.put(SECRET + name, secret));
    former.ifPresent(it -> texts.put(DOOMED, it));
    file.write(contents(texts));
    removeDoomedQuietly();
  }

  /// Removes the key that is noted as not or no longer the identity.
  private void removeDoomed() throws KeyHomeException {
    var doomed = file.read().texts().get(DOOMED);
    if (doomed != null) {
      vault.delete(doomed);
      put(texts -> texts.remove(DOOMED));
    }
  }

  /// For when something more important has succeeded or failed: what is noted is removed later.
  private void removeDoomedQuietly() {
    try {
      removeDoomed();
    } catch (KeyHomeException e) {
      log.warn("a key no longer used stays in its vault for now: {}", e.getMessage());
    }
  }

  private void put(Change change) throws KeyHomeException {
    var texts = new TreeMap<>(file.read().texts());
    change.on(texts);
    file.write(contents(texts));
  }

  private static KeyFile.Contents contents(Map<String, String> texts) {
    return new KeyFile.Contents(Optional.empty(), texts);
  }

  private static List<X509Certificate> chain(Map<String, String> texts) {
    var chain = new ArrayList<X509Certificate>();
    for (var text = texts.get(CHAIN + 0); text != null; text = texts.get(CHAIN + chain.size())) {
      chain.add(Certificates.fromBase64(text));
    }
    return chain;
  }

  private static Map<String, String> secrets(Map<String, String> texts) {
    var secrets = new TreeMap<String, String>();
    texts.forEach((name, text) -> {
      if (name.startsWith(SECRET)) {
        secrets.put(name.substring(SECRET.length()), text);
      }
    });
    return secrets;
  }

  private interface Change {
    void on(Map<String, String> texts);
  }

  private final class InVault implements Candidate {
    private final String alias;
    private final KeyPair pair;
    private boolean settled;

    InVault(String alias, KeyPair pair) {
      this.alias = alias;
      this.pair = pair;
    }

    @Override
    public PrivateKey privateKey() {
      return pair.getPrivate();
    }

    @Override
    public PublicKey publicKey() {
      return pair.getPublic();
    }

    @Override
    public void install(List<X509Certificate> chain, Map<String, String> secrets)
        throws KeyHomeException {
      Certificates.requireOf(pair.getPublic(), chain);
      VaultKeys.this.install(alias, chain, secrets);
      settled = true;
    }

    @Override
    public void succeed(List<X509Certificate> chain) throws KeyHomeException {
      Certificates.requireOf(pair.getPublic(), chain);
      synchronized (VaultKeys.this) {
        install(chain, secrets(file.read().texts()));
      }
    }

    @Override
    public void close() {
      if (!settled) {
        settled = true;
        synchronized (VaultKeys.this) {
          removeDoomedQuietly();
        }
      }
    }
  }
}
