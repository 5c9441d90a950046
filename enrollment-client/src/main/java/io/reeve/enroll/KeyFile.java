package io.reeve.enroll;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// The PKCS#12 file that keeps what must stay secret: the identity, and texts by name.
///
/// Its password is no secret. The format wants one; what protects the file is that only its owner
/// can read it.
final class KeyFile {
  private static final char[] PASSWORD = "reeve".toCharArray();
  private static final String IDENTITY = "device";
  private static final String TEXTS = "texts";

  static {
    // Rounds that make guessing a password slow are in vain where it is no secret, and ten thousand
    // for each part of the file are most of what a start and a session would take. Nothing else in
    // this program writes such a file; those that are read bring their own number along.
    for (var part : List.of("certPbe", "keyPbe", "mac")) {
      Security.setProperty("keystore.pkcs12." + part + "IterationCount", "1");
    }
  }

  private final PrivateFile file;

  KeyFile(Path path) {
    file = new PrivateFile(path);
  }

  Path path() {
    return file.path();
  }

  /// What the file holds; nothing when there is no file.
  Contents read() throws KeyHomeException {
    try {
      return parse(file.read());
    } catch (NoSuchFileException _) {
      return Contents.NONE;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new KeyHomeException(
          "the key file " + path() + " cannot be read: " + e.getMessage(),
          "restore it from a backup, or remove it and enrol again",
          e);
    }
  }

  /// Puts the file's whole content in place of the former one, in one step and durably; no content
  /// means no file.
  void write(Contents contents) throws KeyHomeException {
    try {
      if (contents.equals(Contents.NONE)) {
        file.delete();
      } else {
        file.write(format(contents));
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new KeyHomeException(
          "the key file " + path() + " cannot be written: " + e.getMessage(),
          "check that its folder exists, is writable and has room",
          e);
    }
  }

  private static Contents parse(byte[] bytes) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(bytes), PASSWORD);
    Optional<Identity> identity =
        store.getKey(IDENTITY, PASSWORD) instanceof PrivateKey key
            ? Optional.of(new Identity(key, Arrays.asList(chain(store))))
            : Optional.empty();
    Map<String, String> texts =
        store.getKey(TEXTS, PASSWORD) instanceof SecretKey key
            ? Texts.parse(key.getEncoded())
            : Map.of();
    return new Contents(identity, texts);
  }

  private static X509Certificate[] chain(KeyStore store) throws GeneralSecurityException {
    var chain = store.getCertificateChain(IDENTITY);
    return Arrays.copyOf(chain, chain.length, X509Certificate[].class);
  }

  private static byte[] format(Contents contents) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    if (contents.identity().isPresent()) {
      var identity = contents.identity().get();
      store.setKeyEntry(
          IDENTITY, identity.key(), PASSWORD, identity.chain().toArray(Certificate[]::new));
    }
    // The name of a cipher is the only way to have a PKCS#12 store keep a secret of any length.
    var texts = new SecretKeySpec(Texts.format(contents.texts()), "AES");
    store.setKeyEntry(TEXTS, texts, PASSWORD, null);
    var bytes = new ByteArrayOutputStream();
    store.store(bytes, PASSWORD);
    return bytes.toByteArray();
  }

  /// @param identity the key and its chain
  /// @param texts secrets and notes by name
  record Contents(Optional<Identity> identity, Map<String, String> texts) {
    static final Contents NONE = new Contents(Optional.empty(), Map.of());

    Contents {
      texts = Map.copyOf(texts);
    }

    @Override
    public String toString() {
      return "Contents[" + identity + ", " + texts.keySet() + "]";
    }
  }
}
