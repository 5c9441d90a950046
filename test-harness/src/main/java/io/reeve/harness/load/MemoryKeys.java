package io.reeve.harness.load;

import io.reeve.enroll.DeviceKeys;
import io.reeve.enroll.Identity;
import io.reeve.enroll.KeyHomeException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A device's key and secrets in memory. Its keys are on the curve P-256 whatever is asked for: a
/// thousand RSA keys take minutes to make and would measure nothing of the service.
final class MemoryKeys implements DeviceKeys {
  private final Map<String, String> secrets = new HashMap<>();
  private Optional<Identity> identity = Optional.empty();

  @Override
  public String where() {
    return "in memory";
  }

  @Override
  public synchronized Optional<Identity> identity() {
    return identity;
  }

  @Override
  public Candidate generate(KeySpec spec) throws KeyHomeException {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new Pair(generator.generateKeyPair());
    } catch (GeneralSecurityException failed) {
      throw new KeyHomeException("no key on P-256 can be made", "use another Java", failed);
    }
  }

  @Override
  public synchronized Optional<String> secret(String name) {
    return Optional.ofNullable(secrets.get(name));
  }

  @Override
  public synchronized void keep(Map<String, String> more) {
    secrets.putAll(more);
  }

  @Override
  public synchronized void forget() {
    identity = Optional.empty();
    secrets.clear();
  }

  private synchronized void install(Identity fresh) {
    identity = Optional.of(fresh);
  }

  private final class Pair implements Candidate {
    private final KeyPair pair;

    Pair(KeyPair pair) {
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
    public void install(List<X509Certificate> chain, Map<String, String> all) {
      forget();
      keep(all);
      succeed(chain);
    }

    @Override
    public void succeed(List<X509Certificate> chain) {
      MemoryKeys.this.install(new Identity(pair.getPrivate(), chain));
    }

    @Override
    public void close() {
      // nothing is kept anywhere
    }
  }
}
