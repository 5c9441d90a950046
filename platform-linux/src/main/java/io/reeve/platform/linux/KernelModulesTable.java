package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `kernel_modules`: the modules that are loaded.
final class KernelModulesTable implements Table<KernelModulesTable.Row> {
  private static final String MODULES = "/proc/modules";
  private final Facts facts;

  record Row(
      @Key String name,
      long size,
      @Restless Optional<String> usedBy,
      String status,
      @Restless Optional<String> address) {}

  KernelModulesTable(Facts facts) {
    this.facts = facts;
  }

  @Override
  public String name() {
    return "kernel_modules";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    if (!facts.exists(MODULES)) {
      throw new NotApplicableException("this kernel is built without modules");
    }
    return parse(facts.text(MODULES));
  }

  static List<Row> parse(String modules) {
    return modules
        .lines()
        .map(line -> line.split(" "))
        .filter(fields -> fields.length >= 6)
        .map(KernelModulesTable::row)
        .toList();
  }

  private static Row row(String[] fields) {
    return new Row(
        fields[0],
        Facts.parseNumber(fields[1]).orElse(0L),
        Optional.of(fields[3])
            .filter(users -> !users.equals("-"))
            .map(users -> users.endsWith(",") ? users.substring(0, users.length() - 1) : users),
        fields[4],
        Optional.of(fields[5]).filter(address -> !address.matches("0x0+")));
  }
}
