package io.reeve.core.script;

import io.reeve.core.tree.BesideSettings;
import io.reeve.core.tree.Branch;
import io.reeve.core.tree.Code;
import io.reeve.policy.Format;
import java.util.List;
import java.util.Optional;

/// `./Device/Vendor/Reeve/Remediations/{id}/Result`, beside the settings of which a remediation is
/// made: what came of its last run, as JSON. Only read.
public final class RemediationsBranch implements Branch {
  private static final int DEPTH = 6;

  private final Branch settings;
  private final Remediations remediations;

  /// @param settings answers for all but the results
  public RemediationsBranch(Branch settings, Remediations remediations) {
    this.settings = settings;
    this.remediations = remediations;
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    return new BesideSettings(settings, this::own).handle(requests, atomic);
  }

  private Optional<Reply> own(Request request) {
    var segments = request.uri().segments();
    if (segments.size() != DEPTH || !request.uri().name().equals("Result")) {
      return Optional.empty();
    }
    if (request.verb() != Verb.GET) {
      return Optional.of(new Reply.Refused(Code.NOT_ALLOWED, request.uri() + " can only be read"));
    }
    return Optional.of(
        remediations
            .result(segments.get(DEPTH - 2))
            .<Reply>map(json -> new Reply.Leaf(Format.CHR, json))
            .orElseGet(
                () -> new Reply.Refused(Code.NOT_FOUND, request.uri() + ": it has not run yet")));
  }
}
