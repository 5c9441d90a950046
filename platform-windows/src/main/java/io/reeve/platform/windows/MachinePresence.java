package io.reeve.platform.windows;

import io.reeve.core.desk.Presence.Power;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the machine tells of whoever uses it, in a session and outside of all. What it does not
/// tell is not so.
record MachinePresence(Win32 windows, Registry registry, Com com) {
  private static final Logger LOG = LoggerFactory.getLogger(MachinePresence.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String CONSENT =
      "Software\\Microsoft\\Windows\\CurrentVersion\\CapabilityAccessManager\\ConsentStore";

  /// `NLM_CONNECTION_COST_`: fixed, variable, over the limit, roaming.
  private static final int COSTLY = 0x2 | 0x4 | 0x10000 | 0x40000;

  private static final int FULL = 100;
  private static final Predicate<BigInteger> NEVER = BigInteger.ZERO::equals;

  static MachinePresence of(Win32 windows) {
    return new MachinePresence(windows, new NativeRegistry(windows), new Com(windows, "network"));
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

  /// Whether a program uses a microphone or a camera. Windows keeps for each program when it began
  /// and when it stopped, which is 0 until then.
  boolean isInCall() {
    try {
      var people = new RegistryKey(RegistryKey.Hive.USERS, "");
      for (var person : registry.subkeys(people)) {
        var consent = people.child(person).child(CONSENT);
        if (isUsed(consent.child("microphone")) || isUsed(consent.child("webcam"))) {
          return true;
        }
      }
    } catch (IOException e) {
      LOG.debug("Windows does not tell who uses the microphone", e);
    }
    return false;
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
    return time(program, "LastUsedTimeStart").filter(NEVER.negate()).isPresent()
        && time(program, "LastUsedTimeStop").filter(NEVER).isPresent();
  }

  /// A number of 64 bits.
  private Optional<BigInteger> time(RegistryKey program, String name) throws IOException {
    return registry
        .value(program, name)
        .map(RegistryData::bytes)
        .filter(bytes -> bytes.length == Long.BYTES)
        .map(bytes -> new BigInteger(1, bytes));
  }
}
