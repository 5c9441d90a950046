package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.firewall.FirewallPolicy;
import io.reeve.core.spi.Commands.Result;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FirewallMechanismTest implements MechanismContract {
  private static final String MAIN =
      "scrub-anchor \"com.apple/*\" all fragment reassemble\nanchor \"com.apple/*\" all\n";
  private String main = MAIN;
  private String vpn = "";
  private boolean stuck;
  private String anchor = "";
  private int references;
  private String state = "spfirewall_globalstate_allow_all";
  private final FakeMac mac =
      new FakeMac()
          .with("/sbin/pfctl", this::pfctl)
          .with("/usr/sbin/system_profiler", _ -> report())
          .with("/usr/libexec/ApplicationFirewall/socketfilterfw", this::filter);
  @TempDir Path root;

  private Result report() throws IOException {
    return FakeMac.said(
        FakeMac.captured("firewall.json")
            .replace("spfirewall_globalstate_limit_connections", state));
  }

  private Result filter(List<String> arguments) {
    boolean on = arguments.equals(List.of("--setglobalstate", "on"));
    state = "spfirewall_globalstate_" + (on ? "limit_connections" : "allow_all");
    return FakeMac.said("Firewall is enabled. (State = 1)\n");
  }

  /// Prints rules its own way, as pfctl does: the same when it reads a file and when they are
  /// loaded.
  private Result pfctl(List<String> arguments) throws IOException {
    if (arguments.equals(List.of("-s", "info"))) {
      return FakeMac.said("Status: " + (references > 0 ? "Enabled" : "Disabled") + " for 0 days");
    }
    if (arguments.equals(List.of("-E"))) {
      references++;
      return new Result(0, "", "No ALTQ support in kernel\npf enabled\nToken : 4711\n");
    }
    if (arguments.equals(List.of("-X", "4711"))) {
      references--;
      return FakeMac.said("");
    }
    if (arguments.equals(List.of("-s", "rules"))) {
      return FakeMac.said(main);
    }
    if (arguments.equals(List.of("-a", "vpn/*", "-s", "rules"))) {
      return FakeMac.said(vpn);
    }
    assertThat(arguments).containsSequence("-a", "com.apple/reeve");
    if (arguments.contains("-sr")) {
      return anchor.isEmpty() ? FakeMac.failed(1, "pfctl: no such anchor") : FakeMac.said(anchor);
    }
    if (arguments.contains("-F") && stuck) {
      return FakeMac.failed(1, "pfctl: DIOCXCOMMIT: Device busy");
    }
    if (arguments.contains("-F")) {
      anchor = "";
      return FakeMac.said("rules cleared\n");
    }
    var printed = Files.readString(Path.of(arguments.getLast())).toUpperCase(java.util.Locale.ROOT);
    if (arguments.contains("-n")) {
      return FakeMac.said(printed);
    }
    anchor = printed;
    return FakeMac.said("");
  }

  @Override
  public Mechanism mechanism() {
    return new FirewallMechanism(mac.at(root));
  }

  private static Address rule(String field) {
    return new Address("firewall", Map.of("rule", "Web", "field", field));
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
    return Optional.of(new Address("firewall", Map.of("key", "outbound")));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("firewall", Map.of("key", "stealth")),
        new Address("firewall", Map.of("rule", "a/b", "field", "enabled")),
        new Address("firewall", Map.of("rule", "Web", "field", "colour")));
  }

  @Override
  public Optional<Path> scratch() {
    return Optional.of(root);
  }

  private void set(Map<String, String> fields) throws IOException {
    var mechanism = mechanism();
    for (var field : new TreeMap<>(fields).entrySet()) {
      mechanism.bind(rule(field.getKey())).write(Value.of(field.getValue()));
    }
    mechanism.settle(List.of());
  }

  @Test
  void theApplicationFirewallIsReadByAnotherPathThanItIsSet() throws IOException {
    var enabled = mechanism().bind(new Address("firewall", Map.of("key", "enabled")));
    assertThat(enabled.read()).isEqualTo(Value.of("false"));
    var before = enabled.capture();
    enabled.write(Value.of("true"));
    assertThat(enabled.read()).isEqualTo(Value.of("true"));
    enabled.restore(before);
    assertThat(enabled.read()).isEqualTo(Value.of("false"));
  }

  @Test
  void anAnchorThatWasLostIsNotInForceAndIsMadeAgain() throws IOException {
    set(Map.of("direction", "IN", "enabled", "true", "protocol", "6", "local-ports", "443"));
    assertThat(mechanism().bind(rule("local-ports")).read()).isEqualTo(Value.of("443"));
    anchor = "";
    references = 0;
    assertThat(mechanism().bind(rule("local-ports")).read()).isEqualTo(Value.absent());
    set(Map.of("local-ports", "443"));
    assertThat(mechanism().bind(rule("local-ports")).read()).isEqualTo(Value.of("443"));
    assertThat(references).isEqualTo(1);
  }

  private void block() throws IOException {
    var mechanism = mechanism();
    mechanism.bind(address()).write(Value.of("block"));
    mechanism.settle(List.of());
  }

  /// What somebody else's rules leave of our anchor.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "block drop in all\n",
        "anchor \"com.apple/*\" in on en0 all\n",
        "pass in quick all flags S/SA keep state\nanchor \"com.apple/*\" all\n",
        "anchor \"vpn/*\" all\nanchor \"com.apple/*\" all\n"
      })
  void rulesThatNoPacketComesToAreNotInForceAndTheReasonIsTold(String replaced) throws IOException {
    block();
    assertThat(mechanism().bind(address()).read()).isEqualTo(Value.of("block"));
    main = replaced;
    vpn = "pass quick on utun3 all\n";
    assertThat(mechanism().bind(address()).read()).isEqualTo(Value.absent());
    assertThatThrownBy(this::block)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the anchor com.apple/*");
  }

  @Test
  void anAnchorBeforeOursThatDecidesNothingAtOnceIsNoMatter() throws IOException {
    main = "anchor \"vpn/*\" all\n" + MAIN;
    vpn = "pass on utun3 all\n";
    block();
    assertThat(mechanism().bind(address()).read()).isEqualTo(Value.of("block"));
  }

  @Test
  void rulesThatCouldNotBeTakenAwayAreStillTold() throws IOException {
    block();
    stuck = true;
    var mechanism = mechanism();
    mechanism.bind(address()).write(Value.absent());
    assertThatThrownBy(() -> mechanism.settle(List.of())).hasMessageContaining("Device busy");
    assertThat(mechanism().bind(address()).read()).isEqualTo(Value.of("block"));
    stuck = false;
    mechanism.bind(address()).write(Value.absent());
    mechanism.settle(List.of());
    assertThat(mechanism().bind(address()).read()).isEqualTo(Value.absent());
    assertThat(anchor).isEmpty();
  }

  @Test
  void aRuleForAProgramIsLeftOutWholeAndItsEnabledSaysWhy() throws IOException {
    set(Map.of("direction", "IN", "enabled", "true", "app", "/Applications/X.app"));
    assertThat(anchor).isEmpty();
    assertThatThrownBy(() -> mechanism().bind(rule("enabled")).read())
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("macOS cannot tell programs apart");
  }

  @Test
  void rulesBecomeLinesThatBlockFirstAndKeepTheMacManaged() {
    var policy =
        new FirewallPolicy(
            Map.ofEntries(
                Map.entry("inbound", "block"),
                Map.entry("outbound", "block"),
                Map.entry("rule/Web/enabled", "true"),
                Map.entry("rule/Web/direction", "IN"),
                Map.entry("rule/Web/protocol", "6"),
                Map.entry("rule/Web/local-ports", "80,443,8000-8080"),
                Map.entry("rule/Web/remote-addresses", "192.0.2.0/24,2001:db8::/32"),
                Map.entry("rule/Bad/enabled", "true"),
                Map.entry("rule/Bad/direction", "IN"),
                Map.entry("rule/Bad/action", "block"),
                Map.entry("rule/Bad/remote-addresses", "192.0.2.66")));
    assertThat(PfRules.text(policy))
        .isEqualTo(
            """
            pass quick on lo0 all flags any
            pass quick inet6 proto ipv6-icmp all icmp6-type { routersol routeradv neighbrsol neighbradv }
            pass in quick inet proto udp from any port 67 to any port 68
            pass in quick inet6 proto udp from any port 547 to any port 546
            pass out quick proto { tcp udp } from any to any port 53
            pass out quick proto udp from any to any port { 67 123 547 }
            pass out quick proto tcp from any to any user root
            block drop in quick inet from 192.0.2.66 to any
            pass in quick inet proto 6 from 192.0.2.0/24 to any port { 80 443 8000:8080 }
            pass in quick inet6 proto 6 from 2001:db8::/32 to any port { 80 443 8000:8080 }
            block drop out quick all
            block drop in quick all
            """);
  }

  @Test
  void whatWouldSetMoreThanItSaysIsRefused() {
    assertThatThrownBy(
            () -> mechanism().bind(rule("remote-addresses")).write(Value.of("any to any\npass")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(
            () -> mechanism().bind(rule("remote-addresses")).write(Value.of("any to any")))
        .isInstanceOf(IOException.class);
  }
}
