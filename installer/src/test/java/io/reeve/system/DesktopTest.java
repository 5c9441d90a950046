package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.harness.lab.LabViews.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Desktops whose databases are not ours alone.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DesktopTest {
  private static final String IDLE = AccountRows.LOCK + "MaxInactivityTimeDeviceLock";
  private static final String FOLDER = "/etc/dconf/db/local.d";
  private static final String DEFAULTS = "/var/lib/gdm3/greeter-dconf-defaults";
  private static final String PROFILE = "desktop";

  private @Nullable ManagedMachine shared;

  private ManagedMachine site() throws IOException {
    var site = shared;
    if (site == null) {
      site = Requirements.orSkip(() -> ManagedMachine.start(DesktopTest::furnish));
      shared = site;
    }
    return site;
  }

  @AfterAll
  void finish() throws IOException {
    if (shared != null) {
      shared.close();
    }
  }

  /// As far as dconf goes, GDM is its program, its profile, and the defaults it has compiled.
  private static void furnish(BootedMachine machine) {
    Furniture.usual(machine);
    machine.need("cp", "/usr/bin/true", "/usr/sbin/gdm3");
    machine.need(
        "mkdir", "-p", "/usr/share/dconf/profile", "/usr/share/gdm/dconf", "/var/lib/gdm3");
    machine.write("/usr/share/dconf/profile/gdm", "user-db:user\nfile-db:" + DEFAULTS + "\n");
    machine.write(
        "/usr/share/gdm/dconf/00-upstream-settings",
        "[org/gnome/login-screen]\nbanner-message-enable=false\n");
    machine.need("dconf", "compile", DEFAULTS, "/usr/share/gdm/dconf");
  }

  private MachineState state() throws IOException {
    return MachineState.of(site().machine(), MachineImage.get());
  }

  private void assign(Item wish, int status) throws IOException {
    site().lab().assign(PROFILE, false, List.of(wish));
    site().sync();
    assertThat(site().lab().answers())
        .as(site().agent().explain(wish.uri()).state().toString())
        .hasSize(1)
        .allMatch(answer -> answer.status() == status);
  }

  private void unassign() throws IOException {
    site().lab().unassign(PROFILE);
    site().sync();
  }

  @Test
  void aMalformedFileOfSomebodyElseIsNamedAndNothingIsLeftBehind() throws IOException {
    var machine = site().machine();
    machine.need("mkdir", "-p", FOLDER);
    machine.write(FOLDER + "/20-site", "[org/gnome/desktop/session]\nidle-delay=soon\n");
    var before = state();
    assign(Item.of(IDLE, "int", "10"), 500);
    assertThat(site().agent().explain(IDLE).state().detail())
        .contains(FOLDER + ": 20-site: ")
        .contains("idle-delay");
    assertThat(before.differences(state())).isEmpty();
    unassign();
    machine.need("rm", "-r", FOLDER);
  }

  @Test
  void keysOfSomebodyElseThatCameMeanwhileStayCompiled() throws IOException {
    var machine = site().machine();
    assign(Item.of(IDLE, "int", "10"), 200);
    machine.write(FOLDER + "/20-site", "[org/example]\nkey='theirs'\n");
    machine.need("dconf", "update");
    unassign();
    assertThat(machine.has("/etc/dconf/db/local")).isTrue();
    assertThat(machine.need("ls", "-A", "/etc/dconf/db")).isEqualTo("local\nlocal.d\n");
    assertThat(machine.need("ls", "-A", FOLDER)).isEqualTo("20-site\n");
    machine.need("rm", "-r", "/etc/dconf/db/local", FOLDER);
  }

  @Test
  void theLoginScreenShowsTheTextAndNobodyCanChangeIt() throws IOException {
    var before = state();
    assign(Item.of(AccountRows.BANNER, "chr", "It's Example's.\uF000Drive N:\\net"), 200);
    assertThat(greeter("read", "enable")).isEqualTo("true\n");
    assertThat(greeter("read", "text")).isEqualTo("\"It's Example's.\\nDrive N:\\\\net\"\n");
    assertThat(greeter("write", "text", "'mine'")).contains("non-writable");
    unassign();
    assertThat(before.differences(state())).isEmpty();
  }

  private String greeter(String verb, String key, String... value) throws IOException {
    var line =
        new ArrayList<>(
            List.of("runuser", "-u", "alice", "--", "env", "DCONF_PROFILE=gdm", "dconf", verb));
    line.add("/org/gnome/login-screen/banner-message-" + key);
    line.addAll(List.of(value));
    return site().machine().run(line, "").all();
  }
}
