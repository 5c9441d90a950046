package io.reeve.core.tree;

import io.reeve.core.tree.Branch.Answer;
import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Request;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.policy.OmaUri;
import java.util.List;
import java.util.function.Function;

/// Answers for nodes that can only be read: a Get by a function, any other command on a node that
/// is there by 405.
final class ReadOnly {
  private ReadOnly() {}

  static Answer answer(List<Request> requests, Function<OmaUri, Reply> read) {
    return Answer.unchanged(requests.stream().map(request -> reply(request, read)).toList());
  }

  private static Reply reply(Request request, Function<OmaUri, Reply> read) {
    var found = read.apply(request.uri());
    return request.verb() == Verb.GET || found instanceof Reply.Refused
        ? found
        : new Reply.Refused(Code.NOT_ALLOWED, request.uri() + " can only be read");
  }
}
