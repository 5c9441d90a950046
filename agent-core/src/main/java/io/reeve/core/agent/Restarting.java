package io.reeve.core.agent;

import io.reeve.core.person.PersonPolicy;
import io.reeve.core.person.Restarts;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.RemoteAction.Result;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.List;

/// The end of a planned restart: the system is told to do it at once, for people were warned.
final class Restarting {
  private Restarting() {}

  /// @param actions the platform's
  static void now(List<RemoteAction> actions, Restarts restarts, PersonPolicy policy) {
    var action = actions.stream().filter(each -> each.uri().equals(GoingDown.RESTART)).findFirst();
    try {
      var result =
          action.isEmpty()
              ? new Result.Refused("this system cannot be restarted from here")
              : action.get().run(Value.of("0"));
      if (result instanceof Result.Refused(String reason)) {
        restarts.failed(reason, policy);
      } else {
        restarts.begun();
      }
    } catch (IOException e) {
      restarts.failed(Trouble.message(e), policy);
    }
  }
}
