package io.reeve.platform.macos;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Keys of `System.keychain` through Security. That keychain is open as long as the Mac runs, its
/// own key is root's; a key in it is used by the program that made it.
final class SecSystemKeys implements SystemKeys {
  private static final String KEYCHAIN = "/Library/Keychains/System.keychain";

  private static final class Holder {
    static final SecurityFramework SEC = Cf.framework("Security", SecurityFramework.class);
    static final NativeLibrary SYMBOLS = NativeLibrary.getInstance("Security");
  }

  /// The framework; loaded when first asked for.
  static SecurityFramework security() {
    return Holder.SEC;
  }

  private static Pointer symbol(String name) {
    return Cf.constant(Holder.SYMBOLS, name);
  }

  private static Pointer keychain(Cf cf) throws IOException {
    var keychain = new PointerByReference();
    check(cf, "SecKeychainOpen", Holder.SEC.SecKeychainOpen(KEYCHAIN, keychain));
    return cf.own(keychain.getValue(), "SecKeychainOpen");
  }

  private static void check(Cf cf, String call, int status) throws IOException {
    if (status != 0) {
      var words = Holder.SEC.SecCopyErrorMessageString(status, null);
      throw new OsException(
          call, status, words == null ? KEYCHAIN : cf.string(cf.own(words, call)));
    }
  }

  @Override
  public void generate(String label, String algorithm, int bits) throws IOException {
    try (var cf = new Cf()) {
      var kept = Map.of(symbol("kSecAttrIsPermanent"), Cf.constant("kCFBooleanTrue"));
      var hidden = new LinkedHashMap<>(kept);
      hidden.put(symbol("kSecAttrIsExtractable"), Cf.constant("kCFBooleanFalse"));
      hidden.put(symbol("kSecAttrIsSensitive"), Cf.constant("kCFBooleanTrue"));
      var parameters = new LinkedHashMap<Pointer, Pointer>();
      parameters.put(
          symbol("kSecAttrKeyType"),
          symbol(
              algorithm.equals("EC") ? "kSecAttrKeyTypeECSECPrimeRandom" : "kSecAttrKeyTypeRSA"));
      parameters.put(symbol("kSecAttrKeySizeInBits"), cf.number(bits));
      parameters.put(symbol("kSecAttrLabel"), cf.text(label));
      parameters.put(symbol("kSecUseKeychain"), keychain(cf));
      parameters.put(symbol("kSecPrivateKeyAttrs"), cf.dictionary(hidden));
      parameters.put(symbol("kSecPublicKeyAttrs"), cf.dictionary(kept));
      var error = new PointerByReference();
      cf.own(
          Holder.SEC.SecKeyCreateRandomKey(cf.dictionary(parameters), error),
          "SecKeyCreateRandomKey",
          error);
    }
  }

  private static Map<Pointer, Pointer> query(Cf cf, String label) throws IOException {
    var query = new LinkedHashMap<Pointer, Pointer>();
    query.put(symbol("kSecClass"), symbol("kSecClassKey"));
    query.put(symbol("kSecAttrLabel"), cf.text(label));
    query.put(symbol("kSecMatchSearchList"), cf.list(keychain(cf)));
    return query;
  }

  private static Optional<Pointer> find(Cf cf, String label) throws IOException {
    var query = query(cf, label);
    query.put(symbol("kSecAttrKeyClass"), symbol("kSecAttrKeyClassPrivate"));
    query.put(symbol("kSecReturnRef"), Cf.constant("kCFBooleanTrue"));
    var found = new PointerByReference();
    int status = Holder.SEC.SecItemCopyMatching(cf.dictionary(query), found);
    if (status == SecurityFramework.NOT_FOUND) {
      return Optional.empty();
    }
    check(cf, "SecItemCopyMatching " + label, status);
    return Optional.of(cf.own(found.getValue(), "SecItemCopyMatching"));
  }

  @Override
  public Optional<byte[]> publicKey(String label) throws IOException {
    try (var cf = new Cf()) {
      var key = find(cf, label);
      if (key.isEmpty()) {
        return Optional.empty();
      }
      var other = cf.own(Holder.SEC.SecKeyCopyPublicKey(key.get()), "SecKeyCopyPublicKey");
      var error = new PointerByReference();
      var form = Holder.SEC.SecKeyCopyExternalRepresentation(other, error);
      return Optional.of(cf.bytes(cf.own(form, "SecKeyCopyExternalRepresentation", error)));
    }
  }

  @Override
  public boolean isExtractable(String label) throws IOException {
    try (var cf = new Cf()) {
      var key =
          find(cf, label)
              .orElseThrow(() -> new IOException("the keychain has no key '" + label + "'"));
      var error = new PointerByReference();
      var form = Holder.SEC.SecKeyCopyExternalRepresentation(key, error);
      if (form == null) {
        // Refused, which is what is wanted; the reason is released.
        cf.failure("SecKeyCopyExternalRepresentation", error);
        return false;
      }
      cf.own(form, "SecKeyCopyExternalRepresentation");
      return true;
    }
  }

  @Override
  public Optional<String> owner() throws IOException {
    try (var cf = new Cf()) {
      var code = new PointerByReference();
      check(cf, "SecCodeCopySelf", Holder.SEC.SecCodeCopySelf(0, code));
      var self = cf.own(code.getValue(), "SecCodeCopySelf");
      var requirement = new PointerByReference();
      int status = Holder.SEC.SecCodeCopyDesignatedRequirement(self, 0, requirement);
      if (status == SecurityFramework.UNSIGNED) {
        return Optional.empty();
      }
      check(cf, "SecCodeCopyDesignatedRequirement", status);
      var wanted = cf.own(requirement.getValue(), "SecCodeCopyDesignatedRequirement");
      var text = new PointerByReference();
      check(cf, "SecRequirementCopyString", Holder.SEC.SecRequirementCopyString(wanted, 0, text));
      return Optional.of(cf.string(cf.own(text.getValue(), "SecRequirementCopyString")));
    }
  }

  @Override
  public byte[] sign(String label, String algorithm, byte[] message) throws IOException {
    try (var cf = new Cf()) {
      var key =
          find(cf, label)
              .orElseThrow(() -> new IOException("the keychain has no key '" + label + "'"));
      var error = new PointerByReference();
      var signature =
          Holder.SEC.SecKeyCreateSignature(key, symbol(algorithm), cf.data(message), error);
      return cf.bytes(cf.own(signature, "SecKeyCreateSignature", error));
    }
  }

  /// The one and the other half.
  @Override
  public void delete(String label) throws IOException {
    try (var cf = new Cf()) {
      int status = Holder.SEC.SecItemDelete(cf.dictionary(query(cf, label)));
      if (status != SecurityFramework.NOT_FOUND) {
        check(cf, "SecItemDelete " + label, status);
      }
    }
  }
}
