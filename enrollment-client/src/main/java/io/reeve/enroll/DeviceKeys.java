package io.reeve.enroll;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the device's private key and the account's secrets live. One identity at a time; a new one
/// takes the place of the old one in a single step or not at all.
///
/// Safe to call from any thread.
public interface DeviceKeys {
  /// A home in a PKCS#12 file that only its owner can read.
  ///
  /// @param file made at the first [Candidate#install]; its folder must exist
  static DeviceKeys pkcs12(Path file) {
    return new Pkcs12Keys(new KeyFile(file));
  }

  /// A home on a PKCS#11 token (a TPM, a smart card, an HSM). The private key is made there and
  /// never leaves it; the file keeps only the account's secrets and which key of the token is ours.
  ///
  /// @param config a configuration file of the SunPKCS11 provider
  /// @param pinFile holds the token's PIN, readable only by its owner
  /// @param file as for [#pkcs12(Path)]
  /// @throws KeyHomeException when the token cannot be opened
  static DeviceKeys pkcs11(Path config, Path pinFile, Path file) throws KeyHomeException {
    return VaultKeys.open(Token.open(config, pinFile), new KeyFile(file));
  }

  /// A home in a vault. The private key is made there and never leaves it; the file keeps only the
  /// account's secrets and which key of the vault is ours.
  ///
  /// @param file as for [#pkcs12(Path)]
  static DeviceKeys in(KeyVault vault, Path file) throws KeyHomeException {
    return VaultKeys.open(vault, new KeyFile(file));
  }

  /// Where the private key lives, as `in the file ...` or `on the PKCS#11 token ..., it cannot be
  /// copied out`.
  String where();

  /// The installed identity; empty when there is none.
  Optional<Identity> identity() throws KeyHomeException;

  /// Makes a new key pair beside the installed one.
  Candidate generate(KeySpec spec) throws KeyHomeException;

  /// A secret of the account by its name; empty when there is none of that name.
  Optional<String> secret(String name) throws KeyHomeException;

  /// Adds or replaces secrets, keeping the others. Durable when it returns.
  void keep(Map<String, String> secrets) throws KeyHomeException;

  /// Removes identity and secrets. Nothing there is no error.
  void forget() throws KeyHomeException;

  /// What kind of key pair.
  ///
  /// @param algorithm `RSA` or `EC`
  /// @param bits the modulus of RSA, or the field of EC (256, 384, 521)
  record KeySpec(String algorithm, int bits) {
    /// RSA keys over this are refused: they would take minutes to make.
    static final int MOST_RSA_BITS = 8192;

    public KeySpec {
      boolean good =
          switch (algorithm) {
            case "RSA" -> bits >= 2048 && bits <= MOST_RSA_BITS;
            case "EC" -> bits == 256 || bits == 384 || bits == 521;
            default -> false;
          };
      if (!good) {
        throw new IllegalArgumentException("no such kind of key: " + algorithm + " " + bits);
      }
    }

    /// An RSA key.
    public static KeySpec rsa(int bits) {
      return new KeySpec("RSA", bits);
    }
  }

  /// A key pair that is not yet the identity. Closing it without [#install] removes it.
  interface Candidate extends AutoCloseable {
    /// Signs; its encoded form is null where the key cannot leave its home.
    PrivateKey privateKey();

    PublicKey publicKey();

    /// Makes this pair the identity in place of the former one, which is then removed.
    ///
    /// @param chain the certificate of this pair's public key, then its issuers
    /// @param secrets all of the account's secrets; they replace the former ones
    /// @throws KeyHomeException when it could not be done; then the former identity stands
    void install(List<X509Certificate> chain, Map<String, String> secrets) throws KeyHomeException;

    /// As [#install], but the account keeps the secrets it has: for a renewed certificate.
    void succeed(List<X509Certificate> chain) throws KeyHomeException;

    @Override
    void close();
  }
}
