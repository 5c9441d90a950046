package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.desk.Notice;
import io.reeve.core.desk.People.Person;
import io.reeve.core.desk.Presence.Attention;
import io.reeve.core.desk.Presence.Doing;
import io.reeve.core.desk.Presence.Power;
import io.reeve.core.desk.TrayIcon;
import io.reeve.core.desk.TrayImage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is told of the person and of the machine, over Windows in memory.
final class PresenceTest {
  private static final String CONSENT =
      "S-1-5-21-1-2-3-1001\\Software\\Microsoft\\Windows\\CurrentVersion\\CapabilityAccessManager"
          + "\\ConsentStore\\";
  private static final Instant TEN = Instant.parse("2026-07-01T10:00:00Z");
  private static final Clock CLOCK = Clock.fixed(TEN, ZoneOffset.UTC);

  /// Ten o'clock, as Windows counts.
  private static final long NOW = (TEN.getEpochSecond() + 11_644_473_600L) * 10_000_000;

  private static final long HOUR = 36_000_000_000L;
  private final MemoryRegistry registry = new MemoryRegistry();
  private final MemorySessions sessions = new MemorySessions();
  private final Win32 none =
      new Win32() {
        @Override
        public <T extends com.sun.jna.Library> T load(String dll, Class<T> functions) {
          throw new UnsatisfiedLinkError("there is no Windows here: " + dll);
        }

        @Override
        public int lastError() {
          return 0;
        }
      };
  private final MachinePresence machine =
      new MachinePresence(none, registry, new Com(none, "test"), CLOCK);

  private void used(String place, long start, long stop) {
    var key = new RegistryKey(RegistryKey.Hive.USERS, CONSENT + place);
    registry.given(key, "LastUsedTimeStart", time(start));
    registry.given(key, "LastUsedTimeStop", time(stop));
  }

  private static RegistryData time(long value) {
    var bytes = java.nio.ByteBuffer.allocate(8).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    return RegistryData.of(11, bytes.putLong(value).array());
  }

  @Test
  void aProgramThatHoldsTheMicrophoneIsInACall() {
    var alice = "S-1-5-21-1-2-3-1001";
    assertThat(machine.isInCall(alice)).isFalse();
    used("microphone\\NonPackaged\\C:#Program Files#Old.exe", NOW - 2 * HOUR, NOW - HOUR);
    assertThat(machine.isInCall(alice)).isFalse();
    used("webcam\\MSTeams_8wekyb3d8bbwe", NOW - HOUR, 0);
    assertThat(machine.isInCall(alice)).isTrue();
    assertThat(machine.isInCall("S-1-5-21-1-2-3-1002")).as("somebody else").isFalse();
  }

  @Test
  void whatBeganTooLongAgoOrWillBeginIsNoCall() {
    used("microphone\\NonPackaged\\C:#Crashed.exe", NOW - 13 * HOUR, 0);
    used("webcam\\Tomorrow", NOW + HOUR, 0);
    assertThat(machine.isInCall("S-1-5-21-1-2-3-1001")).isFalse();
  }

  @Test
  void aNetworkThatTellsNothingCostsNothing() {
    assertThat(machine.isMetered()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0, 37, true, 37", "1, 80, false, 80", "255, 255, false, 100", "0, 255, true, 100"})
  void powerIsTakenApart(int line, int percent, boolean battery, int full) {
    assertThat(MachinePresence.power(line, percent)).isEqualTo(new Power(battery, full));
  }

  @Test
  void noticesReachWhoeverIsThereAndNobodyElse() throws IOException {
    var people = new WindowsPeople(sessions, machine);
    sessions.with(1, "alice", true, true).with(2, "bob", false, false);
    assertThat(people.here())
        .containsExactly(new Person("alice", "1", true, true), new Person("bob", "2", true, false));
    var notice = new Notice("n", Notice.Urgency.NORMAL, "Hello", "World", List.of());
    assertThat(people.tell(people.here().getFirst(), notice)).isTrue();
    assertThat(people.tell(people.here().getLast(), notice)).isFalse();
    assertThat(people.tell(new Person("mallory", "1", true, true), notice)).isFalse();
    assertThat(sessions.calls).containsExactly("tell 1 Hello: World");
  }

  @Test
  void theIconsBitsAreThoseOfAnIcon() {
    var bits = IconBits.of(TrayImage.argb(TrayIcon.State.COMPLIANT, 16), 16);
    assertThat(bits).hasSize(40 + 16 * 16 * 4 + 4 * 16);
    assertThat(bits[0]).isEqualTo((byte) 40);
    assertThat(bits[4]).isEqualTo((byte) 16);
    assertThat(bits[8]).isEqualTo((byte) 32);
    assertThat(IconBits.of(new int[] {1, 2, 3, 4}, 2)).startsWith(new byte[] {40}).hasSize(64);
    assertThat(IconBits.of(new int[] {1, 2, 3, 4}, 2)[40]).isEqualTo((byte) 3);
  }

  @ParameterizedTest
  @CsvSource({
    "0, HERE, ''",
    "1, LOCKED, ''",
    "2, HERE, FULL_SCREEN",
    "3, HERE, FULL_SCREEN",
    "4, HERE, PRESENTING"
  })
  void windowsWordsAreUnderstood(int state, Attention attention, String doing) {
    var all = SessionPresence.doing(state);
    assertThat(all.stream().map(Doing::name).toList())
        .isEqualTo(doing.isEmpty() ? List.of() : List.of(doing));
    assertThat(SessionPresence.attention(state, Duration.ofSeconds(3))).isEqualTo(attention);
    assertThat(SessionPresence.attention(0, Duration.ofMinutes(6))).isEqualTo(Attention.AWAY);
  }

  @Test
  void labelsHaveNoKeysAndAreNotTooLong() {
    assertThat(PopupMenu.plain("Disk & files")).isEqualTo("Disk && files");
    assertThat(PopupMenu.cut("abcdef", 4)).isEqualTo("abc…");
    assertThat(PopupMenu.cut("ab😀d", 4)).isEqualTo("ab…");
  }
}
