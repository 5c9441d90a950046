package io.reeve.enroll;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Identity and secrets in one PKCS#12 file. A candidate is in memory only, so dropping it leaves
/// nothing behind.
final class Pkcs12Keys implements DeviceKeys {
  private final KeyFile file;

  Pkcs12Keys(KeyFile file) {
    this.file = file;
  }

  @Override
  public String where() {
    return "in the file " + file.path() + ", which only its owner can read";
  }

  @Override
  public synchronized Optional<Identity> identity() throws KeyHomeException {
    return file.read().identity();
  }

  @Override
  public Candidate generate(KeySpec spec) throws KeyHomeException {
    try {
      var generator = KeyPairGenerator.getInstance(spec.algorithm());
      generator.initialize(spec.bits());
      return new InMemory(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new KeyHomeException(
          "no " + spec.algorithm() + " key of " + spec.bits() + " bits can be made",
          "ask the service's administrator for another kind of key",
          e);
    }
  }

  @Override
  public synchronized Optional<String> secret(String name) throws KeyHomeException {
    return Optional.ofNullable(file.read().texts().get(name));
  }

  @Override
  public synchronized void keep(Map<String, String> secrets) throws KeyHomeException {
    var contents = file.read();
    var all = new TreeMap<>(contents.texts());
    all.putAll(secrets);
    file.write(new KeyFile.Contents(contents.identity(), all));
  }

  @Override
  public synchronized void forget() throws KeyHomeException {
    file.write(KeyFile.Contents.NONE);
  }

  private synchronized void install(Identity identity, Map<String, String> secrets)
      throws KeyHomeException {
    file.write(new KeyFile.Contents(Optional.of(identity), secrets));
  }

  private final class InMemory implements Candidate {
    private final KeyPair pair;

    InMemory(KeyPair pair) {
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
      Pkcs12Keys.this.install(new Identity(pair.getPrivate(), chain), secrets);
    }

    @Override
    public void succeed(List<X509Certificate> chain) throws KeyHomeException {
      Certificates.requireOf(pair.getPublic(), chain);
      synchronized (Pkcs12Keys.this) {
        Pkcs12Keys.this.install(new Identity(pair.getPrivate(), chain), file.read().texts());
      }
    }

    @Override
    public void close() {
      // nothing outside this process knows of the pair
    }
  }
}
