package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.OsException;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Run by [FirewallMechanismTest] where the ruleset is nobody else's. Every test starts by removing
/// the table.
public final class FirewallInNamespace implements MechanismContract {
  public FirewallInNamespace() throws IOException {
    Nftables.run("table inet reeve\ndelete table inet reeve\n");
  }

  @Override
  public Mechanism mechanism() {
    return new FirewallMechanism(Scratch.host(Path.of("/nowhere")), true);
  }

  @Override
  public Address address() {
    return new Address("firewall", Map.of("key", "inbound"));
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("block"), Value.of("allow"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(new Address("firewall", Map.of("rule", "web", "field", "action")));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("firewall", Map.of()),
        new Address("firewall", Map.of("key", "other")),
        new Address("firewall", Map.of("rule", "a/b", "field", "action")),
        new Address("firewall", Map.of("rule", "a\"", "field", "action")),
        new Address("firewall", Map.of("rule", "a", "field", "colour")));
  }

  @Test
  public void theRulesetIsTheKernelsAndOtherTablesStay() throws IOException {
    Nftables.run("table inet other { chain c { type filter hook input priority 0; }; }");
    var enabled = mechanism().bind(new Address("firewall", Map.of("key", "enabled")));
    enabled.write(Value.of("true"));
    mechanism().bind(address()).write(Value.of("block"));
    assertThat(enabled.read()).isEqualTo(Value.of("true"));
    assertThat(Nftables.run("list table inet reeve")).contains("\"policy\": \"drop\"");
    Nftables.run("chain inet reeve input { policy accept; }");
    assertThat(mechanism().bind(address()).read())
        .as("what is in force")
        .isEqualTo(Value.of("allow"));
    Nftables.run("flush ruleset");
    assertThat(enabled.read()).isEqualTo(Value.absent());
  }

  @Test
  public void everyFieldOfARuleIsTakenByTheKernel() throws IOException {
    var fields =
        Map.of(
            "direction", "IN",
            "protocol", "6",
            "local-ports", "22,8000-8100",
            "remote-ports", "1024-65535",
            "remote-addresses", "2001:db8::/32",
            "enabled", "true");
    for (var field : fields.entrySet()) {
      mechanism()
          .bind(new Address("firewall", Map.of("rule", "ssh in", "field", field.getKey())))
          .write(Value.of(field.getValue()));
    }
    assertThat(Nftables.run("list table inet reeve")).contains("2001:db8::");
  }

  @Test
  public void aRefusedTransactionChangesNothing() throws IOException {
    mechanism().bind(address()).write(Value.of("block"));
    var before = Nftables.run("list table inet reeve");
    assertThatThrownBy(() -> Nftables.run("table inet reeve\ndelete table inet reeve\nnonsense\n"))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("syntax error");
    assertThat(Nftables.run("list table inet reeve")).isEqualTo(before);
  }
}
