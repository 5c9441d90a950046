package io.reeve.platform.linux;

import com.sun.jna.Library;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import io.reeve.core.spi.NotApplicableException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What we call of libcryptsetup. Its calls give 0 or more when they went well, else a negative
/// errno.
interface Cryptsetup extends Library {
  /// A key slot that opens something (crypt_keyslot_info).
  int SLOT_ACTIVE = 2;

  /// A key slot with a key that belongs to no data.
  int SLOT_UNBOUND = 4;

  /// A token that is there is anything above this (crypt_token_info).
  int TOKEN_INACTIVE = 1;

  /// Overwriting with what nobody can foretell (crypt_wipe_pattern).
  int WIPE_RANDOM = 1;

  int crypt_init(PointerByReference device, String file);

  int crypt_load(Pointer device, @Nullable String type, @Nullable Pointer parameters);

  String crypt_get_type(Pointer device);

  String crypt_get_uuid(Pointer device);

  int crypt_keyslot_max(String type);

  int crypt_keyslot_status(Pointer device, int slot);

  int crypt_keyslot_destroy(Pointer device, int slot);

  int crypt_keyslot_area(Pointer device, int slot, LongByReference offset, LongByReference length);

  int crypt_token_max(String type);

  int crypt_token_status(Pointer device, int token, @Nullable PointerByReference type);

  int crypt_token_json_set(Pointer device, int token, @Nullable String json);

  /// In sectors of 512 bytes; 0 where the header is not on the device of the data.
  long crypt_get_data_offset(Pointer device);

  int crypt_get_metadata_size(Pointer device, LongByReference metadata, LongByReference slots);

  int crypt_wipe(
      Pointer device,
      @Nullable String file,
      int pattern,
      long offset,
      long length,
      NativeLong block,
      int flags,
      @Nullable Pointer progress,
      @Nullable Pointer of);

  void crypt_free(Pointer device);

  /// Loaded when it is asked for the first time.
  final class Holder {
    private static final Optional<Cryptsetup> API =
        OptionalLibrary.load("libcryptsetup.so.12", Cryptsetup.class);

    private Holder() {}
  }

  /// @throws NotApplicableException where it is not installed
  static Cryptsetup library() throws NotApplicableException {
    return Holder.API.orElseThrow(
        () -> new NotApplicableException("libcryptsetup.so.12 is not installed"));
  }
}
