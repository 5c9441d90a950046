package io.reeve.platform.windows;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.List;

/// `secureboot`: what Windows says of it.
record SecurebootTable(Registry registry) implements Table<SecurebootTable.Row> {
  private static final RegistryKey STATE =
      RegistryKey.machine("SYSTEM\\CurrentControlSet\\Control\\SecureBoot\\State");

  record Row(long secureBoot) {}

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
    var on = registry.value(STATE, "UEFISecureBootEnabled").flatMap(RegistryData::number);
    return List.of(
        new Row(
            on.orElseThrow(
                () -> new NotApplicableException("this machine was not started by UEFI"))));
  }
}
