package io.reeve.core.escrow;

import io.reeve.core.tree.Branch;
import io.reeve.core.tree.Code;
import io.reeve.core.tree.OneByOne;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import io.reeve.store.Notes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `./Device/Vendor/MSFT/LAPS` as far as it has a meaning here: the nodes of [LapsPolicy] below
/// `Policies`, and `Actions/ResetPasswordStatus`. `Actions/ResetPassword` is an action. Published
/// nodes without a meaning are refused with the reason.
public final class LapsBranch implements Branch {
  /// Where it belongs in the tree.
  public static final OmaUri PREFIX = OmaUri.parse("./Device/Vendor/MSFT/LAPS");

  private static final String POLICIES = "Policies";
  private static final String ACTIONS = "Actions";
  private static final String STATUS = "ResetPasswordStatus";
  private static final String NOTE = "laps/";

  private final Notes notes;

  public LapsBranch(Notes notes) {
    this.notes = notes;
  }

  /// Forgets what was wanted, and what is known: the enrolment has ended.
  public static void forget(Notes notes) {
    notes.startingWith(NOTE).keySet().forEach(notes::remove);
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    var before =
        Arrays.stream(LapsPolicy.values()).map(node -> Map.entry(node, node.of(notes))).toList();
    return OneByOne.answer(
        requests,
        atomic,
        request -> reply(request, false),
        () -> {
          before.forEach(entry -> put(entry.getKey(), entry.getValue()));
          return true;
        });
  }

  private void put(LapsPolicy node, Optional<String> value) {
    value.ifPresentOrElse(text -> node.set(notes, text), () -> node.forget(notes));
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
    boolean inActions = names.getFirst().equalsIgnoreCase(ACTIONS);
    if (names.size() > 2 || !(inActions || names.getFirst().equalsIgnoreCase(POLICIES))) {
      return new Reply.Refused(Code.NOT_FOUND, "no such node: " + request.uri());
    }
    if (names.size() == 1) {
      return interior(
          request,
          inActions
              ? List.of(RotatePassword.URI.name(), STATUS)
              : Arrays.stream(LapsPolicy.values()).map(LapsPolicy::node).sorted().toList());
    }
    return inActions ? status(request) : policy(request, dry);
  }

  private static Reply interior(Request request, List<String> children) {
    return request.verb() == Verb.GET ? new Reply.Interior(children) : notAllowed(request);
  }

  private Reply status(Request request) {
    if (!request.uri().name().equalsIgnoreCase(STATUS)) {
      return new Reply.Refused(Code.NOT_FOUND, "no such node: " + request.uri());
    }
    return request.verb() == Verb.GET
        ? new Reply.Leaf(Format.INT, new LapsState(notes).status().wire())
        : notAllowed(request);
  }

  private Reply policy(Request request, boolean dry) {
    var name = request.uri().name();
    var node = LapsPolicy.named(name);
    if (node.isPresent()) {
      return leaf(request, node.get(), dry);
    }
    return LapsPolicy.elsewhere(name)
        .map(reason -> new Reply.Refused(Code.UNSUPPORTED, request.uri() + ": " + reason))
        .orElseGet(() -> new Reply.Refused(Code.NOT_FOUND, "no such node: " + request.uri()));
  }

  private Reply leaf(Request request, LapsPolicy node, boolean dry) {
    var known = node.of(notes);
    return switch (request.verb()) {
      case GET ->
          known
              .<Reply>map(value -> new Reply.Leaf(node.format(), value))
              .orElseGet(() -> notSet(request));
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
          node.forget(notes);
        }
        yield new Reply.Done();
      }
      case EXEC -> notAllowed(request);
    };
  }

  private Reply take(Request request, LapsPolicy node, boolean dry) {
    var value = request.data().strip();
    var problem = node.problem(value);
    if (problem.isPresent()) {
      return problem.get();
    }
    if (!dry) {
      node.set(notes, value);
    }
    return new Reply.Done();
  }

  private static Reply notSet(Request request) {
    return new Reply.Refused(Code.NOT_FOUND, request.uri() + " is not set");
  }

  private static Reply.Refused notAllowed(Request request) {
    return new Reply.Refused(
        Code.NOT_ALLOWED, request.verb() + " is not allowed on " + request.uri());
  }
}
