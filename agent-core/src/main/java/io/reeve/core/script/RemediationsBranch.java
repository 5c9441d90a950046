package io.reeve.core.script;

import io.reeve.core.tree.BesideSettings;
import io.reeve.core.tree.Branch;
import io.reeve.core.tree.Code;
import io.reeve.policy.Format;
import java.util.List;

/// `./Device/Vendor/Reeve/Remediations/{id}/Result`, beside the settings of which a remediation is
/// made: what came of its last run, as JSON. Only read.
public final class RemediationsBranch implements Branch {
  private static final int DEPTH = 6;

  private final Remediations remediations;
  private final BesideSettings all;

  /// @param settings answers for all but the results
  public RemediationsBranch(Branch settings, Remediations remediations) {
    this.remediations = remediations;
    this.all = new BesideSettings(settings, RemediationsBranch::isOwn, this::reply);
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    return all.handle(requests, atomic);
  }

  @Override
  public List<Reply> check(List<Request> requests) {
    return all.check(requests);
  }

  private static boolean isOwn(Request request) {
    return request.uri().segments().size() == DEPTH && request.uri().name().equals("Result");
  }

  private Reply reply(Request request) {
    if (request.verb() != Verb.GET) {
      return new Reply.Refused(Code.NOT_ALLOWED, request.uri() + " can only be read");
    }
    return remediations
        .result(request.uri().segments().get(DEPTH - 2))
        .<Reply>map(json -> new Reply.Leaf(Format.CHR, json))
        .orElseGet(() -> new Reply.Refused(Code.NOT_FOUND, request.uri() + ": it has not run yet"));
  }
}
