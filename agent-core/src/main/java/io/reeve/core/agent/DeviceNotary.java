package io.reeve.core.agent;

import io.reeve.core.spi.Notary;
import io.reeve.enroll.DeviceKeys;
import io.reeve.enroll.KeyHomeException;
import io.reeve.enroll.SignedDocument;
import java.io.IOException;
import java.util.Optional;

/// Signs with the device's key, wherever that lives.
record DeviceNotary(DeviceKeys keys) implements Notary {
  @Override
  public Optional<byte[]> signed(byte[] document) throws IOException {
    try {
      var identity = keys.identity();
      return identity.isPresent()
          ? Optional.of(SignedDocument.of(document, identity.get()))
          : Optional.empty();
    } catch (KeyHomeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
