package io.reeve.core.agent;

import io.reeve.core.action.ActionBranch;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.tree.DiagnosticsBranch;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;

/// Collects diagnostics for the service, which then reads them from the tree. There is no address
/// that they could be sent to: whoever may ask for them has a session to fetch them in.
record CollectDiagnostics(Diagnosis diagnosis, KeptArchive archive) implements RemoteAction {
  @Override
  public OmaUri uri() {
    return ActionBranch.HOME.child("CollectDiagnostics");
  }

  @Override
  public Result run(Value argument) {
    if (!argument.isAbsent()) {
      return new Result.Refused(
          "CollectDiagnostics takes no argument; what it collects is read at "
              + DiagnosticsBranch.PREFIX
              + "/Archive");
    }
    return new Result.Later(() -> {
      var collected = diagnosis.collect();
      int bytes = archive.keep(collected);
      return new Result.Done(
          "%d texts, %d KiB, at %s/Archive"
              .formatted(collected.parts().size(), 1 + bytes / 1024, DiagnosticsBranch.PREFIX));
    });
  }
}
