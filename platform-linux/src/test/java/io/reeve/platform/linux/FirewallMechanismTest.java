package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.firewall.FirewallFields;
import io.reeve.core.firewall.FirewallPolicy;
import io.reeve.core.firewall.Spans;
import io.reeve.core.programs.ProcessCommands;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FirewallMechanismTest {
  @TempDir Path root;

  @Test
  void theContractHoldsInTheKernelOfANetworkNamespace() throws IOException {
    Fork.run(namespace("-rn"), FirewallInNamespace.class);
  }

  @Test
  void realPacketsComeThroughOrDoNot() throws IOException {
    Tools.needRoot();
    Tools.need("/usr/bin/nc", "netcat-openbsd");
    Tools.need("/usr/sbin/ip", "iproute2");
    Fork.run(namespace("-n"), FirewallTraffic.class);
  }

  private static List<String> namespace(String flags) throws IOException {
    Assumptions.assumeTrue(Nftables.isInstalled(), "libnftables (package libnftables1)");
    Tools.need("/usr/bin/unshare", "util-linux");
    Tools.need("/usr/sbin/nft", "nftables");
    var unshare = List.of("/usr/bin/unshare", flags);
    var check =
        ProcessCommands.unix()
            .run(List.of("/usr/bin/unshare", flags, "/bin/true"), Duration.ofSeconds(10));
    Assumptions.assumeTrue(check.ok(), "user and network namespaces");
    return unshare;
  }

  @Test
  void aScratchRootHasNoNetwork() {
    assertThatThrownBy(() ->
            new FirewallMechanism(Scratch.host(root))
                .bind(new Address("firewall", Map.of("key", "enabled"))))
        .isInstanceOf(NotApplicableException.class);
  }

  private static Map<String, String> rule(String name, String fields) {
    var values = new TreeMap<String, String>();
    for (var field : fields.split(";")) {
      values.put("rule/" + name + "/" + field.split("=")[0], field.split("=")[1]);
    }
    return values;
  }

  private static String ruleset(Map<String, String> values) {
    return NftRuleset.of(new FirewallPolicy(values));
  }

  @Test
  void whoeverBlocksHasTheLastWord() {
    var values = new TreeMap<>(Map.of("enabled", "true"));
    values.putAll(rule("a", "direction=IN;protocol=6;local-ports=22,8000-8100;enabled=true"));
    values.putAll(
        rule("b", "direction=IN;action=block;remote-addresses=192.0.2.0/24;enabled=true"));
    assertThat(ruleset(values))
        .contains(
            """
              ip saddr { 192.0.2.0-192.0.2.255 } drop comment "reeve:b"
              meta l4proto { 6 } th dport { 22, 8000-8100 } accept comment "reeve:a"
            """)
        .contains("policy drop;");
  }

  @Test
  void turnedOffItHooksNothing() {
    assertThat(ruleset(Map.of("enabled", "false", "inbound", "block"))).doesNotContain("hook");
  }

  @Test
  void rulesAloneCloseNothing() {
    assertThat(ruleset(rule("a", "direction=IN;action=block;protocol=6;enabled=true")))
        .doesNotContain("policy drop");
  }

  /// Fields come one by one when the service does not send them together.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "action=block;enabled=true",
        "direction=IN",
        "direction=IN;action=allow;protocol=6;local-ports=22",
        "direction=IN;enabled=false",
        "name=ssh;enabled=true",
        "direction=IN;profiles=3;enabled=true"
      })
  void aRuleThatIsNotWholeYetDoesNothing(String fields) {
    assertThat(ruleset(rule("a", fields))).doesNotContain("reeve:a");
  }

  @Test
  void whatARuleDoesNotSayIsWhatThePublishedDescriptionSays() {
    assertThat(ruleset(rule("a", "remote-ports=25;enabled=true")))
        .contains("th dport { 25 } accept comment \"reeve:a\"\n }\n}\n");
  }

  @Test
  void whenNothingGoesOutTheAgentAndNamesAndTimeStillDo() {
    assertThat(ruleset(Map.of("outbound", "block")))
        .contains("hook output priority -5; policy drop;")
        .contains("th dport 53 accept", "skuid 0 tcp dport 443", "skuid 0 meta l4proto tcp")
        .contains("udp dport 123");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "protocol;256",
        "local-ports;0-70000",
        "local-ports;20-10",
        "local-ports;22 } drop",
        "remote-addresses;host",
        "remote-addresses;192.0.2.0/33",
        "remote-addresses;192.0.2.9-192.0.2.1",
        "remote-addresses;192.0.2.0/255.0.255.0",
        "remote-addresses;2001:db8::-192.0.2.1",
        "interfaces;Lan,eth0",
        "profiles;8"
      })
  void aValueThatIsNoneIsRefused(String field, String value) {
    assertThat(FirewallFields.takes(FirewallFields.key("a", field), value)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "10.0.0.0/8; 10.0.0.0/8",
        "10.1.2.3/255.0.0.0; 10.0.0.0/8",
        "192.0.2.1-192.0.2.6; 192.0.2.1 192.0.2.2/31 192.0.2.4/31 192.0.2.6",
        "192.0.2.1,192.0.2.0; 192.0.2.0/31",
        "0.0.0.0/0; 0.0.0.0/0"
      })
  void addressesBecomeAsFewNetworksAsTheyTake(String list, String networks) {
    assertThat(String.join(" ", Spans.addresses(list, Spans.Kind.IPV4).networks()))
        .isEqualTo(networks);
  }

  @ParameterizedTest
  @CsvSource({"::1", "::", "2001:db8::1:0:0:1", "fe80::", "1:2:3:4:5:6:7:8"})
  void anIpv6AddressIsWrittenAsPeopleDo(String address) {
    assertThat(Spans.addresses(address, Spans.Kind.IPV6).words("-")).containsExactly(address);
  }

  @Test
  void messagesOfTheKernelThatAreCutShortAreNoHarm() {
    for (int length = 0; length < 64; length++) {
      var bytes = new byte[length];
      java.util.Arrays.fill(bytes, (byte) 255);
      assertThat(Netlink.newest(java.nio.ByteBuffer.wrap(bytes))).isEmpty();
    }
  }

  @Test
  void aValueKeepsToOneLine() {
    assertThat(FirewallFields.takes("enabled", Value.of("true\n").wire())).isFalse();
  }
}
