package io.reeve.core.tree;

import io.reeve.core.tree.Branch.Answer;
import io.reeve.core.tree.Branch.Undo;
import io.reeve.core.tree.Resolver.Resolved;
import io.reeve.core.tree.Tree.Response;
import io.reeve.core.tree.Tree.Whole;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// One `Atomic` being carried out, over one branch or several.
final class AtomicRun {
  private final Reader reader;
  private final List<Resolved.Plain> operations;
  private final List<Response> responses = new ArrayList<>();
  private final Deque<Done> done = new ArrayDeque<>();

  AtomicRun(Reader reader, List<Resolved.Plain> operations) {
    this.reader = reader;
    this.operations = operations;
  }

  /// What one branch did for the responses from `from` up to `to`.
  private record Done(int from, int to, Undo undo) {}

  static Whole refused(int size, int failed, Response response) {
    var responses = new ArrayList<Response>();
    for (int i = 0; i < size; i++) {
      responses.add(
          i < failed
              ? Response.refused(Code.ROLLED_BACK, "")
              : i == failed ? response : Response.refused(Code.NOT_EXECUTED, ""));
    }
    return new Whole(false, responses);
  }

  Whole run() {
    while (responses.size() < operations.size()) {
      int from = responses.size();
      var answer = next();
      int failed = firstBad(from);
      if (failed >= 0) {
        takeBack(answer, from, failed);
        return new Whole(false, List.copyOf(responses));
      }
      done.push(new Done(from, responses.size(), answer.undo()));
    }
    return new Whole(true, List.copyOf(responses));
  }

  private Answer next() {
    int from = responses.size();
    var branch = operations.get(from).branch();
    int to = from;
    while (to < operations.size() && operations.get(to).branch().equals(branch)) {
      to++;
    }
    var group = operations.subList(from, to);
    var answer = branch.handle(group.stream().map(Resolved.Plain::request).toList(), true);
    for (int i = 0; i < group.size(); i++) {
      responses.add(reader.respond(group.get(i), answer.replies().get(i)));
    }
    return answer;
  }

  private int firstBad(int from) {
    for (int i = from; i < responses.size(); i++) {
      if (isFailure(responses.get(i).code())) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isFailure(Code code) {
    return !code.isGood()
        && code != Code.ROLLED_BACK
        && code != Code.ROLLBACK_FAILED
        && code != Code.NOT_EXECUTED;
  }

  private void takeBack(Answer answer, int from, int failed) {
    if (responses.subList(from, failed).stream().anyMatch(each -> each.code().isGood())) {
      mark(new Done(from, failed, answer.undo()));
    }
    done.forEach(this::mark);
    while (responses.size() < operations.size()) {
      responses.add(Response.refused(Code.NOT_EXECUTED, ""));
    }
  }

  private void mark(Done group) {
    boolean undone = group.undo.undo();
    for (int i = group.from; i < group.to; i++) {
      responses.set(
          i,
          Response.refused(
              undone ? Code.ROLLED_BACK : Code.ROLLBACK_FAILED,
              undone ? "" : "could not be undone"));
    }
  }
}
