package io.reeve.enroll;

import java.util.List;

/// The token of a renewal: the request for the new key, signed with the old key and carrying the
/// old certificate.
final class RenewalBlob {
  private RenewalBlob() {}

  static byte[] make(byte[] csr, Identity old) throws KeyHomeException {
    return SignedDocument.of(csr, old, List.of(old.certificate()));
  }
}
