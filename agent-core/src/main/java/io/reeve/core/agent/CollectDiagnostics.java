package io.reeve.core.agent;

import io.reeve.core.action.ActionBranch;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.tree.DiagnosticsBranch;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.util.function.BooleanSupplier;

/// Collects diagnostics for the service, which then reads them from the tree. There is no address
/// that they could be sent to: whoever may ask for them has a session to fetch them in.
///
/// @param enrolled whether there is still a service to read them
record CollectDiagnostics(Diagnosis diagnosis, KeptArchive archive, BooleanSupplier enrolled)
    implements RemoteAction {
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
      // The end of an enrolment comes first and then removes what is kept: one of the two sees it.
      if (!enrolled.getAsBoolean()) {
        var _ = archive.remove();
        return new Result.Refused("the enrolment ended meanwhile");
      }
      return new Result.Done(
          "%d texts, %d KiB, at %s/Archive"
              .formatted(collected.parts().size(), 1 + bytes / 1024, DiagnosticsBranch.PREFIX));
    });
  }
}
