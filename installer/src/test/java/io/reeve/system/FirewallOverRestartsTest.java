package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.harness.lab.LabViews.Item;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A firewall is there when nobody looks after it, too: before the network comes up, and after
/// somebody has reloaded the distribution's own. And it goes where another one takes over.
final class FirewallOverRestartsTest {
  private static final String FIREWALL = "./Device/Vendor/MSFT/Firewall/MdmStore/";
  private static final String RULE = FIREWALL + "FirewallRules/web/";
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  private static final List<Item> WISHES =
      List.of(
          Item.of(FIREWALL + "PublicProfile/EnableFirewall", "bool", "true"),
          Item.of(RULE + "Direction", "chr", "IN"),
          Item.of(RULE + "Protocol", "int", "6"),
          Item.of(RULE + "LocalPortRanges", "chr", "7070"),
          Item.of(RULE + "Enabled", "bool", "true"));

  @Test
  void itStandsWithoutTheAgentAndMovesToWhoeverTakesOver() throws IOException {
    try (var site = Requirements.orSkip(() -> ManagedMachine.start(Furniture::usual))) {
      var machine = site.machine();
      site.lab().assign("firewall", true, WISHES);
      site.sync();
      assertThat(site.lab().answers()).allMatch(answer -> answer.status() == 200);
      machine.need("systemctl", "disable", "--quiet", "reeve.service");
      machine.need("systemctl", "enable", "--quiet", "nftables.service");
      machine.reboot();
      stands(machine, "after a restart");
      assertThat(entered(machine, "reeve-firewall.service"))
          .as("before the network")
          .isLessThanOrEqualTo(entered(machine, "network-pre.target"));
      machine.need("systemctl", "reload", "nftables.service");
      stands(machine, "after a reload of nftables");
      machine.need("systemctl", "restart", "nftables.service");
      stands(machine, "after a restart of nftables");
      machine.need("systemctl", "disable", "--now", "--quiet", "nftables.service");
      machine.need("systemctl", "enable", "--now", "--quiet", "reeve.service");
      moves(site);
      site.lab().unassign("firewall");
      site.sync();
      assertThat(machine.need("ufw", "status")).doesNotContain("reeve");
      assertThat(machine.has("/etc/reeve")).as("what is left").isFalse();
    }
  }

  private static void stands(BootedMachine machine, String when) {
    Neighbour.moveIn(machine);
    Await.until(
        when + ": open for those it should be, and for nobody else",
        PATIENCE,
        () ->
            machine.run(Neighbour.reaching(7070)).ok() && !machine.run(Neighbour.reaching(22)).ok(),
        () -> machine.run("nft", "list", "ruleset").all());
  }

  private static long entered(BootedMachine machine, String unit) {
    return Long.parseLong(
        machine
            .need("systemctl", "show", "--property=ActiveEnterTimestampMonotonic", "--value", unit)
            .strip());
  }

  private static void moves(ManagedMachine site) {
    var machine = site.machine();
    site.agent();
    machine.need("ufw", "--force", "enable");
    Await.until(
        "the move to ufw",
        PATIENCE,
        () -> machine.need("ufw", "status").contains("reeve:web"),
        site::log);
    Await.until(
        "the end of the table",
        PATIENCE,
        () -> !machine.need("nft", "list", "tables").contains("reeve"),
        site::log);
  }
}
