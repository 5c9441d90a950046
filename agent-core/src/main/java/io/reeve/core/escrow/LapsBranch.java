package io.reeve.core.escrow;

import io.reeve.core.tree.Branch;
import io.reeve.core.tree.Code;
import io.reeve.core.tree.OneByOne;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import io.reeve.store.Notes;
import java.util.List;
import java.util.Optional;

/// `./Device/Vendor/MSFT/LAPS` as far as it has a meaning here: `Policies/PasswordLength` (8 to
/// 64), `Policies/PasswordComplexity` (1 to 5; phrases of words are not made) and
/// `Policies/AdministratorAccountName`. `Actions/ResetPassword` is an action.
public final class LapsBranch implements Branch {
  /// Where it belongs in the tree.
  public static final OmaUri PREFIX = OmaUri.parse("./Device/Vendor/MSFT/LAPS");

  private static final String POLICIES = "Policies";
  private static final String ACTIONS = "Actions";

  private final LapsPolicies policies;

  public LapsBranch(Notes notes) {
    policies = new LapsPolicies(notes);
  }

  /// Forgets what was wanted: the enrolment has ended.
  public static void forget(Notes notes) {
    LapsPolicies.forget(notes);
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    return OneByOne.answer(requests, atomic, request -> reply(request, false), () -> false);
  }

  @Override
  public List<Reply> check(List<Request> requests) {
    return requests.stream().map(request -> reply(request, true)).toList();
  }

  /// @param dry whether only to say what would be refused
  private Reply reply(Request request, boolean dry) {
    var segments = request.uri().segments();
    var names = segments.subList(PREFIX.segments().size(), segments.size());
    if (names.isEmpty()) {
      return interior(request, List.of(ACTIONS, POLICIES));
    }
    if (names.size() == 1 && names.getFirst().equalsIgnoreCase(ACTIONS)) {
      return interior(request, List.of(RotatePassword.URI.name()));
    }
    if (!names.getFirst().equalsIgnoreCase(POLICIES) || names.size() > 2) {
      return new Reply.Refused(Code.NOT_FOUND, "no such node: " + request.uri());
    }
    return names.size() == 1
        ? interior(request, List.copyOf(LapsPolicies.NODES.keySet()))
        : node(names.getLast())
            .map(node -> leaf(request, node, dry))
            .orElseGet(
                () -> new Reply.Refused(Code.NOT_FOUND, request.uri() + " is not supported"));
  }

  private static Optional<String> node(String name) {
    return LapsPolicies.NODES.keySet().stream().filter(name::equalsIgnoreCase).findFirst();
  }

  private static Reply interior(Request request, List<String> children) {
    return request.verb() == Verb.GET
        ? new Reply.Interior(children)
        : new Reply.Refused(Code.NOT_ALLOWED, request.verb() + " is not for " + request.uri());
  }

  private Reply leaf(Request request, String node, boolean dry) {
    var known = policies.get(node);
    var format = node.equals(LapsPolicies.ACCOUNT) ? Format.CHR : Format.INT;
    return switch (request.verb()) {
      case GET ->
          known.<Reply>map(value -> new Reply.Leaf(format, value)).orElseGet(() -> notSet(request));
      case ADD ->
          known.isPresent() && !dry
              ? new Reply.Refused(Code.EXISTS, request.uri() + " is set already; replace it")
              : take(request, node, dry);
      case REPLACE -> take(request, node, dry);
      case DELETE -> {
        if (known.isEmpty() && !dry) {
          yield notSet(request);
        }
        if (!dry) {
          policies.remove(node);
        }
        yield new Reply.Done();
      }
      case EXEC -> new Reply.Refused(Code.NOT_ALLOWED, request.uri() + " cannot be executed");
    };
  }

  private Reply take(Request request, String node, boolean dry) {
    var value = request.data().strip();
    if (!LapsPolicies.allows(node, value)) {
      return new Reply.Refused(
          Code.BAD_REQUEST, "'" + value + "' is no value of " + node + " here");
    }
    if (!dry) {
      policies.put(node, value);
    }
    return new Reply.Done();
  }

  private static Reply notSet(Request request) {
    return new Reply.Refused(Code.NOT_FOUND, request.uri() + " is not set");
  }
}
