package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.firewall.FirewallFields;
import io.reeve.core.firewall.FirewallPlace;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.List;

/// The Mac's two firewalls: the application firewall, which is what people turn on, and pf for what
/// is blocked by default and for rules.
///
/// Parameters: `key` (`enabled`, `inbound` or `outbound`), or `rule` and `field`. The application
/// firewall is set by socketfilterfw and read as System Information reports it.
final class FirewallMechanism implements Mechanism {
  private static final String TOOL = "/usr/libexec/ApplicationFirewall/socketfilterfw";
  private final Tools tools;
  private final PacketFilter filter;

  FirewallMechanism(Tools tools) {
    this.tools = tools;
    this.filter = new PacketFilter(tools);
  }

  @Override
  public String name() {
    return "firewall";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var key = FirewallFields.key(address);
    tools.live("network");
    return key.equals("enabled") ? new Applications(tools) : new FirewallPlace(filter, key);
  }

  @Override
  public void settle(List<Address> written) throws IOException {
    filter.settle();
  }

  @Override
  public String effect(List<Address> written) {
    return tools.live() ? "loads pf's anchor anew" : "";
  }

  /// The application firewall.
  private record Applications(Tools tools) implements Point {
    @Override
    public Value read() throws IOException {
      return Value.of(isOn(tools.report("SPFirewallDataType")) ? "true" : "false");
    }

    @Override
    public void write(Value value) throws IOException {
      if (!value.isAbsent() && !value.sameAs(read())) {
        tools.text(TOOL, "--setglobalstate", value.wire().equals("true") ? "on" : "off");
      }
    }
  }

  /// Reads the report of System Information.
  static boolean isOn(JsonNode report) throws IOException {
    var state = report.path(0).path("spfirewall_globalstate").asText();
    return switch (state) {
      case "spfirewall_globalstate_limit_connections", "spfirewall_globalstate_block_all" -> true;
      case "spfirewall_globalstate_allow_all", "spfirewall_globalstate_off" -> false;
      default -> throw new IOException("the firewall's state is not known: '" + state + "'");
    };
  }
}
