package io.reeve.platform.windows;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has Windows reset itself (RemoteWipe CSP), through the bridge to its own management, which only
/// the system itself may use. Windows restarts, does it from its recovery environment and tells
/// nobody how it went: the agent is gone then. Where the recovery environment is switched off,
/// Windows refuses or comes back unchanged.
///
/// @param wmi empty below a scratch root
/// @param clock tells the time
/// @param name of the node and, with `Method` behind it, of the bridge's method
record WipeAction(Optional<Wmi> wmi, Clock clock, String name) implements RemoteAction {
  private static final Logger LOG = LoggerFactory.getLogger(WipeAction.class);
  private static final String TYPE = "MDM_RemoteWipe";
  private static final Duration RESTARTS_WITHIN = Duration.ofMinutes(5);
  private static final Map<String, String> WHICH =
      Map.of("ParentID", "./Vendor/MSFT", "InstanceID", "RemoteWipe");

  static List<RemoteAction> all(Optional<Wmi> wmi, Clock clock) {
    return List.of(
        new WipeAction(wmi, clock, "doWipe"),
        new WipeAction(wmi, clock, "doWipeProtected"),
        new WipeAction(wmi, clock, "doWipePersistUserData"),
        new WipeAction(wmi, clock, "doWipePersistProvisionedData"));
  }

  @Override
  public OmaUri uri() {
    return OmaUri.parse("./Device/Vendor/MSFT/RemoteWipe/" + name);
  }

  @Override
  public boolean isDestructive() {
    return true;
  }

  @Override
  public boolean endsMachine() {
    return true;
  }

  /// Where the bridge is missing, nobody waits for a refusal.
  @Override
  public Optional<String> obstacle(Value argument) throws IOException {
    if (wmi.isEmpty()) {
      return Optional.of("a scratch root cannot be wiped");
    }
    try {
      if (wmi.get().instances(Wmi.BRIDGE, TYPE, List.of("InstanceID")).isEmpty()) {
        throw new NotApplicableException("this Windows has no instance of " + TYPE);
      }
      return Optional.empty();
    } catch (NotApplicableException e) {
      return Optional.of(
          "Windows offers no reset to the agent: "
              + e.getMessage()
              + ". The bridge to its own management (Windows 10 and later, not Server) answers the"
              + " system only: run the agent as the service of Windows");
    }
  }

  /// The argument is Windows' own, which servers leave empty.
  @Override
  public Result run(Value argument) throws IOException {
    if (!argument.isAbsent() && !argument.wire().strip().matches("1?")) {
      return new Result.Refused(name + " takes no argument");
    }
    var obstacle = obstacle(argument);
    if (obstacle.isPresent()) {
      return new Result.Refused(obstacle.get());
    }
    try {
      wmi.orElseThrow().call(Wmi.BRIDGE, TYPE, WHICH, name + "Method", Map.of("param", ""));
    } catch (IOException e) {
      if (!(e.getCause() instanceof TimeoutException)) {
        throw e;
      }
      // It was handed over: only Windows' own answer would be a failure.
      LOG.warn("Windows takes its time to begin the reset", e);
    }
    return new Result.Started(clock.instant().plus(RESTARTS_WITHIN));
  }
}
