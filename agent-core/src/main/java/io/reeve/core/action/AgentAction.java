package io.reeve.core.action;

import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;

/// An action of the agent itself, at `./Device/Vendor/Reeve/Actions/{name}`. It takes no argument
/// and only asks the agent to do soon what it does anyway.
///
/// @param name the node's name
/// @param done what the service is told
/// @param ask asks for it; returns at once
public record AgentAction(String name, String done, Runnable ask) implements RemoteAction {
  @Override
  public OmaUri uri() {
    return ActionBranch.HOME.child(name);
  }

  @Override
  public boolean isRoutine() {
    return true;
  }

  @Override
  public Result run(Value argument) {
    if (!argument.isAbsent()) {
      return new Result.Refused(name + " takes no argument");
    }
    ask.run();
    return new Result.Done(done);
  }
}
