package io.reeve.platform.linux;

import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The header of a LUKS volume: what a passphrase, a TPM or a key file needs to open it. Without
/// it, and without a copy that somebody has kept, the data cannot be read by anybody.
///
/// @param place the device or file that the header is on
record LuksHeader(Path place, Cryptsetup library) {
  private static final Logger LOG = LoggerFactory.getLogger(LuksHeader.class);
  private static final String LUKS2 = "LUKS2";
  private static final int SECTOR = 512;
  private static final long BLOCK = 1 << 20;

  /// EINVAL: it could be read, and is none.
  private static final int NO_HEADER = -22;

  /// What there was to erase.
  ///
  /// @param slots how many keys
  /// @param tokens how many notes of how to get one (a TPM, a card)
  record Erased(int slots, int tokens) {}

  /// Whether there is one.
  ///
  /// @throws IOException when that cannot be told
  boolean isThere() throws IOException {
    return uuid().isPresent();
  }

  /// Which volume it is of, without dashes, as the kernel names open volumes; empty when the place
  /// holds no header.
  ///
  /// @throws IOException when that cannot be told: the place cannot be read, or there is no memory
  Optional<String> uuid() throws IOException {
    var device = new PointerByReference();
    need("crypt_init", library.crypt_init(device, place.toString()));
    try {
      int loaded = library.crypt_load(device.getValue(), null, null);
      if (loaded == NO_HEADER) {
        return Optional.empty();
      }
      need("crypt_load", loaded);
      return Optional.of(library.crypt_get_uuid(device.getValue()).replace("-", ""));
    } finally {
      library.crypt_free(device.getValue());
    }
  }

  /// Destroys every key, then every token, then overwrites the header itself with its copy and its
  /// key area. The volume stays open where it is; it cannot be opened again.
  ///
  /// @throws IOException when a key may be left
  Erased erase() throws IOException {
    var erased = with(this::destroy);
    if (isThere() && with(this::slots) > 0) {
      throw new IOException("a key is left in the header on " + place);
    }
    return erased;
  }

  private Erased destroy(Pointer device) throws IOException {
    var type = library.crypt_get_type(device);
    long length = length(device, type);
    int slots = 0;
    for (int slot = 0; slot < library.crypt_keyslot_max(type); slot++) {
      if (isKey(device, slot)) {
        need("crypt_keyslot_destroy", library.crypt_keyslot_destroy(device, slot));
        slots++;
      }
    }
    int tokens = type.equals(LUKS2) ? tokens(device, type) : 0;
    overwrite(device, length);
    return new Erased(slots, tokens);
  }

  private int slots(Pointer device) {
    int slots = 0;
    for (int slot = 0; slot < library.crypt_keyslot_max(library.crypt_get_type(device)); slot++) {
      slots += isKey(device, slot) ? 1 : 0;
    }
    return slots;
  }

  private boolean isKey(Pointer device, int slot) {
    int status = library.crypt_keyslot_status(device, slot);
    return status >= Cryptsetup.SLOT_ACTIVE && status <= Cryptsetup.SLOT_UNBOUND;
  }

  private int tokens(Pointer device, String type) {
    int tokens = 0;
    for (int token = 0; token < library.crypt_token_max(type); token++) {
      if (library.crypt_token_status(device, token, null) > Cryptsetup.TOKEN_INACTIVE) {
        int set = library.crypt_token_json_set(device, token, null);
        if (set < 0) {
          LOG.warn("token {} on {} stays ({}); there is no key left for it", token, place, set);
        }
        tokens++;
      }
    }
    return tokens;
  }

  /// The keys are gone already; this takes the salt and what would show that there was a volume.
  private void overwrite(Pointer device, long length) {
    int wiped =
        library.crypt_wipe(
            device,
            place.toString(),
            Cryptsetup.WIPE_RANDOM,
            0,
            length,
            new NativeLong(BLOCK),
            0,
            null,
            null);
    if (wiped < 0) {
      LOG.warn("the header on {} has no keys any more, but stays ({})", place, wiped);
    }
  }

  /// From the first byte to the data, or to the end of what a detached header has.
  private long length(Pointer device, String type) throws OsException {
    long data = library.crypt_get_data_offset(device) * SECTOR;
    if (data > 0) {
      return data;
    }
    var first = new LongByReference();
    var second = new LongByReference();
    if (type.equals(LUKS2)) {
      need("crypt_get_metadata_size", library.crypt_get_metadata_size(device, first, second));
      return 2 * first.getValue() + second.getValue();
    }
    long end = SECTOR;
    for (int slot = 0; slot < library.crypt_keyslot_max(type); slot++) {
      need("crypt_keyslot_area", library.crypt_keyslot_area(device, slot, first, second));
      end = Math.max(end, first.getValue() + second.getValue());
    }
    return end;
  }

  private interface Work<T> {
    T of(Pointer device) throws IOException;
  }

  private <T> T with(Work<T> work) throws IOException {
    var device = new PointerByReference();
    need("crypt_init", library.crypt_init(device, place.toString()));
    try {
      need("crypt_load", library.crypt_load(device.getValue(), null, null));
      return work.of(device.getValue());
    } finally {
      library.crypt_free(device.getValue());
    }
  }

  private void need(String call, int result) throws OsException {
    if (result < 0) {
      throw new OsException(call, -result, place.toString());
    }
  }
}
