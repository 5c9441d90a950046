package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.List;

/// `alf`: the application firewall, as System Information reports it.
record AlfTable(Tools tools) implements Table<AlfTable.Row> {
  record Row(@Key long globalState, long stealthEnabled, long loggingEnabled) {}

  @Override
  public String name() {
    return "alf";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    tools.live("firewall");
    return parse(tools.report("SPFirewallDataType"));
  }

  static List<Row> parse(JsonNode report) throws IOException {
    var state = report.path(0);
    boolean all =
        state.path("spfirewall_globalstate").asText().equals("spfirewall_globalstate_block_all");
    long global = all ? 2 : FirewallMechanism.isOn(report) ? 1 : 0;
    return List.of(
        new Row(
            global,
            yes(state, "spfirewall_stealthenabled"),
            yes(state, "spfirewall_loggingenabled")));
  }

  private static long yes(JsonNode state, String key) {
    return state.path(key).asText().equals("Yes") ? 1 : 0;
  }
}
