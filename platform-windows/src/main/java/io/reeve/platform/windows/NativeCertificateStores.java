package io.reeve.platform.windows;

import static io.reeve.platform.windows.Crypt32.*;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The certificate stores of Windows.
final class NativeCertificateStores implements CertificateStores {
  private static final int NOT_FOUND = 0x80092004;
  private static final int MOST = 1 << 20;
  private static final int ENCODING = X509_ASN_ENCODING | PKCS_7_ASN_ENCODING;

  private final Win32 windows;
  private final Crypt32 functions;

  NativeCertificateStores(Win32 windows) {
    this.windows = windows;
    this.functions = windows.load("crypt32", Crypt32.class);
  }

  @Override
  public Optional<byte[]> find(String store, String sha1) throws IOException {
    try (var open = new Open(CERT_STORE_PROV_SYSTEM_W, store, CERT_STORE_READONLY_FLAG)) {
      var found = open.find(sha1);
      if (found == null) {
        return Optional.empty();
      }
      try {
        var context = new CERT_CONTEXT(found);
        var bytes = Objects.requireNonNull(context.pbCertEncoded);
        return Optional.of(bytes.getByteArray(0, context.cbCertEncoded));
      } finally {
        functions.CertFreeCertificateContext(found);
      }
    }
  }

  @Override
  public Optional<byte[]> own(String store, String sha1) throws IOException {
    try (var open = new Open(CERT_STORE_PROV_SYSTEM_REGISTRY_W, store, CERT_STORE_READONLY_FLAG)) {
      var found = open.find(sha1);
      if (found == null) {
        return Optional.empty();
      }
      try {
        return Optional.of(serialized(found, sha1 + " in store " + store));
      } finally {
        functions.CertFreeCertificateContext(found);
      }
    }
  }

  private byte[] serialized(Pointer found, String subject) throws OsException {
    var size = new int[1];
    boolean said = functions.CertSerializeCertificateStoreElement(found, 0, null, size) != 0;
    var element = new byte[Math.clamp(size[0], 0, MOST)];
    if (!said || functions.CertSerializeCertificateStoreElement(found, 0, element, size) == 0) {
      throw WinError.failure("CertSerializeCertificateStoreElement", windows.lastError(), subject);
    }
    return element;
  }

  @Override
  public void putBack(String store, byte[] own) throws IOException {
    try (var open = new Open(CERT_STORE_PROV_SYSTEM_REGISTRY_W, store, 0)) {
      int said =
          functions.CertAddSerializedElementToStore(
              open.handle,
              own,
              own.length,
              CERT_STORE_ADD_REPLACE_EXISTING,
              0,
              CERT_STORE_CERTIFICATE_CONTEXT_FLAG,
              null,
              null);
      if (said == 0) {
        throw WinError.failure(
            "CertAddSerializedElementToStore", windows.lastError(), "store " + store);
      }
    }
  }

  @Override
  public void add(String store, byte[] der) throws IOException {
    try (var open = new Open(CERT_STORE_PROV_SYSTEM_REGISTRY_W, store, 0)) {
      int said =
          functions.CertAddEncodedCertificateToStore(
              open.handle, ENCODING, der, der.length, CERT_STORE_ADD_REPLACE_EXISTING, null);
      if (said == 0) {
        throw WinError.failure(
            "CertAddEncodedCertificateToStore", windows.lastError(), "store " + store);
      }
    }
  }

  /// Deleting lets the context go, also when it fails.
  @Override
  public void remove(String store, String sha1) throws IOException {
    try (var open = new Open(CERT_STORE_PROV_SYSTEM_REGISTRY_W, store, 0)) {
      var found = open.find(sha1);
      if (found != null && functions.CertDeleteCertificateFromStore(found) == 0) {
        throw WinError.failure(
            "CertDeleteCertificateFromStore", windows.lastError(), sha1 + " in store " + store);
      }
    }
  }

  /// A store that is open.
  private final class Open implements AutoCloseable {
    private final String name;
    private final long handle;

    Open(long provider, String name, int flags) throws OsException {
      this.name = name;
      this.handle =
          functions.CertOpenStore(
              provider, 0, 0, CERT_SYSTEM_STORE_LOCAL_MACHINE | flags, Wide.of(name));
      if (handle == 0) {
        throw WinError.failure("CertOpenStore", windows.lastError(), "store " + name);
      }
    }

    @Nullable Pointer find(String sha1) throws OsException {
      var bytes = HexFormat.of().parseHex(sha1);
      try (var memory = new Memory(bytes.length)) {
        memory.write(0, bytes, 0, bytes.length);
        var hash = new CRYPT_HASH_BLOB();
        hash.cbData = bytes.length;
        hash.pbData = memory;
        var found =
            functions.CertFindCertificateInStore(
                handle, ENCODING, 0, CERT_FIND_SHA1_HASH, hash, null);
        int code = windows.lastError();
        if (found == null && code != NOT_FOUND) {
          throw WinError.failure("CertFindCertificateInStore", code, sha1 + " in store " + name);
        }
        return found;
      }
    }

    @Override
    public void close() {
      functions.CertCloseStore(handle, 0);
    }
  }
}
