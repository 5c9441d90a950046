package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.desk.Presence.Attention;
import io.reeve.core.desk.Presence.Power;
import io.reeve.platform.linux.Logins.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MachineStateTest {
  @TempDir Path root;

  private void file(String name, String text) throws IOException {
    var file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private MachineState state() {
    return new MachineState(Scratch.host(root));
  }

  @Test
  void theEmptiestBatteryOfTheMachineCountsAndAMousesDoesNot() throws IOException {
    file("sys/class/power_supply/AC/type", "Mains\n");
    file("sys/class/power_supply/BAT0/type", "Battery\n");
    file("sys/class/power_supply/BAT0/status", "Discharging\n");
    file("sys/class/power_supply/BAT0/capacity", "37\n");
    file("sys/class/power_supply/BAT1/type", "Battery\n");
    file("sys/class/power_supply/BAT1/status", "Not charging\n");
    file("sys/class/power_supply/BAT1/capacity", "80\n");
    file("sys/class/power_supply/hidpp_battery_0/type", "Battery\n");
    file("sys/class/power_supply/hidpp_battery_0/scope", "Device\n");
    file("sys/class/power_supply/hidpp_battery_0/status", "Discharging\n");
    file("sys/class/power_supply/hidpp_battery_0/capacity", "3\n");
    assertThat(state().power()).isEqualTo(new Power(true, 37));
  }

  @Test
  void aMachineWithoutABatteryHasPower() {
    assertThat(state().power()).isEqualTo(Power.MAINS);
  }

  @Test
  void aMicrophoneThatIsListenedToIsACallAndALoudspeakerIsNone() throws IOException {
    file("proc/asound/card0/pcm0p/sub0/status", "state: RUNNING\nowner_pid   : 812\n");
    file("proc/asound/card0/pcm0c/sub0/status", "closed\n");
    file("proc/812/status", "Name: pipewire\n");
    long own = Integer.toUnsignedLong((Integer) Files.getAttribute(root, "unix:uid"));
    assertThat(state().isRecording(Set.of(own))).isFalse();
    file("proc/asound/card0/pcm0c/sub0/status", "state: RUNNING\nowner_pid   : 812\n");
    assertThat(state().isRecording(Set.of(own))).isTrue();
    assertThat(state().isRecording(Set.of(own + 1))).as("somebody who is not here").isFalse();
    file("proc/asound/card0/pcm0c/sub0/status", "state: RUNNING\nowner_pid   : 813\n");
    assertThat(state().isRecording(Set.of(own))).as("a process that is gone").isFalse();
  }

  @Test
  void onlyWhoIsAtAScreenOrAtTheMachineItselfCanBePresenting() {
    assertThat(
            LinuxPeople.atTheMachine(
                List.of(
                    new Login("1", "anna", 1000, "", true, true, false, false, false),
                    new Login("2", "ben", 1001, "", true, false, false, false, false),
                    new Login("3", "cleo", 1002, "pts/0", false, true, true, false, false),
                    new Login("4", "dan", 1003, "tty2", false, true, false, false, false))))
        .containsExactlyInAnyOrder(1000L, 1003L);
  }

  private static Login login(boolean locked, boolean idle) {
    return new Login("1", "anna", 1000, "", true, true, false, locked, idle);
  }

  @Test
  void whoIsMostThereCounts() {
    assertThat(LinuxPeople.attention(List.of())).isEqualTo(Attention.NOBODY);
    assertThat(LinuxPeople.attention(List.of(login(true, true)))).isEqualTo(Attention.LOCKED);
    assertThat(LinuxPeople.attention(List.of(login(true, false), login(false, true))))
        .isEqualTo(Attention.AWAY);
    assertThat(LinuxPeople.attention(List.of(login(true, false), login(false, false))))
        .isEqualTo(Attention.HERE);
  }
}
