package io.reeve.platform.linux;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// `secureboot`: what the UEFI firmware says of it.
final class SecurebootTable implements Table<SecurebootTable.Row> {
  private static final String EFI = "/sys/firmware/efi";
  private static final String VARIABLES = EFI + "/efivars/";
  private static final String GLOBAL = "-8be4df61-93ca-11d2-aa0d-00e098032b8c";
  private static final int ATTRIBUTE_BYTES = 4;
  private final Facts facts;

  record Row(long secureBoot, Optional<Long> setupMode) {}

  SecurebootTable(Facts facts) {
    this.facts = facts;
  }

  @Override
  public String name() {
    return "secureboot";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public Pace pace() {
    return Pace.FIXED;
  }

  @Override
  public List<Row> read() throws IOException {
    if (!facts.exists(EFI)) {
      throw new NotApplicableException("this machine was not started by UEFI");
    }
    var setup = variable("SetupMode");
    return List.of(new Row(variable("SecureBoot").orElse(0L), setup));
  }

  private Optional<Long> variable(String name) throws IOException {
    var path = facts.path(VARIABLES + name + GLOBAL);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try (var in = Files.newInputStream(path)) {
      return parse(in.readNBytes(ATTRIBUTE_BYTES + 2));
    }
  }

  /// The value of a one-byte variable: the kernel puts four bytes of attributes before it.
  static Optional<Long> parse(byte[] variable) {
    return variable.length == ATTRIBUTE_BYTES + 1
        ? Optional.of((long) variable[ATTRIBUTE_BYTES])
        : Optional.empty();
  }
}
