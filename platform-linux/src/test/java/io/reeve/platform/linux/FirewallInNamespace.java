package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.programs.ProcessCommands;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.OsException;
import io.reeve.harness.FileState;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Run by [FirewallMechanismTest] where the ruleset is nobody else's. Every test starts with an
/// empty one and a scratch root.
public final class FirewallInNamespace implements MechanismContract {
  private static final String NO_BUS = "unix:path=/nowhere/bus";
  private final Path root;

  public FirewallInNamespace() throws IOException {
    Nftables.run("flush ruleset");
    root = Files.createTempDirectory("reeve-firewall");
  }

  @Override
  public Mechanism mechanism() {
    return new FirewallMechanism(Scratch.host(root), true, NO_BUS);
  }

  @Override
  public Optional<Path> scratch() {
    return Optional.of(root);
  }

  @Override
  public Address address() {
    return key("inbound");
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("block"), Value.of("allow"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(field("web", "action"));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("firewall", Map.of()),
        key("other"),
        field("a/b", "action"),
        field("a|b", "action"),
        field("a\nb", "action"),
        field("a", "colour"));
  }

  private static Address key(String key) {
    return new Address("firewall", Map.of("key", key));
  }

  private static Address field(String rule, String field) {
    return new Address("firewall", Map.of("rule", rule, "field", field));
  }

  private void put(Map<Address, String> values) throws IOException {
    var mechanism = mechanism();
    for (var each : values.entrySet()) {
      mechanism.bind(each.getKey()).write(Value.of(each.getValue()));
    }
    mechanism.settle(List.copyOf(values.keySet()));
  }

  private Value read(Address address) throws IOException {
    return mechanism().bind(address).read();
  }

  private void ssh() throws IOException {
    put(
        Map.of(
            key("enabled"), "true",
            field("ssh", "direction"), "IN",
            field("ssh", "protocol"), "6",
            field("ssh", "local-ports"), "22",
            field("ssh", "enabled"), "true"));
  }

  @Test
  public void theRulesetIsTheKernelsAndOtherTablesStay() throws IOException {
    Nftables.run("table inet other { chain c { type filter hook forward priority 0; }; }");
    ssh();
    put(Map.of(key("inbound"), "block"));
    assertThat(read(key("enabled"))).isEqualTo(Value.of("true"));
    assertThat(Nftables.run("list table inet reeve")).contains("\"policy\": \"drop\"");
    assertThat(Nftables.run("list table inet other")).contains("forward");
  }

  @Test
  public void aFlushedRulesetIsSeenAndComesBackWhole() throws IOException {
    ssh();
    var before = Nftables.run("list table inet reeve");
    Nftables.run("flush ruleset");
    for (var address : List.of(key("enabled"), field("ssh", "enabled"))) {
      assertThat(read(address)).isEqualTo(Value.absent());
    }
    ssh();
    assertThat(Nftables.run("list table inet reeve").replaceAll("\"handle\": \\d+", ""))
        .isEqualTo(before.replaceAll("\"handle\": \\d+", ""));
  }

  @Test
  public void aLineAddedTakenAwayOrChangedIsSeen() throws IOException {
    for (var change :
        List.of(
            "insert rule inet reeve input accept",
            "chain inet reeve input { policy accept; }",
            "add chain inet reeve more",
            "delete chain inet reeve output",
            "add rule inet reeve input tcp dport 23 accept comment \"reeve:ssh\"",
            "flush chain inet reeve input")) {
      ssh();
      assertThat(read(key("enabled"))).isEqualTo(Value.of("true"));
      Nftables.run(change.replace("delete", "flush chain inet reeve output; delete"));
      assertThat(List.of(read(key("enabled")), read(field("ssh", "enabled"))))
          .as(change)
          .contains(Value.absent());
    }
  }

  @Test
  public void aRulesetFileThatSomebodyChangedIsWrittenAgain() throws IOException {
    ssh();
    var file = root.resolve("etc/reeve/firewall.nft");
    var before = Files.readString(file);
    Files.writeString(file, before.replace("dport { 22 }", "dport { 23 }"));
    assertThat(read(field("ssh", "enabled"))).isEqualTo(Value.absent());
    ssh();
    assertThat(Files.readString(file)).isEqualTo(before);
    Files.writeString(file, "nonsense");
    assertThat(read(key("enabled"))).isEqualTo(Value.absent());
    ssh();
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  public void theSavedRulesetLoadsWhereThereIsNothing() throws IOException {
    ssh();
    var before = Nftables.run("list table inet reeve");
    var text = Files.readString(root.resolve("etc/reeve/firewall.nft"));
    Nftables.run("flush ruleset");
    Nftables.run(text);
    assertThat(read(key("enabled"))).isEqualTo(Value.of("true"));
    assertThat(Nftables.run("list table inet reeve").replaceAll("\"handle\": \\d+", ""))
        .isEqualTo(before.replaceAll("\"handle\": \\d+", ""));
  }

  @Test
  public void whenTheLastSettingGoesNothingIsLeft() throws IOException {
    var before = FileState.below(root);
    ssh();
    assertThat(root.resolve("etc/systemd/system/reeve-firewall.service")).exists();
    var mechanism = mechanism();
    for (var address :
        List.of(
            key("enabled"),
            field("ssh", "direction"),
            field("ssh", "protocol"),
            field("ssh", "local-ports"),
            field("ssh", "enabled"))) {
      mechanism.bind(address).write(Value.absent());
    }
    mechanism.settle(List.of());
    assertThat(FileState.below(root)).isEqualTo(before);
    assertThat(Nftables.run("list ruleset")).doesNotContain("reeve");
  }

  @Test
  public void everyFieldOfARuleIsTakenByTheKernel() throws IOException {
    put(
        Map.of(
            field("all, of (it)", "direction"), "IN",
            field("all, of (it)", "protocol"), "6",
            field("all, of (it)", "local-ports"), "22,8000-8100,8050-8200",
            field("all, of (it)", "remote-ports"), "1024-65535",
            field("all, of (it)", "remote-addresses"), "2001:db8::/32,192.0.2.1-192.0.2.9",
            field("all, of (it)", "local-addresses"), "2001:db8::1,10.0.0.0/255.0.0.0",
            field("all, of (it)", "interfaces"), "Lan,Wireless",
            field("all, of (it)", "profiles"), "7",
            field("all, of (it)", "name"), "A \"name\"",
            field("all, of (it)", "enabled"), "true"));
    assertThat(Nftables.run("list table inet reeve")).contains("2001:db8::", "wl*", "8200");
    assertThat(read(field("all, of (it)", "enabled"))).isEqualTo(Value.of("true"));
    assertThat(read(field("all, of (it)", "name"))).isEqualTo(Value.of("A \"name\""));
  }

  @Test
  public void anAllowThatAnotherTableDropsLaterIsNotClaimed() throws IOException {
    Nftables.run(
        "table inet filter { chain input { type filter hook input priority 0; policy drop;"
            + " tcp dport 80 accept; }; }");
    ssh();
    assertThatThrownBy(() -> read(field("ssh", "enabled")))
        .isInstanceOf(NotApplicableException.class)
        .hasMessage(
            "chain input of table inet filter drops what firewall rule 'ssh' allows, and it has"
                + " the last word");
    Nftables.run("add rule inet filter input tcp dport { 22, 443 } accept");
    assertThat(read(field("ssh", "enabled"))).isEqualTo(Value.of("true"));
    Nftables.run("delete table inet filter");
    assertThat(read(field("ssh", "enabled"))).isEqualTo(Value.of("true"));
  }

  @Test
  public void aRuleForAProgramDoesNotCountAndSaysWhy() throws IOException {
    ssh();
    put(Map.of(field("ssh", "app"), "C:\\x.exe"));
    assertThat(Nftables.run("list table inet reeve")).doesNotContain("reeve:ssh");
    assertThatThrownBy(() -> read(field("ssh", "enabled")))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("programs");
    var mechanism = mechanism();
    mechanism.bind(field("ssh", "app")).write(Value.absent());
    mechanism.settle(List.of());
    assertThat(read(field("ssh", "enabled"))).isEqualTo(Value.of("true"));
  }

  @Test
  public void aRefusedTransactionChangesNothing() throws IOException {
    ssh();
    var before = Nftables.run("list table inet reeve");
    assertThatThrownBy(() -> Nftables.run("table inet reeve\ndelete table inet reeve\nnonsense\n"))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("syntax error");
    assertThat(Nftables.run("list table inet reeve")).isEqualTo(before);
  }

  @Test
  public void whoChangesTheRulesetIsToldAndWhatWeChangeIsNot() throws Exception {
    var told = new LinkedBlockingQueue<String>();
    var mechanism = mechanism();
    try (var _ = mechanism.watch(told::add)) {
      mechanism.bind(key("inbound")).write(Value.of("block"));
      mechanism.settle(List.of(key("inbound")));
      ProcessCommands.unix()
          .run(List.of("/usr/sbin/nft", "flush", "ruleset"), java.time.Duration.ofSeconds(10));
      assertThat(told.poll(1, TimeUnit.MINUTES)).matches("nft \\(process \\d+.*\\)");
    }
    Nftables.run("flush ruleset");
    assertThat(told).isEmpty();
  }
}
