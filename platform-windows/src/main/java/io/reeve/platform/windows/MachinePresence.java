package io.reeve.platform.windows;

import io.reeve.core.desk.Presence.Power;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the machine tells of whoever uses it, in a session and outside of all. What it does not
/// tell is not so.
record MachinePresence(Win32 windows, Registry registry, Com com, Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger(MachinePresence.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String CONSENT =
      "Software\\Microsoft\\Windows\\CurrentVersion\\CapabilityAccessManager\\ConsentStore";

  /// `NLM_CONNECTION_COST_`: fixed, variable, over the limit, roaming.
  private static final int COSTLY = 0x2 | 0x4 | 0x10000 | 0x40000;

  private static final int FULL = 100;
  private static final Duration LONGEST_CALL = Duration.ofHours(12);
  private static final long PARTS = 10_000_000;
  private static final long SECONDS_TO_1970 = 11_644_473_600L;

  static MachinePresence of(Win32 windows, Clock clock) {
    return new MachinePresence(
        windows, new NativeRegistry(windows), new Com(windows, "network"), clock);
  }

  Power power() {
    var status = new Kernel32Power.SYSTEM_POWER_STATUS();
    boolean told = windows.load("kernel32", Kernel32Power.class).GetSystemPowerStatus(status) != 0;
    return told ? power(status.ACLineStatus, status.BatteryLifePercent & 0xFF) : Power.MAINS;
  }

  /// @param line 0 for no mains, 1 for mains, else unknown
  /// @param percent 255 for unknown
  static Power power(int line, int percent) {
    return new Power(line == 0, percent > FULL ? FULL : percent);
  }

  boolean isMetered() {
    try {
      return com.run(
          PATIENCE,
          session -> {
            var cost = new int[1];
            session.create(INetworkCostManager.CLASS, INetworkCostManager.class).GetCost(cost, 0);
            return (cost[0] & COSTLY) != 0;
          });
    } catch (IOException e) {
      LOG.debug("Windows does not tell what the network costs", e);
      return false;
    }
  }

  /// Whether a program of that account uses a microphone or a camera. Windows keeps for each
  /// program when it began and when it stopped, which is 0 until then, in a place that the person
  /// may write: so nobody else's counts, and nothing that began too long ago to be true, as after a
  /// crash.
  boolean isInCall(String sid) {
    var consent = new RegistryKey(RegistryKey.Hive.USERS, "").child(sid).child(CONSENT);
    return isUsed(consent.child("microphone")) || isUsed(consent.child("webcam"));
  }

  private boolean isUsed(RegistryKey device) {
    for (var place : List.of(device, device.child("NonPackaged"))) {
      try {
        for (var program : registry.subkeys(place)) {
          if (isRunning(place.child(program))) {
            return true;
          }
        }
      } catch (IOException e) {
        LOG.debug("{} is not for us to read", place, e);
      }
    }
    return false;
  }

  private boolean isRunning(RegistryKey program) throws IOException {
    long began = time(program, "LastUsedTimeStart");
    var since = Duration.between(instant(began), clock.instant());
    return began > 0
        && time(program, "LastUsedTimeStop") == 0
        && !since.isNegative()
        && since.compareTo(LONGEST_CALL) < 0;
  }

  /// Windows counts tenths of microseconds since 1601.
  private static Instant instant(long time) {
    return Instant.ofEpochSecond(Math.floorDiv(time, PARTS) - SECONDS_TO_1970);
  }

  /// -1 when there is none.
  private long time(RegistryKey program, String name) throws IOException {
    return registry
        .value(program, name)
        .map(RegistryData::bytes)
        .filter(bytes -> bytes.length == Long.BYTES)
        .map(bytes -> ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong())
        .orElse(-1L);
  }
}
