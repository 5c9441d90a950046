package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FirewallMechanismTest {
  @TempDir Path root;

  @Test
  void theContractHoldsInTheKernelOfANetworkNamespace() throws IOException {
    var unshare = List.of("/usr/bin/unshare", "-rn");
    Assumptions.assumeTrue(Nftables.isInstalled(), "libnftables (package libnftables1)");
    Tools.need("/usr/bin/unshare", "util-linux");
    var check =
        new ProcessCommands()
            .run(List.of("/usr/bin/unshare", "-rn", "/bin/true"), Duration.ofSeconds(10));
    Assumptions.assumeTrue(check.ok(), "user and network namespaces");
    Fork.run(unshare, FirewallInNamespace.class);
  }

  @Test
  void aScratchRootHasNoNetwork() {
    assertThatThrownBy(() ->
            new FirewallMechanism(Scratch.host(root))
                .bind(new Address("firewall", Map.of("key", "enabled"))))
        .isInstanceOf(NotApplicableException.class);
  }

  @Test
  void whoeverBlocksHasTheLastWord() {
    var table =
        FirewallTable.none()
            .with("enabled", Optional.of("true"))
            .with("rule/a/direction", Optional.of("IN"))
            .with("rule/a/protocol", Optional.of("6"))
            .with("rule/a/local-ports", Optional.of("22,8000-8100"))
            .with("rule/b/direction", Optional.of("IN"))
            .with("rule/b/action", Optional.of("block"))
            .with("rule/b/remote-addresses", Optional.of("192.0.2.0/24"));
    var commands = table.commands();
    assertThat(commands)
        .contains(
            "ip saddr { 192.0.2.0/24 } drop\n  meta l4proto 6 th dport { 22, 8000-8100 } accept");
    assertThat(commands).contains("policy drop;");
  }

  @Test
  void turnedOffItHooksNothing() {
    var commands =
        FirewallTable.none()
            .with("enabled", Optional.of("false"))
            .with("inbound", Optional.of("block"))
            .commands();
    assertThat(commands).doesNotContain("hook");
  }
}
