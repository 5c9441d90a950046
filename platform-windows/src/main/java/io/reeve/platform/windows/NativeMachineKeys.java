package io.reeve.platform.windows;

import static io.reeve.platform.windows.Ncrypt.*;

import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;

/// The key storage of CNG.
final class NativeMachineKeys implements MachineKeys {
  private static final int NO_SUCH_KEY = 0x80090016;
  private static final int NOT_FOUND = 0x80090011;
  private static final int NO_SUCH_PROVIDER = 0x8009000D;
  private static final int NOT_READY = 0x80090030;
  private static final int NOT_SUPPORTED = 0x80090029;
  private static final int LARGEST = 8192;

  private final Ncrypt functions;

  NativeMachineKeys(Win32 windows) {
    this.functions = windows.load("ncrypt", Ncrypt.class);
  }

  @FunctionalInterface
  private interface Use<T> {
    T of(long handle) throws IOException;
  }

  @Override
  public void require(Keeper keeper) throws IOException {
    with(keeper, _ -> true);
  }

  @Override
  public PublicKey make(Keeper keeper, String name, String algorithm, int bits) throws IOException {
    return with(keeper, provider -> make(provider, name, algorithm, bits));
  }

  private PublicKey make(long provider, String name, String algorithm, int bits)
      throws IOException {
    var made = new long[1];
    var kind = algorithm.equals("EC") ? "ECDSA_P" + bits : algorithm;
    check(
        "NCryptCreatePersistedKey",
        functions.NCryptCreatePersistedKey(
            provider, made, Wide.of(kind), Wide.of(name), 0, NCRYPT_MACHINE_KEY_FLAG),
        name);
    try {
      if (!algorithm.equals("EC")) {
        set(made[0], "Length", bits);
      }
      set(made[0], "Export Policy", 0);
      set(made[0], "Key Usage", NCRYPT_ALLOW_SIGNING_FLAG);
      check("NCryptFinalizeKey", functions.NCryptFinalizeKey(made[0], NCRYPT_SILENT_FLAG), name);
      return PublicKeys.of(export(made[0], algorithm));
    } finally {
      functions.NCryptFreeObject(made[0]);
    }
  }

  private void set(long key, String property, int value) throws OsException {
    var bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    check(
        "NCryptSetProperty",
        functions.NCryptSetProperty(
            key, Wide.of(property), bytes, bytes.length, NCRYPT_SILENT_FLAG),
        property + " " + value);
  }

  private byte[] export(long key, String algorithm) throws OsException {
    var form = Wide.of(algorithm.equals("EC") ? "ECCPUBLICBLOB" : "RSAPUBLICBLOB");
    var blob = new byte[LARGEST];
    var size = new int[1];
    check(
        "NCryptExportKey",
        functions.NCryptExportKey(key, 0, form, null, blob, blob.length, size, NCRYPT_SILENT_FLAG),
        "the public key");
    return Arrays.copyOf(blob, Math.clamp(size[0], 0, LARGEST));
  }

  @Override
  public void delete(Keeper keeper, String name) throws IOException {
    var provider = open(keeper);
    if (provider.isEmpty()) {
      return;
    }
    try {
      var key = new long[1];
      int said =
          functions.NCryptOpenKey(
              provider.get(), key, Wide.of(name), 0, NCRYPT_MACHINE_KEY_FLAG | NCRYPT_SILENT_FLAG);
      if (said != NO_SUCH_KEY && said != NOT_FOUND) {
        check("NCryptOpenKey", said, name);
        check("NCryptDeleteKey", functions.NCryptDeleteKey(key[0], NCRYPT_SILENT_FLAG), name);
      }
    } finally {
      functions.NCryptFreeObject(provider.get());
    }
  }

  private <T> T with(Keeper keeper, Use<T> use) throws IOException {
    long provider =
        open(keeper)
            .orElseThrow(() -> new IOException("Windows finds no '" + keeper.provider() + "'"));
    try {
      return use.of(provider);
    } finally {
      functions.NCryptFreeObject(provider);
    }
  }

  /// Empty when this machine has none.
  private Optional<Long> open(Keeper keeper) throws OsException {
    var provider = new long[1];
    int said = functions.NCryptOpenStorageProvider(provider, Wide.of(keeper.provider()), 0);
    if (said == NO_SUCH_PROVIDER || said == NOT_READY || said == NOT_SUPPORTED) {
      return Optional.empty();
    }
    check("NCryptOpenStorageProvider", said, keeper.provider());
    return Optional.of(provider[0]);
  }

  private static void check(String call, int said, String subject) throws OsException {
    WinError.check(call, said, subject);
  }
}
