package io.reeve.core.agent;

import io.reeve.core.action.PowerAction;
import io.reeve.core.desk.People;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.RemoteAction.Result;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// A machine that the service has restarted or switched off outright. Nobody is asked and nobody
/// can put it off, as the Reboot CSP has it; but people see it come, with time to save, and an
/// administrator of the machine can stop it.
final class GoingDown {
  static final OmaUri RESTART = OmaUri.parse("./Device/Vendor/MSFT/Reboot/RebootNow");
  static final OmaUri SWITCH_OFF = OmaUri.parse("./Device/Vendor/Reeve/Actions/ShutDown");
  static final List<OmaUri> WHICH = List.of(RESTART, SWITCH_OFF);

  private static final OmaUri STAY_ON =
      OmaUri.parse("./Device/Vendor/Reeve/Actions/CancelShutDown");

  private GoingDown() {}

  /// The actions, so that whoever is here has the time to save.
  ///
  /// @param soon called when people have something to be told
  static List<RemoteAction> withTimeToSave(
      List<RemoteAction> actions, People people, Runnable soon) {
    return actions.stream()
        .map(each -> WHICH.contains(each.uri()) ? new TimeToSave(each, people, soon) : each)
        .toList();
  }

  /// Has the system stay on.
  ///
  /// @param actions the platform's
  static void stop(List<RemoteAction> actions) {
    var action = actions.stream().filter(each -> each.uri().equals(STAY_ON)).findFirst();
    if (action.isEmpty()) {
      throw failed("this system cannot be told to stay on");
    }
    try {
      if (action.get().run(Value.absent()) instanceof Result.Refused(String reason)) {
        throw failed(reason);
      }
    } catch (IOException e) {
      throw failed(Trouble.message(e));
    }
  }

  private static AgentException failed(String why) {
    return new AgentException(
        Kind.FAILED,
        "the machine still goes down: " + why,
        "stop it with the system's own means, such as 'shutdown -c'");
  }

  /// At once means in a minute where somebody is logged in.
  private record TimeToSave(RemoteAction action, People people, Runnable soon)
      implements RemoteAction {
    @Override
    public OmaUri uri() {
      return action.uri();
    }

    @Override
    public boolean endsMachine() {
      return action.endsMachine();
    }

    @Override
    public Duration endsAfter(Value argument) {
      return action.endsAfter(argument);
    }

    @Override
    public Result run(Value argument) throws IOException {
      var result =
          action.run(PowerAction.isAtOnce(argument) && isAnybodyHere() ? Value.of("1") : argument);
      soon.run();
      return result;
    }

    private boolean isAnybodyHere() {
      try {
        return !people.here().isEmpty();
      } catch (IOException _) {
        return true;
      }
    }
  }
}
