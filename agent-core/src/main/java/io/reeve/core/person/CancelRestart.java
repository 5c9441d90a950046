package io.reeve.core.person;

import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.util.List;

/// `Actions/CancelRestart`: gives up the restart that waits for a good moment. It takes no
/// argument.
///
/// @param soon has people told
public record CancelRestart(Restarts restarts, Runnable soon) implements RemoteAction {
  @Override
  public OmaUri uri() {
    return OmaUri.parse("./Device/Vendor/Reeve/Actions/CancelRestart");
  }

  @Override
  public Result run(Value argument) {
    if (!argument.isAbsent()) {
      return new Result.Refused("CancelRestart takes no argument");
    }
    boolean was = restarts.cancel().isPresent();
    soon.run();
    return was
        ? new Result.CalledOff("the restart is given up", List.of(RestartSoon.URI))
        : new Result.Done("no restart was planned");
  }
}
