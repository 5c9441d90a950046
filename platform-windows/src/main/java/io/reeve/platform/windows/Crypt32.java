package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/// What we call of `crypt32.dll` for certificate stores. It answers 0 for a failure, whose code
/// [Win32#lastError] tells.
interface Crypt32 extends Library {
  long CERT_STORE_PROV_SYSTEM_W = 10;
  long CERT_STORE_PROV_SYSTEM_REGISTRY_W = 13;
  int CERT_SYSTEM_STORE_LOCAL_MACHINE = 0x20000;
  int CERT_STORE_READONLY_FLAG = 0x8000;
  int X509_ASN_ENCODING = 0x1;
  int PKCS_7_ASN_ENCODING = 0x10000;
  int CERT_STORE_ADD_REPLACE_EXISTING = 3;
  int CERT_STORE_CERTIFICATE_CONTEXT_FLAG = 0x2;
  int CERT_FIND_SHA1_HASH = 0x10000;
  int CERT_KEY_PROV_INFO_PROP_ID = 2;
  int CERT_FRIENDLY_NAME_PROP_ID = 11;
  int CRYPT_MACHINE_KEYSET = 0x20;

  @FieldOrder({"cbData", "pbData"})
  final class CRYPT_HASH_BLOB extends WinStructure {
    public int cbData;
    public @Nullable Pointer pbData;
  }

  @FieldOrder({"dwCertEncodingType", "pbCertEncoded", "cbCertEncoded", "pCertInfo", "hCertStore"})
  final class CERT_CONTEXT extends WinStructure {
    public int dwCertEncodingType;
    public @Nullable Pointer pbCertEncoded;
    public int cbCertEncoded;
    public @Nullable Pointer pCertInfo;
    public @Nullable Pointer hCertStore;

    CERT_CONTEXT(Pointer there) {
      super(there);
      read();
    }
  }

  /// For a key of CNG kind and type are 0.
  @FieldOrder({
    "pwszContainerName",
    "pwszProvName",
    "dwProvType",
    "dwFlags",
    "cProvParam",
    "rgProvParam",
    "dwKeySpec"
  })
  final class CRYPT_KEY_PROV_INFO extends WinStructure {
    public @Nullable Pointer pwszContainerName;
    public @Nullable Pointer pwszProvName;
    public int dwProvType;
    public int dwFlags;
    public int cProvParam;
    public @Nullable Pointer rgProvParam;
    public int dwKeySpec;

    CRYPT_KEY_PROV_INFO() {}

    CRYPT_KEY_PROV_INFO(Pointer there) {
      super(there);
      read();
    }
  }

  long CertOpenStore(long provider, int encoding, long legacy, int flags, byte[] name);

  int CertCloseStore(long store, int flags);

  @Nullable Pointer CertFindCertificateInStore(
      long store, int encoding, int flags, int what, CRYPT_HASH_BLOB hash, @Nullable Pointer last);

  int CertAddEncodedCertificateToStore(
      long store, int encoding, byte[] certificate, int size, int how, long @Nullable [] added);

  int CertSerializeCertificateStoreElement(
      Pointer certificate, int flags, byte @Nullable [] element, int[] size);

  int CertAddSerializedElementToStore(
      long store,
      byte[] element,
      int size,
      int how,
      int flags,
      int kinds,
      int @Nullable [] kind,
      long @Nullable [] added);

  int CertDeleteCertificateFromStore(Pointer certificate);

  int CertFreeCertificateContext(Pointer certificate);

  @Nullable Pointer CertCreateCertificateContext(int encoding, byte[] certificate, int size);

  @Nullable Pointer CertDuplicateCertificateContext(Pointer certificate);

  int CertSetCertificateContextProperty(Pointer certificate, int id, int flags, Pointer data);

  int CertGetCertificateContextProperty(
      Pointer certificate, int id, @Nullable Pointer data, int[] size);

  int CertAddCertificateContextToStore(
      long store, Pointer certificate, int how, long @Nullable [] added);

  /// Lets the last one go.
  @Nullable Pointer CertEnumCertificatesInStore(long store, @Nullable Pointer last);
}
