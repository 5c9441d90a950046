package io.reeve.platform.linux;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Hashes of passwords, by the system's own libcrypt and so in a form that it knows: crypt(5).
final class PasswordHash {
  /// What we call of it.
  interface Api extends Library {
    /// @param prefix of the method; null for the best it has
    @Nullable Pointer crypt_gensalt_ra(
        @Nullable String prefix, NativeLong count, @Nullable Pointer random, int bytes);

    @Nullable Pointer crypt_ra(
        Pointer phrase, String setting, PointerByReference data, IntByReference size);

    void free(Pointer memory);
  }

  private static final class Holder {
    static final Optional<Api> API =
        OptionalLibrary.load("libcrypt.so.1", Api.class)
            .or(() -> OptionalLibrary.load("libcrypt.so.2", Api.class));
  }

  private PasswordHash() {}

  private static Api library() throws NotApplicableException {
    return Holder.API.orElseThrow(
        () -> new NotApplicableException("libcrypt.so.1 is not installed"));
  }

  /// A hash of that password with a salt of its own, by the best method of this system.
  static String of(Secret password) throws NotApplicableException {
    var library = library();
    var salt = library.crypt_gensalt_ra(null, new NativeLong(0), null, 0);
    if (salt == null) {
      throw new NotApplicableException("libcrypt makes no salt");
    }
    try {
      return hash(library, password, salt.getString(0, "US-ASCII"))
          .orElseThrow(() -> new NotApplicableException("libcrypt makes no hash"));
    } finally {
      library.free(salt);
    }
  }

  /// Whether that is a hash of the password; one of a method that the system does not know is none
  /// of any.
  static boolean matches(Secret password, String hash) throws NotApplicableException {
    return hash(library(), password, hash)
        .filter(made -> MessageDigest.isEqual(bytes(made), bytes(hash)))
        .isPresent();
  }

  private static byte[] bytes(String hash) {
    return hash.getBytes(StandardCharsets.US_ASCII);
  }

  private static Optional<String> hash(Api library, Secret password, String setting) {
    var bytes = password.copy();
    var data = new PointerByReference();
    var size = new IntByReference();
    try (var phrase = new Memory(bytes.length + 1L)) {
      phrase.write(0, bytes, 0, bytes.length);
      phrase.setByte(bytes.length, (byte) 0);
      var made = library.crypt_ra(phrase, setting, data, size);
      phrase.clear();
      return Optional.ofNullable(made)
          .map(text -> text.getString(0, "US-ASCII"))
          .filter(text -> !text.startsWith("*"));
    } finally {
      Arrays.fill(bytes, (byte) 0);
      if (data.getValue() != null) {
        data.getValue().clear(size.getValue());
        library.free(data.getValue());
      }
    }
  }
}
