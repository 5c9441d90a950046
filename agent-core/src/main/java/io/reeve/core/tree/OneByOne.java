package io.reeve.core.tree;

import io.reeve.core.tree.Branch.Answer;
import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Request;
import io.reeve.core.tree.Branch.Undo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// How a branch answers that takes its requests one at a time.
public final class OneByOne {
  private OneByOne() {}

  /// As [Branch#handle].
  ///
  /// @param one carries out a request; one that is refused has changed nothing
  /// @param undo takes back what was done since this began
  public static Answer answer(
      List<Request> requests, boolean atomic, Function<Request, Reply> one, Undo undo) {
    var replies = new ArrayList<Reply>();
    for (var request : requests) {
      var reply = one.apply(request);
      if (atomic && reply instanceof Reply.Refused refused) {
        return failed(replies.size(), refused, requests.size(), undo);
      }
      replies.add(reply);
    }
    return new Answer(replies, undo);
  }

  /// @param before how many were done before the one that failed
  private static Answer failed(int before, Reply.Refused failure, int size, Undo undo) {
    var replies = new ArrayList<Reply>();
    if (before > 0) {
      var code = undo.undo() ? Code.ROLLED_BACK : Code.ROLLBACK_FAILED;
      fill(replies, before, new Reply.Refused(code, "a later command failed"));
    }
    replies.add(failure);
    fill(replies, size, new Reply.Refused(Code.NOT_EXECUTED, "an earlier command failed"));
    return Answer.unchanged(replies);
  }

  /// The replies of an atomic answer up to that number.
  static void fill(List<Reply> replies, int size, Reply reply) {
    while (replies.size() < size) {
      replies.add(reply);
    }
  }
}
