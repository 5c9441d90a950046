package io.reeve.platform.windows;

import io.reeve.core.spi.NotApplicableException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The Security Center by its call, and its products by management instrumentation.
final class NativeSecurityCenter implements SecurityCenter {
  static final String NAMESPACE = "root\\SecurityCenter2";
  private static final Map<Integer, String> WORDS =
      Map.of(0, "Good", 1, "Not Monitored", 2, "Poor", 3, "Snoozed");

  private final @Nullable WscApi functions;
  private final Wmi wmi;

  NativeSecurityCenter(Win32 windows, Wmi wmi) {
    this.functions = loaded(windows);
    this.wmi = wmi;
  }

  private static @Nullable WscApi loaded(Win32 windows) {
    try {
      return windows.load("wscapi", WscApi.class);
    } catch (UnsatisfiedLinkError _) {
      return null;
    }
  }

  @Override
  public Optional<String> health(Guard guard) {
    var health = new int[1];
    if (functions == null || !isAnswered(functions, guard, health)) {
      return Optional.empty();
    }
    return Optional.of(WORDS.getOrDefault(health[0], "Error"));
  }

  private static boolean isAnswered(WscApi functions, Guard guard, int[] health) {
    try {
      return functions.WscGetSecurityProviderHealth(guard.number, health) == 0;
    } catch (UnsatisfiedLinkError _) {
      return false;
    }
  }

  @Override
  public List<String> otherFirewalls() throws IOException {
    try {
      return wmi.instances(NAMESPACE, "FirewallProduct", List.of("displayName")).stream()
          .map(row -> row.getOrDefault("displayName", ""))
          .filter(name -> !name.isEmpty())
          .toList();
    } catch (NotApplicableException _) {
      return List.of();
    }
  }
}
