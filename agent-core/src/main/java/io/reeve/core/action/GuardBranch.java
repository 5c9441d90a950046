package io.reeve.core.action;

import io.reeve.core.tree.Branch;
import io.reeve.core.tree.Code;
import io.reeve.core.tree.OneByOne;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import java.util.List;
import java.util.Locale;

/// `./Device/Vendor/Reeve/Guard`: how the service deals with the brakes on the device.
///
/// - `Approval` (Add, Replace) takes an approver's word for the destructive action that follows.
/// - `NeedsApproval` and `HoldSeconds` (Get) tell what this device wants.
/// - `Held` (Get) is the address of what is held back, and empty when nothing is.
/// - `Cancel` (Exec) gives that up.
public final class GuardBranch implements Branch {
  /// Where it belongs in the tree.
  public static final OmaUri PREFIX = OmaUri.parse("./Device/Vendor/Reeve/Guard");

  private static final List<String> NODES =
      List.of("Approval", "Cancel", "Held", "HoldSeconds", "NeedsApproval");

  private final Guard guard;
  private final ActionRunner runner;

  public GuardBranch(Guard guard, ActionRunner runner) {
    this.guard = guard;
    this.runner = runner;
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    return OneByOne.answer(requests, atomic, this::reply, () -> false);
  }

  private Reply reply(Request request) {
    var names = request.uri().segments().subList(PREFIX.segments().size(), size(request));
    if (names.isEmpty()) {
      return request.verb() == Verb.GET ? new Reply.Interior(NODES) : notAllowed(request);
    }
    return switch (names.size() == 1 ? names.getFirst().toLowerCase(Locale.ROOT) : "") {
      case "approval" -> approval(request);
      case "cancel" -> request.verb() == Verb.EXEC ? cancel() : notAllowed(request);
      case "held" -> leaf(request, Format.CHR, runner.held().map(Held::uri).orElse(""));
      case "holdseconds" -> leaf(request, Format.INT, Long.toString(guard.hold(false).toSeconds()));
      case "needsapproval" -> leaf(request, Format.BOOL, Boolean.toString(guard.needsApproval()));
      default -> new Reply.Refused(Code.NOT_FOUND, "no such node: " + request.uri());
    };
  }

  private static int size(Request request) {
    return request.uri().segments().size();
  }

  private Reply approval(Request request) {
    return switch (request.verb()) {
      case ADD, REPLACE ->
          guard
              .take(request.data().strip())
              .<Reply>map(refusal -> new Reply.Refused(Code.PERMISSION_DENIED, refusal))
              .orElseGet(Reply.Done::new);
      case GET, DELETE, EXEC -> notAllowed(request);
    };
  }

  private Reply cancel() {
    var held = runner.held();
    if (held.isEmpty()) {
      return new Reply.Refused(Code.NOT_FOUND, "nothing is held back");
    }
    runner.cancel(held.get(), "cancelled by the service");
    return new Reply.Done();
  }

  private static Reply leaf(Request request, Format format, String value) {
    return request.verb() == Verb.GET ? new Reply.Leaf(format, value) : notAllowed(request);
  }

  private static Reply notAllowed(Request request) {
    return new Reply.Refused(
        Code.NOT_ALLOWED, request.verb() + " is not allowed on " + request.uri());
  }
}
