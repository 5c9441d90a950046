package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FirewallMechanismTest implements MechanismContract {
  private final MemoryFirewall windows = new MemoryFirewall();
  private final MemoryRegistry registry = new MemoryRegistry();
  private final List<String> products = new ArrayList<>();
  private String health = "Good";
  private Instant now = Instant.parse("2026-11-20T08:00:00Z");
  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  @Override
  public Mechanism mechanism() {
    var center =
        new SecurityCenter() {
          @Override
          public Optional<String> health(Guard guard) {
            return Optional.of(health);
          }

          @Override
          public List<String> otherFirewalls() {
            return products;
          }
        };
    return new FirewallMechanism(Optional.of(new Firewall(windows, registry, center, clock)));
  }

  private static Address field(String rule, String field) {
    return new Address("firewall", Map.of("rule", rule, "field", field));
  }

  private static Address key(String key, String profile) {
    return new Address("firewall", Map.of("key", key, "profile", profile));
  }

  @Override
  public Address address() {
    return field("ssh", "protocol");
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("6"), Value.of("17"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(field("web", "protocol"));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("firewall", Map.of()),
        key("enabled", "home"),
        key("stealth", "public"),
        new Address("firewall", Map.of("key", "enabled")),
        field("a|b", "protocol"),
        field("ssh", "colour"));
  }

  private void write(Map<String, String> fields, String rule) throws IOException {
    var mechanism = mechanism();
    var written = new ArrayList<Address>();
    for (var each : fields.entrySet()) {
      mechanism.bind(field(rule, each.getKey())).write(Value.of(each.getValue()));
      written.add(field(rule, each.getKey()));
    }
    mechanism.settle(written);
  }

  private Value read(Address address) throws IOException {
    return mechanism().bind(address).read();
  }

  private static final Map<String, String> SSH =
      Map.of("direction", "IN", "local-ports", "22", "protocol", "6", "enabled", "true");

  @Test
  void aRuleIsMadeWholeWhenThePassSettlesAndCarriesOurGroup() throws IOException {
    write(SSH, "ssh");
    assertThat(windows.calls).containsExactly("removed [], added [Reeve:ssh]");
    assertThat(windows.rules.getFirst().in()).isTrue();
    assertThat(windows.rules.getFirst().block()).isFalse();
    assertThat(read(field("ssh", "local-ports"))).isEqualTo(Value.of("22"));
    assertThat(registry.names(Firewall.MEMORY)).hasSize(4);
  }

  @Test
  void aRuleThatIsAsAskedIsLeftAloneHoweverWindowsWritesIt() throws IOException {
    var fields = new java.util.HashMap<>(SSH);
    fields.put("remote-addresses", "10.1.2.3");
    write(fields, "ssh");
    write(fields, "ssh");
    assertThat(windows.calls).hasSize(1);
    assertThat(read(field("ssh", "enabled"))).isEqualTo(Value.of("true"));
  }

  @Test
  void aRuleThatSomebodyRemovedIsNotInForceAndComesBack() throws IOException {
    write(SSH, "ssh");
    windows.rules.clear();
    assertThat(read(field("ssh", "enabled"))).isEqualTo(Value.absent());
    write(SSH, "ssh");
    assertThat(windows.rules).hasSize(1);
  }

  @Test
  void aRuleThatShouldBeGoneAndIsThereIsSaid() throws IOException {
    write(SSH, "ssh");
    windows.stuck = true;
    for (var asked : List.of(Value.of("false"), Value.absent())) {
      for (var field : SSH.keySet()) {
        mechanism()
            .bind(field("ssh", field))
            .write(field.equals("enabled") ? asked : Value.absent());
      }
      assertThatThrownBy(() -> mechanism().settle(List.of(field("ssh", "enabled"))))
          .hasMessageContaining("somebody else");
      assertThat(read(field("ssh", "enabled"))).isEqualTo(Value.of("true"));
      assertThat(read(field("ssh", "local-ports"))).isEqualTo(Value.absent());
    }
    windows.stuck = false;
    mechanism().settle(List.of(field("ssh", "enabled")));
    assertThat(windows.rules).isEmpty();
    assertThat(read(field("ssh", "enabled"))).isEqualTo(Value.absent());
  }

  @Test
  void aRuleThatSomebodyAddedUnderOurNameIsNotPassedOver() throws IOException {
    write(SSH, "ssh");
    windows.rules.add(
        WindowsRule.of("ssh", Map.of("direction", "IN", "action", "allow")).getFirst());
    assertThat(read(field("ssh", "enabled"))).isEqualTo(Value.absent());
    write(SSH, "ssh");
    assertThat(windows.rules).hasSize(1);
    assertThat(read(field("ssh", "enabled"))).isEqualTo(Value.of("true"));
  }

  @ParameterizedTest
  @CsvSource({"service Dnscache", "ICMP 8:*", "interfaces by name", "edge traversal"})
  void aRuleThatSomebodyNarrowedOrWidenedIsNotAsAsked(String more) throws IOException {
    write(SSH, "ssh");
    var rule = windows.rules.removeFirst();
    windows.rules.add(
        new WindowsRule(
            rule.name(),
            rule.description(),
            rule.in(),
            rule.block(),
            rule.protocol(),
            rule.localPorts(),
            rule.remotePorts(),
            rule.localAddresses(),
            rule.remoteAddresses(),
            rule.program(),
            rule.interfaces(),
            rule.profiles(),
            more));
    assertThat(read(field("ssh", "enabled"))).isEqualTo(Value.absent());
    write(SSH, "ssh");
    assertThat(windows.rules.getFirst().more()).isEmpty();
  }

  @Test
  void aRuleCalledLikeTheUdpHalfOfAnotherIsItsOwn() throws IOException {
    write(SSH, "x (UDP)");
    write(SSH, "x");
    assertThat(read(field("x", "enabled"))).isEqualTo(Value.of("true"));
    assertThat(read(field("x (UDP)", "enabled"))).isEqualTo(Value.of("true"));
  }

  @Test
  void whatIsReadWhileRulesChangeIsForgotten() throws IOException {
    write(SSH, "ssh");
    var mechanism = mechanism();
    var enabled = mechanism.bind(field("ssh", "enabled"));
    windows.meanwhile =
        () -> {
          try {
            enabled.read();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        };
    mechanism.bind(field("ssh", "local-ports")).write(Value.of("2222"));
    mechanism.settle(List.of(field("ssh", "local-ports")));
    assertThat(enabled.read()).isEqualTo(Value.of("true"));
  }

  @Test
  void aProfileIsPutBackThoughAGroupPolicyHasComeMeanwhile() throws IOException {
    var point = mechanism().bind(key("inbound", "public"));
    var before = point.capture();
    point.write(Value.of("allow"));
    registry.given(FirewallProfile.PUBLIC.policy(), "DefaultInboundAction", RegistryData.number(0));
    point.restore(before);
    assertThat(windows.is(FirewallProfile.PUBLIC, WindowsFirewall.Switch.INBOUND)).isTrue();
  }

  @Test
  void rulesAreLookedThroughOnceForAPassAndAnewAfterAChange() throws IOException {
    write(SSH, "ssh");
    var mechanism = mechanism();
    var enabled = mechanism.bind(field("ssh", "enabled"));
    assertThat(enabled.read()).isEqualTo(Value.of("true"));
    windows.rules.clear();
    assertThat(enabled.read()).as("a moment later").isEqualTo(Value.of("true"));
    try (var _ = mechanism.watch(_ -> {})) {
      registry.given(FirewallProfile.PUBLIC.own(), "x", RegistryData.number(1));
    }
    assertThat(enabled.read()).as("once told of a change").isEqualTo(Value.absent());
    write(SSH, "ssh");
    now = now.plusSeconds(3);
    assertThat(enabled.read()).isEqualTo(Value.of("true"));
  }

  @Test
  void portsWithoutAProtocolAreTwoRulesOfWindows() throws IOException {
    write(Map.of("direction", "IN", "local-ports", "53", "enabled", "true"), "dns");
    assertThat(windows.rules)
        .extracting(WindowsRule::name, WindowsRule::protocol)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("Reeve:dns", 6),
            org.assertj.core.groups.Tuple.tuple("Reeve:dns (UDP)", 17));
    write(Map.of("enabled", "false"), "dns");
    assertThat(windows.rules).isEmpty();
  }

  @Test
  void onlyWhatIsWrongIsReplaced() throws IOException {
    write(SSH, "ssh");
    write(SSH, "other");
    windows.calls.clear();
    write(Map.of("local-ports", "2222"), "ssh");
    assertThat(windows.calls).containsExactly("removed [Reeve:ssh], added [Reeve:ssh]");
  }

  @Test
  void aRuleThatCannotBeHeldIsLeftOutWholeAndSaysWhy() throws IOException {
    write(
        Map.of("direction", "IN", "local-ports", "1", "protocol", "132", "enabled", "true"),
        "sctp");
    assertThat(windows.rules).isEmpty();
    assertThatThrownBy(() -> read(field("sctp", "enabled")))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("132");
    assertThat(read(field("sctp", "protocol"))).isEqualTo(Value.of("132"));
    write(Map.of("protocol", "6"), "sctp");
    assertThat(read(field("sctp", "enabled"))).isEqualTo(Value.of("true"));
  }

  @ParameterizedTest
  @CsvSource({
    "enabled,  public,  true,  false",
    "inbound,  domain,  block, allow",
    "outbound, private, allow, block",
  })
  void aProfileIsSetAndComesBack(String key, String profile, String before, String after)
      throws IOException {
    var point = mechanism().bind(key(key, profile));
    var snapshot = point.capture();
    assertThat(point.read()).isEqualTo(Value.of(before));
    point.write(Value.of(after));
    assertThat(read(key(key, profile))).isEqualTo(Value.of(after));
    point.write(Value.of(after));
    point.restore(snapshot);
    assertThat(point.read()).isEqualTo(Value.of(before));
    assertThat(windows.calls).hasSize(2);
  }

  @Test
  void whatAGroupPolicyDecidesIsInForceAndNotFought() throws IOException {
    registry.given(FirewallProfile.PUBLIC.policy(), "DefaultInboundAction", RegistryData.number(0));
    var point = mechanism().bind(key("inbound", "public"));
    assertThat(point.read()).isEqualTo(Value.of("allow"));
    assertThatThrownBy(() -> point.write(Value.of("block"))).hasMessageContaining("group policy");
    assertThat(windows.calls).isEmpty();
  }

  @Test
  void aPolicyThatIgnoresRulesOfTheMachineMakesOursNotInForce() throws IOException {
    write(SSH, "ssh");
    registry.given(
        FirewallProfile.DOMAIN.policy(), "AllowLocalPolicyMerge", RegistryData.number(0));
    assertThat(read(field("ssh", "enabled"))).isEqualTo(Value.absent());
  }

  @Test
  void anotherFirewallInGoodHealthCountsAndIsNotFought() throws IOException {
    windows.set(FirewallProfile.PUBLIC, WindowsFirewall.Switch.ENABLED, false);
    windows.calls.clear();
    products.add("Example Shield");
    assertThat(read(key("enabled", "public"))).isEqualTo(Value.of("true"));
    assertThatThrownBy(() -> mechanism().bind(key("enabled", "public")).write(Value.of("true")))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("Example Shield");
    health = "Poor";
    assertThat(read(key("enabled", "public"))).isEqualTo(Value.of("false"));
    assertThat(windows.calls).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.1            | 10.0.0.1/255.255.255.255",
        "10.0.0.0/24         | 10.0.0.0-10.0.0.255",
        "10.0.0.0/255.0.0.0  | 10.0.0.0/8",
        "LocalSubnet         | localsubnet",
        "b::/16,10.0.0.1     | 10.0.0.1,b::-b:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "*                   | *",
      })
  void addressesAreComparedByWhatTheyMean(String one, String other) {
    assertThat(rule(one).normal()).isEqualTo(rule(other).normal());
  }

  private static WindowsRule rule(String addresses) {
    return WindowsRule.of("x", Map.of("direction", "IN", "remote-addresses", addresses)).getFirst();
  }

  @ParameterizedTest
  @CsvSource({"enabled,on", "inbound,true"})
  void otherWordsAreRefused(String key, String value) throws IOException {
    var point = mechanism().bind(key(key, "public"));
    assertThatThrownBy(() -> point.write(Value.of(value))).hasMessageContaining(value);
  }

  @Test
  void changesAreTold() throws IOException {
    var heard = new ArrayList<String>();
    try (var _ = mechanism().watch(heard::add)) {
      registry.given(FirewallProfile.PUBLIC.own(), "EnableFirewall", RegistryData.number(0));
    }
    assertThat(heard).containsExactly("");
  }
}
