package io.reeve.core.person;

import io.reeve.core.tree.Branch;
import io.reeve.core.tree.Code;
import io.reeve.core.tree.OneByOne;
import io.reeve.policy.OmaUri;
import io.reeve.store.Notes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `./Device/Vendor/Reeve/Person/{name}`: how people are to be treated; the nodes are those of
/// [PersonPolicy]. A node that was deleted has its usual value.
public final class PersonBranch implements Branch {
  /// Where it belongs in the tree.
  public static final OmaUri PREFIX = OmaUri.parse("./Device/Vendor/Reeve/Person");

  private final Notes notes;
  private final Runnable changed;

  /// @param changed called when something else holds now
  public PersonBranch(Notes notes, Runnable changed) {
    this.notes = notes;
    this.changed = changed;
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    var before = PolicyNode.values();
    var values = Arrays.stream(before).map(node -> node.of(notes)).toList();
    return OneByOne.answer(
        requests,
        atomic,
        this::reply,
        () -> {
          for (int i = 0; i < before.length; i++) {
            before[i].set(notes, values.get(i));
          }
          changed.run();
          return true;
        });
  }

  @Override
  public List<Reply> check(List<Request> requests) {
    return requests.stream()
        .map(request -> refusal(request).map(Reply.class::cast).orElseGet(Reply.Done::new))
        .toList();
  }

  private static Optional<Reply.Refused> refusal(Request request) {
    if (isHome(request)) {
      return request.verb() == Verb.GET ? Optional.empty() : Optional.of(notAllowed(request));
    }
    var node = node(request);
    if (node.isEmpty()) {
      return Optional.of(new Reply.Refused(Code.NOT_FOUND, "no such node: " + request.uri()));
    }
    return switch (request.verb()) {
      case ADD, REPLACE ->
          node.get()
              .problem(request.data())
              .map(problem -> new Reply.Refused(Code.BAD_REQUEST, problem));
      case GET, DELETE -> Optional.empty();
      case EXEC -> Optional.of(notAllowed(request));
    };
  }

  private Reply reply(Request request) {
    var refusal = refusal(request);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (isHome(request)) {
      return new Reply.Interior(Arrays.stream(PolicyNode.values()).map(PolicyNode::node).toList());
    }
    var node = node(request).orElseThrow();
    if (request.verb() == Verb.GET) {
      return new Reply.Leaf(node.format(), node.of(notes));
    }
    if (request.verb() == Verb.DELETE) {
      node.forget(notes);
    } else {
      node.set(notes, request.data());
    }
    changed.run();
    return new Reply.Done();
  }

  private static boolean isHome(Request request) {
    return request.uri().segments().size() == PREFIX.segments().size();
  }

  private static Optional<PolicyNode> node(Request request) {
    return request.uri().segments().size() == PREFIX.segments().size() + 1
        ? PolicyNode.named(request.uri().name())
        : Optional.empty();
  }

  private static Reply.Refused notAllowed(Request request) {
    return new Reply.Refused(
        Code.NOT_ALLOWED, request.verb() + " is not allowed on " + request.uri());
  }
}
