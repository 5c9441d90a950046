package io.reeve.core.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A branch in which most nodes are settings, and a few beside them are not.
///
/// @param settings answers for the settings and what is above them
/// @param own the answer of a node beside them; empty when it is none
public record BesideSettings(Branch settings, Function<Branch.Request, Optional<Branch.Reply>> own)
    implements Branch {
  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    var replies = new ArrayList<Reply>();
    var undos = new ArrayList<Undo>();
    var group = new ArrayList<Request>();
    for (var request : requests) {
      var reply = own.apply(request);
      if (reply.isEmpty()) {
        group.add(request);
        continue;
      }
      flush(group, atomic, replies, undos);
      replies.add(reply.get());
    }
    flush(group, atomic, replies, undos);
    return new Answer(
        replies, () -> undos.reversed().stream().map(Undo::undo).reduce(true, Boolean::logicalAnd));
  }

  /// Settings that follow each other are one pass.
  private void flush(List<Request> group, boolean atomic, List<Reply> replies, List<Undo> undos) {
    if (!group.isEmpty()) {
      var answer = settings.handle(List.copyOf(group), atomic);
      replies.addAll(answer.replies());
      undos.add(answer.undo());
      group.clear();
    }
  }
}
