package io.reeve.core.script;

import io.reeve.core.approval.SignedScript;
import io.reeve.core.tree.Branch;
import io.reeve.core.tree.Code;
import io.reeve.core.tree.OneByOne;
import io.reeve.policy.Format;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// `./Device/Vendor/Reeve/Scripts/{id}`: executing it has the script in its data run once, for each
/// command at most once over crashes too, and `Result` tells what came of it until the node is
/// deleted.
public final class ScriptsBranch implements Branch {
  private static final int DEPTH = SingleScripts.PREFIX.segments().size() + 1;

  private final SingleScripts scripts;
  private final Remediations remediations;
  private final Function<Request, Reply> execute;
  private final Predicate<List<Request>> takeBack;

  /// @param execute has it done as an action
  /// @param takeBack gives up what is held back of these commands; whether nothing of them remains
  public ScriptsBranch(
      SingleScripts scripts,
      Remediations remediations,
      Function<Request, Reply> execute,
      Predicate<List<Request>> takeBack) {
    this.scripts = scripts;
    this.remediations = remediations;
    this.execute = execute;
    this.takeBack = takeBack;
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    return OneByOne.answer(requests, atomic, this::reply, () -> takeBack.test(requests));
  }

  @Override
  public List<Reply> check(List<Request> requests) {
    return requests.stream().map(this::checked).toList();
  }

  private Reply checked(Request request) {
    var segments = request.uri().segments();
    return request.verb() == Verb.EXEC && segments.size() == DEPTH
        ? SingleScripts.problem(segments.get(DEPTH - 1), request.data())
            .<Reply>map(problem -> new Reply.Refused(Code.BAD_REQUEST, problem))
            .orElseGet(Reply.Done::new)
        : new Reply.Done();
  }

  private Reply reply(Request request) {
    var segments = request.uri().segments();
    if (segments.size() == DEPTH - 1) {
      return request.verb() == Verb.GET
          ? new Reply.Interior(scripts.ids())
          : new Reply.Refused(Code.NOT_ALLOWED, request.verb() + " on " + request.uri());
    }
    var id = segments.get(DEPTH - 1);
    if (segments.size() == DEPTH + 1
        && request.uri().name().equals("Result")
        && request.verb() == Verb.GET) {
      return remediations
          .result(SignedScript.ONCE + id)
          .<Reply>map(json -> new Reply.Leaf(Format.CHR, json))
          .orElseGet(() -> new Reply.Refused(Code.NOT_FOUND, id + " has not run"));
    }
    if (segments.size() != DEPTH) {
      return new Reply.Refused(Code.NOT_FOUND, "no such node: " + request.uri());
    }
    return switch (request.verb()) {
      case EXEC -> execute(request, id);
      case DELETE ->
          scripts.delete(id)
              ? new Reply.Done()
              : new Reply.Refused(Code.NOT_FOUND, "no script " + id);
      case GET ->
          scripts.ids().contains(id)
              ? new Reply.Interior(List.of("Result"))
              : new Reply.Refused(Code.NOT_FOUND, "no script " + id);
      case ADD, REPLACE ->
          new Reply.Refused(Code.NOT_ALLOWED, request.uri() + " can only be executed");
    };
  }

  /// The action is over when the script waits to be run; the script is not.
  private Reply execute(Request request, String id) {
    var problem = SingleScripts.problem(id, request.data());
    if (problem.isPresent()) {
      return new Reply.Refused(Code.BAD_REQUEST, problem.get());
    }
    return execute.apply(request) instanceof Reply.Refused refused ? refused : new Reply.Started();
  }
}
