package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.harness.lab.LabViews.Item;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Machines whose administrator has a firewall already: the service's wishes go through it.
final class ForeignFirewallTest {
  private static final String FIREWALL = "./Device/Vendor/MSFT/Firewall/MdmStore/";
  private static final String RULE = FIREWALL + "FirewallRules/web/";

  private static final List<Item> WISHES =
      List.of(
          Item.of(FIREWALL + "PublicProfile/EnableFirewall", "bool", "true"),
          Item.of(FIREWALL + "PublicProfile/DefaultInboundAction", "int", "1"),
          Item.of(RULE + "Direction", "chr", "IN"),
          Item.of(RULE + "Action/Type", "int", "1"),
          Item.of(RULE + "Protocol", "int", "6"),
          Item.of(RULE + "LocalPortRanges", "chr", "7070"),
          Item.of(RULE + "Enabled", "bool", "true"));

  static Stream<Arguments> firewalls() {
    return Stream.of(
        Arguments.of(
            "ufw",
            (ManagedMachine.Furnishing)
                machine -> {
                  machine.need("ufw", "allow", "22/tcp");
                  machine.need("ufw", "--force", "enable");
                  machine.need("systemctl", "enable", "--now", "--quiet", "ufw.service");
                }),
        Arguments.of(
            "firewalld",
            (ManagedMachine.Furnishing)
                machine -> {
                  machine.need("systemctl", "enable", "--now", "--quiet", "firewalld.service");
                  machine.need("firewall-cmd", "--quiet", "--state");
                }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("firewalls")
  void itLetsInWhatTheServiceAsksForKeepsWhatItLetInAndIsAsBeforeAfterwards(
      String name, ManagedMachine.Furnishing firewall) throws IOException {
    try (var site =
        Requirements.orSkip(() ->
            ManagedMachine.start(machine -> {
              Furniture.usual(machine);
              firewall.furnish(machine);
              Neighbour.moveIn(machine);
            }))) {
      var machine = site.machine();
      var before = MachineState.of(machine, MachineImage.get());
      assertThat(machine.run(Neighbour.reaching(7070)).ok()).as("let in before").isFalse();
      site.lab().assign("firewall", true, WISHES);
      site.sync();
      assertThat(site.lab().answers())
          .as(site.log())
          .hasSize(WISHES.size())
          .allMatch(answer -> answer.status() == 200);
      machine.need(Neighbour.reaching(7070));
      machine.need(Neighbour.reaching(22));
      site.lab().unassign("firewall");
      site.sync();
      assertThat(machine.run(Neighbour.reaching(7070)).ok()).as("still let in").isFalse();
      machine.need(Neighbour.reaching(22));
      assertThat(before.differences(MachineState.of(machine, MachineImage.get())))
          .as("what is not as it was")
          .isEmpty();
    }
  }
}
