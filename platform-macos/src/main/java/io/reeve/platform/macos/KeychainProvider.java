package io.reeve.platform.macos;

import java.security.Provider;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Signs with keys of the keychain for whoever asks Java for a signature, as TLS does. It takes no
/// other keys.
final class KeychainProvider extends Provider {
  static final String NAME = "ReeveKeychain";
  private static final long serialVersionUID = 1L;

  /// Java's names, and the symbols of Security.
  private static final Map<String, String> SYMBOLS =
      Map.of(
          "SHA256withRSA", "kSecKeyAlgorithmRSASignatureMessagePKCS1v15SHA256",
          "SHA384withRSA", "kSecKeyAlgorithmRSASignatureMessagePKCS1v15SHA384",
          "SHA512withRSA", "kSecKeyAlgorithmRSASignatureMessagePKCS1v15SHA512",
          "SHA256withECDSA", "kSecKeyAlgorithmECDSASignatureMessageX962SHA256",
          "SHA384withECDSA", "kSecKeyAlgorithmECDSASignatureMessageX962SHA384",
          "SHA512withECDSA", "kSecKeyAlgorithmECDSASignatureMessageX962SHA512",
          // By parameters, which TLS 1.3 gives.
          "RSASSA-PSS", "");

  KeychainProvider(SystemKeys keys) {
    super(NAME, "1", "signatures by keys of the system's keychain");
    SYMBOLS.forEach((algorithm, symbol) -> putService(service(keys, algorithm, symbol)));
  }

  private Service service(SystemKeys keys, String algorithm, String symbol) {
    return new Service(
        this, "Signature", algorithm, KeychainSignature.class.getName(), List.of(), Map.of()) {
      @Override
      public Object newInstance(@Nullable Object parameter) {
        return new KeychainSignature(keys, symbol);
      }

      @Override
      public boolean supportsParameter(@Nullable Object key) {
        return key instanceof KeychainKey;
      }
    };
  }
}
