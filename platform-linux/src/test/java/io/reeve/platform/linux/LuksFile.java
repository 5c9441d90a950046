package io.reeve.platform.linux;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// A LUKS volume in a file, made by libcryptsetup itself; it takes no root and no kernel.
///
/// @param file its data, and its header where that is not elsewhere
/// @param header where its header is
record LuksFile(Path file, Path header) {
  private static final int ANY = -1;
  private static final int KEY_BYTES = 64;
  private static final long SIZE = 32L << 20;

  /// What it takes beside what Reeve calls.
  interface Api extends Library {
    int crypt_init(PointerByReference device, String file);

    int crypt_init_data_device(PointerByReference device, String header, String data);

    int crypt_metadata_locking(@Nullable Pointer device, int enable);

    int crypt_format(
        Pointer device,
        String type,
        String cipher,
        String mode,
        @Nullable String uuid,
        @Nullable Pointer key,
        NativeLong size,
        @Nullable Pointer parameters);

    int crypt_set_pbkdf_type(Pointer device, Pbkdf pbkdf);

    int crypt_keyslot_add_by_volume_key(
        Pointer device,
        int slot,
        @Nullable Pointer key,
        NativeLong size,
        String passphrase,
        NativeLong length);

    int crypt_token_json_set(Pointer device, int token, String json);

    int crypt_load(Pointer device, @Nullable String type, @Nullable Pointer parameters);

    int crypt_activate_by_passphrase(
        Pointer device,
        @Nullable String name,
        int slot,
        String passphrase,
        NativeLong length,
        int flags);

    void crypt_free(Pointer device);
  }

  /// crypt_pbkdf_type; the cheapest there is.
  @Structure.FieldOrder({"type", "hash", "time", "iterations", "memory", "threads", "flags"})
  public static final class Pbkdf extends Structure {
    public String type = "pbkdf2";
    public String hash = "sha256";
    public int time;
    public int iterations = 1000;
    public int memory;
    public int threads;
    public int flags = 2; // no benchmark
  }

  private static Api library() {
    try {
      var library = Native.load("libcryptsetup.so.12", Api.class);
      library.crypt_metadata_locking(null, 0); // its folder is root's
      return library;
    } catch (UnsatisfiedLinkError e) {
      return Assumptions.abort("needs libcryptsetup.so.12 (Debian: libcryptsetup12)");
    }
  }

  /// @param type `LUKS1` or `LUKS2`
  static LuksFile make(Path file, Path header, String type, String... passphrases)
      throws IOException {
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(SIZE);
    }
    if (!header.equals(file)) {
      try (var bytes = new RandomAccessFile(header.toFile(), "rw")) {
        bytes.setLength(SIZE);
      }
    }
    var library = library();
    var device = new PointerByReference();
    need(
        header.equals(file)
            ? library.crypt_init(device, file.toString())
            : library.crypt_init_data_device(device, header.toString(), file.toString()));
    var crypt = device.getValue();
    need(library.crypt_set_pbkdf_type(crypt, new Pbkdf()));
    need(
        library.crypt_format(
            crypt, type, "aes", "xts-plain64", null, null, new NativeLong(KEY_BYTES), null));
    for (var passphrase : passphrases) {
      need(
          library.crypt_keyslot_add_by_volume_key(
              crypt,
              ANY,
              null,
              new NativeLong(KEY_BYTES),
              passphrase,
              new NativeLong(passphrase.length())));
    }
    if (type.equals("LUKS2")) {
      need(
          library.crypt_token_json_set(
              crypt, ANY, "{\"type\":\"a-card\",\"keyslots\":[\"0\"],\"serial\":\"4711\"}"));
    }
    library.crypt_free(crypt);
    return new LuksFile(file, header);
  }

  /// Whether the passphrase opens it.
  boolean opens(String passphrase) {
    var library = library();
    var device = new PointerByReference();
    need(library.crypt_init(device, header.toString()));
    try {
      return library.crypt_load(device.getValue(), null, null) >= 0
          && library.crypt_activate_by_passphrase(
                  device.getValue(), null, ANY, passphrase, new NativeLong(passphrase.length()), 0)
              >= 0;
    } finally {
      library.crypt_free(device.getValue());
    }
  }

  private static void need(int result) {
    if (result < 0) {
      throw new AssertionError("libcryptsetup: " + result);
    }
  }
}
