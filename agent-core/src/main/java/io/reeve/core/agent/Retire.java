package io.reeve.core.agent;

import io.reeve.core.spi.RemoteAction;
import io.reeve.core.tree.AccountBranch;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;

/// The service ends the enrolment: what the organisation put on the machine goes, and nothing of
/// the person's. The argument, the service's own name, says nothing that is not known.
///
/// @param leave has it done as soon as no session is going on
record Retire(Runnable leave) implements RemoteAction {
  @Override
  public OmaUri uri() {
    return AccountBranch.UNENROLL;
  }

  @Override
  public boolean isDestructive() {
    return true;
  }

  @Override
  public Result run(Value argument) {
    leave.run();
    return new Result.Done("leaving");
  }
}
