package io.reeve.core.files;

import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.List;

/// `etc_hosts`: the lines of hosts(5).
public final class EtcHostsTable implements Table<EtcHostsTable.Row> {
  private final Facts facts;

  public record Row(@Key String address, @Key String hostnames) {}

  public EtcHostsTable(Facts facts) {
    this.facts = facts;
  }

  @Override
  public String name() {
    return "etc_hosts";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    return parse(facts.text("/etc/hosts"));
  }

  public static List<Row> parse(String hosts) {
    return hosts
        .lines()
        .map(line -> line.replaceFirst("#.*", "").strip().split("\\s+", 2))
        .filter(fields -> fields.length == 2)
        .map(fields -> new Row(fields[0], fields[1].replaceAll("\\s+", " ")))
        .toList();
  }
}
