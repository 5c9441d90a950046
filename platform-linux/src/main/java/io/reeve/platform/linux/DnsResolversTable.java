package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `dns_resolvers`: the name servers and search domains of resolv.conf(5).
final class DnsResolversTable implements Table<DnsResolversTable.Row> {
  private final Facts facts;

  record Row(
      long id, String type, String address, Optional<String> netmask, Optional<Long> options) {}

  DnsResolversTable(Facts facts) {
    this.facts = facts;
  }

  @Override
  public String name() {
    return "dns_resolvers";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    return parse(facts.text("/etc/resolv.conf"));
  }

  static List<Row> parse(String text) {
    var rows = new ArrayList<Row>();
    List<String> search = List.of();
    for (var line : text.lines().map(String::strip).toList()) {
      var words = List.of(line.split("\\s+"));
      switch (words.getFirst()) {
        case "nameserver" ->
            words.stream().skip(1).limit(1).forEach(a -> add(rows, a, "nameserver"));
        case "search", "domain" -> search = words.subList(1, words.size());
        default -> {}
      }
    }
    long id = 0;
    for (var domain : search) {
      rows.add(row(id++, "search", domain));
    }
    return rows;
  }

  private static void add(List<Row> rows, String address, String type) {
    rows.add(row(rows.size(), type, address));
  }

  private static Row row(long id, String type, String address) {
    return new Row(id, type, address, Optional.empty(), Optional.empty());
  }
}
