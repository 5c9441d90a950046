package io.reeve.platform.windows;

import io.reeve.core.spi.KeyHome;
import io.reeve.platform.windows.MachineKeys.Keeper;
import java.io.IOException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keys of the machine, each under its alias, which is also the friendly name of its certificate.
///
/// @param keepers who may keep a new key; the first that can does
record WindowsVault(
    MachineKeys keys,
    MachineCertificates certificates,
    WindowsMy.Signing signing,
    List<Keeper> keepers)
    implements KeyHome.Vault {
  private static final Logger LOG = LoggerFactory.getLogger(WindowsVault.class);

  WindowsVault {
    keepers = List.copyOf(keepers);
  }

  @Override
  public String where() {
    return switch (keepers.getFirst()) {
      case TPM ->
          keepers.size() == 1
              ? "in this machine's TPM, which does not let it out"
              : "in Windows' key storage (the TPM where it can), which does not let it out";
      case SOFTWARE -> "in Windows' key storage, which does not let it out";
    };
  }

  @Override
  public String remedy() {
    return "look at the certificates of this machine with 'certutil -store My', at its TPM with"
        + " 'tpmtool getdeviceinformation', and run as the system or an elevated administrator";
  }

  @Override
  public KeyPair generate(String alias, String algorithm, int bits, KeyHome.Stopgap stopgap)
      throws IOException {
    for (var keeper : keepers.subList(0, keepers.size() - 1)) {
      try {
        return generate(keeper, alias, algorithm, bits, stopgap);
      } catch (IOException e) {
        LOG.info("{} cannot keep the device's key: {}", keeper.provider(), e.getMessage());
      }
    }
    return generate(keepers.getLast(), alias, algorithm, bits, stopgap);
  }

  private KeyPair generate(
      Keeper keeper, String alias, String algorithm, int bits, KeyHome.Stopgap stopgap)
      throws IOException {
    boolean good = false;
    try {
      var key = keys.make(keeper, alias, algorithm, bits);
      certificates.put(alias, keeper, encoded(stopgap.of(key)));
      var pair =
          new KeyPair(
              key, key(alias).orElseThrow(() -> new IOException("Java does not find the new key")));
      SigningTrial.of(pair);
      good = true;
      return pair;
    } finally {
      if (!good) {
        clear(keeper, alias);
      }
    }
  }

  /// So that the next keeper can use the name. What cannot be deleted now the agent deletes later.
  private void clear(Keeper keeper, String alias) {
    try {
      certificates.remove(alias);
      keys.delete(keeper, alias);
    } catch (IOException e) {
      LOG.warn("the key '{}' that is of no use cannot be deleted yet: {}", alias, e.getMessage());
    }
  }

  @Override
  public Optional<PrivateKey> key(String alias) throws IOException {
    return signing.key(alias);
  }

  @Override
  public void certify(String alias, X509Certificate certificate) throws IOException {
    var keeper =
        certificates
            .keeper(alias)
            .orElseThrow(() -> new IOException("the store no longer has '" + alias + "'"));
    certificates.put(alias, keeper, encoded(certificate));
  }

  private static byte[] encoded(X509Certificate certificate) throws IOException {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IOException("the certificate cannot be encoded", e);
    }
  }

  /// Whoever kept it: the choice may have been another then.
  @Override
  public void delete(String alias) throws IOException {
    certificates.remove(alias);
    for (var keeper : Keeper.values()) {
      keys.delete(keeper, alias);
    }
  }
}
