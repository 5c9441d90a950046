package io.reeve.core.tree;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// A branch in which most nodes are settings, and a few beside them are not.
///
/// @param settings answers for the settings and what is above them
/// @param isOwn whether a node is one beside them
/// @param own carries out a request on such a node, which changes nothing that would have to be
///   taken back
public record BesideSettings(
    Branch settings, Predicate<Branch.Request> isOwn, Function<Branch.Request, Branch.Reply> own)
    implements Branch {

  /// Settings that follow each other are one pass.
  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    var replies = new ArrayList<Reply>();
    var undos = new ArrayDeque<Undo>();
    while (replies.size() < requests.size()) {
      var group = group(requests.subList(replies.size(), requests.size()));
      var answer =
          isOwn.test(group.getFirst())
              ? OneByOne.answer(group, atomic, own, () -> true)
              : settings.handle(group, atomic);
      if (atomic && answer.replies().stream().anyMatch(Reply.Refused.class::isInstance)) {
        return failed(replies.size(), answer, requests.size(), undos);
      }
      replies.addAll(answer.replies());
      undos.push(answer.undo());
    }
    return new Answer(replies, () -> undo(undos));
  }

  private List<Request> group(List<Request> requests) {
    boolean first = isOwn.test(requests.getFirst());
    int size = 1;
    while (size < requests.size() && isOwn.test(requests.get(size)) == first) {
      size++;
    }
    return List.copyOf(requests.subList(0, size));
  }

  /// @param before how many requests were done before the group that failed
  private static Answer failed(int before, Answer group, int size, Iterable<Undo> undos) {
    var replies = new ArrayList<Reply>();
    var code = undo(undos) ? Code.ROLLED_BACK : Code.ROLLBACK_FAILED;
    OneByOne.fill(replies, before, new Reply.Refused(code, "a later command failed"));
    replies.addAll(group.replies());
    OneByOne.fill(replies, size, new Reply.Refused(Code.NOT_EXECUTED, "an earlier command failed"));
    return Answer.unchanged(replies);
  }

  private static boolean undo(Iterable<Undo> undos) {
    boolean all = true;
    for (var each : undos) {
      all &= each.undo();
    }
    return all;
  }

  @Override
  public List<Reply> check(List<Request> requests) {
    var theirs = requests.stream().filter(isOwn.negate()).toList();
    var checked = settings.check(theirs).iterator();
    var replies = new ArrayList<Reply>(Collections.nCopies(requests.size(), new Reply.Done()));
    for (int i = 0; i < requests.size(); i++) {
      if (!isOwn.test(requests.get(i))) {
        replies.set(i, checked.next());
      }
    }
    return replies;
  }
}
