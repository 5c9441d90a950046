package io.reeve.core.agent;

import io.reeve.core.spi.KeyHome;
import io.reeve.enroll.DeviceKeys;
import io.reeve.enroll.KeyHomeException;
import io.reeve.enroll.KeyVault;
import io.reeve.enroll.StopgapCertificate;
import java.io.IOException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;

/// A key store of the operating system, as enrolment uses it.
record SystemVault(KeyHome.Vault vault) implements KeyVault {
  @Override
  public String where() {
    return vault.where();
  }

  @Override
  public KeyPair generate(String alias, DeviceKeys.KeySpec spec) throws KeyHomeException {
    try {
      return vault.generate(
          alias,
          spec.algorithm(),
          spec.bits(),
          key -> {
            try {
              return StopgapCertificate.of(alias, key);
            } catch (KeyHomeException e) {
              throw new IOException(e.getMessage(), e);
            }
          });
    } catch (IOException e) {
      throw failed("no %s key of %d bits can be made".formatted(spec.algorithm(), spec.bits()), e);
    }
  }

  @Override
  public Optional<PrivateKey> key(String alias) throws KeyHomeException {
    try {
      return vault.key(alias);
    } catch (IOException e) {
      throw failed("the device's key '" + alias + "' cannot be used", e);
    }
  }

  @Override
  public void certify(String alias, X509Certificate certificate) throws KeyHomeException {
    try {
      vault.certify(alias, certificate);
    } catch (IOException e) {
      throw failed("the certificate cannot be put beside the device's key", e);
    }
  }

  @Override
  public void delete(String alias) throws KeyHomeException {
    try {
      vault.delete(alias);
    } catch (IOException e) {
      throw failed("the key '" + alias + "' cannot be removed", e);
    }
  }

  private KeyHomeException failed(String what, IOException e) {
    return new KeyHomeException(
        what + " (" + vault.where() + "): " + Trouble.message(e), vault.remedy(), e);
  }
}
