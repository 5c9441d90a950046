package io.reeve.platform.windows;

import static io.reeve.platform.windows.Crypt32.*;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.reeve.core.spi.OsException;
import io.reeve.platform.windows.MachineKeys.Keeper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The machine's store `MY`. Our name for a certificate is its friendly name; which key it has, its
/// property of that kind says.
final class NativeMachineCertificates implements MachineCertificates {
  private static final String STORE = "MY";
  private static final int ENCODING = X509_ASN_ENCODING | PKCS_7_ASN_ENCODING;

  private final Win32 windows;
  private final Crypt32 functions;

  NativeMachineCertificates(Win32 windows) {
    this.windows = windows;
    this.functions = windows.load("crypt32", Crypt32.class);
  }

  /// Name and key are set before it is put there, so that it is never there without them.
  @Override
  public void put(String name, Keeper keeper, byte[] der) throws IOException {
    var context = functions.CertCreateCertificateContext(ENCODING, der, der.length);
    if (context == null) {
      throw failure("CertCreateCertificateContext", name);
    }
    try (var store = new Open();
        var container = text(name);
        var provider = text(keeper.provider());
        var friendly = text(name)) {
      var key = new CRYPT_KEY_PROV_INFO();
      key.pwszContainerName = container;
      key.pwszProvName = provider;
      key.dwFlags = CRYPT_MACHINE_KEYSET;
      key.write();
      set(context, CERT_KEY_PROV_INFO_PROP_ID, key.getPointer(), name);
      var blob = new CRYPT_HASH_BLOB();
      blob.cbData = (int) friendly.size();
      blob.pbData = friendly;
      blob.write();
      set(context, CERT_FRIENDLY_NAME_PROP_ID, blob.getPointer(), name);
      int said =
          functions.CertAddCertificateContextToStore(
              store.handle, context, CERT_STORE_ADD_REPLACE_EXISTING, null);
      if (said == 0) {
        throw failure("CertAddCertificateContextToStore", name);
      }
      store.remove(name, other -> !Arrays.equals(other, der));
    } finally {
      functions.CertFreeCertificateContext(context);
    }
  }

  private void set(Pointer context, int id, Pointer data, String name) throws OsException {
    if (functions.CertSetCertificateContextProperty(context, id, 0, data) == 0) {
      throw failure("CertSetCertificateContextProperty", name);
    }
  }

  @Override
  public Optional<Keeper> keeper(String name) throws IOException {
    var providers = new ArrayList<Optional<String>>();
    try (var store = new Open()) {
      for (var found : store.named(name)) {
        providers.add(provider(found));
        functions.CertFreeCertificateContext(found);
      }
    }
    return Arrays.stream(Keeper.values())
        .filter(each -> providers.contains(Optional.of(each.provider())))
        .findFirst();
  }

  private Optional<String> provider(Pointer context) {
    try (var property = property(context, CERT_KEY_PROV_INFO_PROP_ID)) {
      return property == null
          ? Optional.empty()
          : Optional.ofNullable(new CRYPT_KEY_PROV_INFO(property).pwszProvName).map(Wide::at);
    }
  }

  @Override
  public void remove(String name) throws IOException {
    try (var store = new Open()) {
      store.remove(name, _ -> true);
    }
  }

  private @Nullable Memory property(Pointer context, int id) {
    var size = new int[1];
    if (functions.CertGetCertificateContextProperty(context, id, null, size) == 0 || size[0] <= 0) {
      return null;
    }
    var memory = new Memory(size[0]);
    if (functions.CertGetCertificateContextProperty(context, id, memory, size) == 0) {
      memory.close();
      return null;
    }
    return memory;
  }

  private static Memory text(String text) {
    var bytes = Wide.of(text);
    var memory = new Memory(bytes.length);
    memory.write(0, bytes, 0, bytes.length);
    return memory;
  }

  private OsException failure(String call, String name) {
    return WinError.failure(call, windows.lastError(), name + " in store " + STORE);
  }

  @FunctionalInterface
  private interface Choice {
    boolean of(byte[] der);
  }

  /// The store, open.
  private final class Open implements AutoCloseable {
    private final long handle;

    Open() throws OsException {
      handle =
          functions.CertOpenStore(
              CERT_STORE_PROV_SYSTEM_REGISTRY_W,
              0,
              0,
              CERT_SYSTEM_STORE_LOCAL_MACHINE,
              Wide.of(STORE));
      if (handle == 0) {
        throw failure("CertOpenStore", "it");
      }
    }

    /// Every certificate of that name, each to be let go by the caller.
    List<Pointer> named(String name) {
      var found = new ArrayList<Pointer>();
      for (var each = functions.CertEnumCertificatesInStore(handle, null);
          each != null;
          each = functions.CertEnumCertificatesInStore(handle, each)) {
        if (isNamed(each, name)) {
          found.add(Objects.requireNonNull(functions.CertDuplicateCertificateContext(each)));
        }
      }
      return found;
    }

    private boolean isNamed(Pointer context, String name) {
      try (var property = property(context, CERT_FRIENDLY_NAME_PROP_ID)) {
        return property != null
            && Wide.text(property.getByteArray(0, (int) property.size())).equals(name);
      }
    }

    /// Deleting lets a context go, also when it fails.
    void remove(String name, Choice choice) throws OsException {
      for (var found : named(name)) {
        var context = new CERT_CONTEXT(found);
        var der =
            Objects.requireNonNull(context.pbCertEncoded).getByteArray(0, context.cbCertEncoded);
        if (!choice.of(der)) {
          functions.CertFreeCertificateContext(found);
        } else if (functions.CertDeleteCertificateFromStore(found) == 0) {
          throw failure("CertDeleteCertificateFromStore", name);
        }
      }
    }

    @Override
    public void close() {
      functions.CertCloseStore(handle, 0);
    }
  }
}
