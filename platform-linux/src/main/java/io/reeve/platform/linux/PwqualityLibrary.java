package io.reeve.platform.linux;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// libpwquality as the judge of what its configuration comes to. It reads `FILE.d` and then `FILE`.
final class PwqualityLibrary {
  /// Numbers of its settings (pwquality.h).
  private static final Map<String, Integer> SETTINGS =
      Map.ofEntries(
          Map.entry("difok", 1),
          Map.entry("minlen", 3),
          Map.entry("dcredit", 4),
          Map.entry("ucredit", 5),
          Map.entry("lcredit", 6),
          Map.entry("ocredit", 7),
          Map.entry("minclass", 8),
          Map.entry("maxrepeat", 9),
          Map.entry("maxclassrepeat", 10),
          Map.entry("gecoscheck", 11),
          Map.entry("maxsequence", 14),
          Map.entry("dictcheck", 15),
          Map.entry("usercheck", 16),
          Map.entry("enforcing", 17),
          Map.entry("retry", 18),
          Map.entry("enforce_for_root", 19),
          Map.entry("local_users_only", 20),
          Map.entry("usersubstr", 21));

  interface Api extends Library {
    Pointer pwquality_default_settings();

    int pwquality_read_config(Pointer settings, String file, PointerByReference detail);

    int pwquality_get_int_value(Pointer settings, int setting, IntByReference value);

    String pwquality_strerror(
        @Nullable Pointer buffer, com.sun.jna.NativeLong size, int error, @Nullable Pointer detail);

    void pwquality_free_settings(Pointer settings);
  }

  private static final class Holder {
    static final Optional<Api> API = OptionalLibrary.load("libpwquality.so.1", Api.class);
  }

  private PwqualityLibrary() {}

  static boolean isInstalled() {
    return Holder.API.isPresent();
  }

  /// What the library would use; empty where it is not installed, where it has no main file to
  /// start from, or for a key it has no number for.
  ///
  /// @throws OsException when it refuses the configuration
  static Optional<String> value(Path main, String key) throws IOException {
    var setting = SETTINGS.get(key);
    if (Holder.API.isEmpty() || setting == null) {
      return Optional.empty();
    }
    var api = Holder.API.get();
    var settings = api.pwquality_default_settings();
    try {
      var detail = new PointerByReference();
      int read = api.pwquality_read_config(settings, main.toString(), detail);
      // A missing main file is reported after the drop-ins have been read.
      if (read < 0 && Files.exists(main)) {
        var text =
            api.pwquality_strerror(null, new com.sun.jna.NativeLong(0), read, detail.getValue());
        throw new OsException("pwquality_read_config", read, text);
      }
      var value = new IntByReference();
      int got = api.pwquality_get_int_value(settings, setting, value);
      if (got < 0) {
        throw new OsException("pwquality_get_int_value", got, key);
      }
      return Optional.of(Integer.toString(value.getValue()));
    } finally {
      api.pwquality_free_settings(settings);
    }
  }
}
