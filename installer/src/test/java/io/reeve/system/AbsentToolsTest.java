package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.harness.lab.LabViews.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A machine without the programs and libraries that hold some settings.
final class AbsentToolsTest {
  private static final List<String> PACKAGES =
      List.of(
          "openssh-server",
          "systemd-timesyncd",
          "dconf-cli",
          "nftables",
          "libnftables1",
          "ufw",
          "firewalld",
          "python3-firewall",
          "python3-nftables");

  private static final List<String> ROWS =
      List.of("ssh.permit-root-login", "time.ntp", "fw.enable");

  @Test
  void whatTheMachineCannotHoldIsNotApplicableForAReasonThatIsTold() throws IOException {
    try (var site = Requirements.orSkip(() -> ManagedMachine.start(AbsentToolsTest::strip))) {
      var rows = TierOne.rows().filter(row -> ROWS.contains(row.id())).toList();
      var wishes = rows.stream().flatMap(row -> row.wish().stream()).toList();
      site.lab().assign("absent", false, wishes);
      site.sync();
      assertThat(site.lab().answers())
          .as(site.log())
          .hasSize(wishes.size())
          .allMatch(answer -> answer.status() == 406);
      for (var wish : wishes) {
        var state = site.agent().explain(wish.uri()).state();
        assertThat(state.state()).as(wish.uri()).isEqualTo("not-applicable");
        assertThat(state.detail()).as(wish.uri()).isNotBlank();
      }
    }
  }

  @Test
  void whatHasAPlaceBesideTheOneThatIsMissingIsHeldThere() throws IOException {
    try (var site = Requirements.orSkip(() -> ManagedMachine.start(AbsentToolsTest::strip))) {
      var wishes =
          List.of(
              Item.of(AccountRows.LOCK + "MaxInactivityTimeDeviceLock", "int", "10"),
              Item.of(AccountRows.BANNER, "chr", "Property of Example Ltd."));
      site.lab().assign("beside", false, wishes);
      site.sync();
      assertThat(site.lab().answers())
          .as(site.log())
          .hasSize(2)
          .allMatch(answer -> answer.status() == 200);
      assertThat(site.machine().run(AccountRows.shell("echo TMOUT=$TMOUT")).out())
          .contains("TMOUT=600");
      assertThat(site.machine().need(AccountRows.atTheConsole()))
          .contains("Property of Example Ltd.");
      assertThat(site.machine().has("/etc/dconf/db/local.d")).isFalse();
    }
  }

  private static void strip(BootedMachine machine) {
    Furniture.usual(machine);
    var line = new ArrayList<>(List.of("dpkg", "--purge", "--force-all"));
    line.addAll(PACKAGES);
    machine.run(line, "").need();
    machine.need("systemctl", "daemon-reload");
  }
}
