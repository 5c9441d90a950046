package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `secureboot`: what the UEFI firmware says of it.
final class SecurebootTable implements Table<SecurebootTable.Row> {
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
    var variables = new EfiVariables(facts);
    if (!variables.present()) {
      throw new NotApplicableException("this machine was not started by UEFI");
    }
    var setup = variables.global("SetupMode");
    return List.of(new Row(variables.global("SecureBoot").orElse(0L), setup));
  }
}
