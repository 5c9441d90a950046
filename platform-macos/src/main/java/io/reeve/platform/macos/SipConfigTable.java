package io.reeve.platform.macos;

import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// `sip_config`: system integrity protection, as a whole (`sip`) and, where it is not as it comes,
/// each part of it.
record SipConfigTable(Tools tools) implements Table<SipConfigTable.Row> {
  private static final Pattern PART = Pattern.compile("\\s+(.+): (enabled|disabled)");

  record Row(@Key String configFlag, long enabled) {}

  @Override
  public String name() {
    return "sip_config";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    tools.live("firmware");
    return parse(tools.text("/usr/bin/csrutil", "status"));
  }

  static List<Row> parse(String status) {
    var rows = new ArrayList<Row>();
    for (var line : status.lines().toList()) {
      var part = PART.matcher(line);
      if (line.startsWith("System Integrity Protection status: ")) {
        rows.add(new Row("sip", line.contains("status: enabled") ? 1 : 0));
      } else if (part.matches()) {
        var flag = part.group(1).toLowerCase(Locale.ROOT).replace(' ', '_');
        rows.add(new Row(flag, part.group(2).equals("enabled") ? 1 : 0));
      }
    }
    return rows;
  }
}
