package io.reeve.core.tree;

import io.reeve.core.tree.Branch.Answer;
import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Request;
import io.reeve.core.tree.Branch.Undo;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.enroll.DmAccount;
import io.reeve.policy.Format;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Requests on the account that came together.
final class AccountBatch {
  private static final Reply DONE = new Reply.Done();

  private final AccountBranch branch;
  private final AccountPort port;
  private final AccountDraft draft;
  private final List<Reply> replies = new ArrayList<>();
  private final Map<Integer, Execution> executions = new TreeMap<>();
  private boolean written;

  /// Something to be done once the account is as asked for.
  private record Execution(Request request, String path) {}

  AccountBatch(AccountBranch branch, AccountPort port, AccountDraft draft) {
    this.branch = branch;
    this.port = port;
    this.draft = draft;
  }

  List<Reply> check(List<Request> requests) {
    requests.forEach(request -> replies.add(stage(request)));
    refuseEmptyPoll(requests);
    return replies;
  }

  Answer run(List<Request> requests, boolean atomic) {
    check(requests);
    int failed = firstRefused();
    if (atomic && failed >= 0) {
      for (int i = 0; i < replies.size(); i++) {
        if (i != failed) {
          replies.set(i, new Reply.Refused(i < failed ? Code.ROLLED_BACK : Code.NOT_EXECUTED, ""));
        }
      }
      return Answer.unchanged(replies);
    }
    var answer = commit();
    int refused = firstRefused();
    return atomic && refused >= 0 ? takenBack(answer.undo(), refused) : answer;
  }

  /// What was refused in being done, and not before, takes the rest of an atomic batch with it.
  private Answer takenBack(Undo undo, int failed) {
    var code = undo.undo() ? Code.ROLLED_BACK : Code.ROLLBACK_FAILED;
    for (int i = 0; i < replies.size(); i++) {
      if (i != failed) {
        replies.set(i, new Reply.Refused(i < failed ? code : Code.NOT_EXECUTED, ""));
      }
    }
    return Answer.unchanged(replies);
  }

  private int firstRefused() {
    for (int i = 0; i < replies.size(); i++) {
      if (replies.get(i) instanceof Reply.Refused) {
        return i;
      }
    }
    return -1;
  }

  private Answer commit() {
    var before = draft.before();
    try {
      Map<String, String> secrets = written ? kept() : Map.of();
      if (written) {
        port.change(draft.build(), draft.secrets);
      }
      var undos = new ArrayList<Undo>();
      executions.forEach((index, execution) -> {
        var answer = branch.execute(execution.request(), execution.path());
        replies.set(index, answer.replies().getFirst());
        undos.add(answer.undo());
      });
      undos.add(() -> takeBack(before, secrets));
      return new Answer(replies, () -> takeBack(undos));
    } catch (IOException | IllegalArgumentException e) {
      var refused =
          new Reply.Refused(
              e instanceof IOException ? Code.FAILED : Code.BAD_REQUEST,
              String.valueOf(e.getMessage()));
      replies.replaceAll(reply -> reply.equals(DONE) ? refused : reply);
      return Answer.unchanged(replies);
    }
  }

  /// Every one, whether or not another could.
  private static boolean takeBack(List<Undo> undos) {
    boolean all = true;
    for (var undo : undos) {
      all &= undo.undo();
    }
    return all;
  }

  private Map<String, String> kept() throws IOException {
    var secrets = new HashMap<String, String>();
    for (var name : draft.secrets.keySet()) {
      port.secret(name).ifPresent(secret -> secrets.put(name, secret));
    }
    return secrets;
  }

  private boolean takeBack(DmAccount before, Map<String, String> secrets) {
    if (!written) {
      return true;
    }
    try {
      port.change(before, secrets);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Reply stage(Request request) {
    var path = branch.path(request.uri());
    if (path.isEmpty()) {
      return missing(request);
    }
    var node = branch.node(path.get());
    if (node.isPresent()) {
      return onLeaf(request, node.get());
    }
    if (branch.isExecutable(path.get())) {
      return onExecutable(request, path.get());
    }
    return onInterior(request, path.get());
  }

  private Reply onExecutable(Request request, String path) {
    return switch (request.verb()) {
      case EXEC -> {
        executions.put(replies.size(), new Execution(request, path));
        yield DONE;
      }
      case GET -> new Reply.Leaf(Format.NULL, "");
      case ADD, REPLACE, DELETE -> notAllowed(request);
    };
  }

  private Reply onLeaf(Request request, AccountNode node) {
    boolean there = node.read().apply(draft).isPresent();
    if (!node.access().contains(request.verb())) {
      return notAllowed(request);
    }
    return switch (request.verb()) {
      case GET ->
          node.read()
              .apply(draft)
              .<Reply>map(text -> new Reply.Leaf(node.format(), text))
              .orElseGet(() -> missing(request));
      case ADD ->
          there
              ? new Reply.Refused(Code.EXISTS, request.uri() + " exists already")
              : write(request, node, Optional.of(request.data()));
      case REPLACE -> write(request, node, Optional.of(request.data()));
      case DELETE -> there ? write(request, node, Optional.empty()) : missing(request);
      case EXEC -> notAllowed(request);
    };
  }

  private Reply write(Request request, AccountNode node, Optional<String> value) {
    if (value.isPresent() && !fits(request.format(), node.format())) {
      return new Reply.Refused(
          Code.BAD_FORMAT, request.uri() + " has format " + node.format().wire());
    }
    try {
      node.write().accept(draft, value);
      written = true;
      return DONE;
    } catch (IllegalArgumentException e) {
      return new Reply.Refused(Code.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private static boolean fits(Optional<Format> given, Format own) {
    return given.isEmpty()
        || given.get() == own
        || (own == Format.BIN && (given.get() == Format.B64 || given.get() == Format.CHR));
  }

  private Reply onInterior(Request request, String path) {
    var children = branch.children(path, draft);
    if (children.isEmpty()) {
      return missing(request);
    }
    return switch (request.verb()) {
      case GET -> new Reply.Interior(children.get());
      case ADD ->
          children.get().isEmpty()
              ? DONE
              : new Reply.Refused(Code.EXISTS, request.uri() + " exists already");
      case REPLACE, DELETE, EXEC -> notAllowed(request);
    };
  }

  /// A poll table of nothing but zeroes is an error; which of its nodes was wrong cannot be told,
  /// so all of this batch are refused and the table stays as it was.
  private void refuseEmptyPoll(List<Request> requests) {
    if (!DmClientNodes.isEmpty(draft.poll)) {
      return;
    }
    for (int i = 0; i < requests.size(); i++) {
      var segments = requests.get(i).uri().segments();
      boolean ofPoll = segments.size() > 1 && segments.get(segments.size() - 2).equals("Poll");
      if (ofPoll && requests.get(i).verb() != Verb.GET && replies.get(i).equals(DONE)) {
        replies.set(i, new Reply.Refused(Code.BAD_REQUEST, "a poll table of nothing but zeroes"));
      }
    }
    draft.poll = draft.before().poll();
  }

  private static Reply missing(Request request) {
    return new Reply.Refused(Code.NOT_FOUND, "no such node: " + request.uri());
  }

  private static Reply notAllowed(Request request) {
    return new Reply.Refused(Code.NOT_ALLOWED, request + " is not allowed");
  }
}
