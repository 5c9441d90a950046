package io.reeve.core.tree;

import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Answers for a part of the management tree. Called on the loop's thread only.
///
/// Requests that follow each other and belong to the same branch come together, so that a branch
/// can do them in one pass. The address is below the branch's prefix; it is well formed, within the
/// limits and without a `?` suffix.
@FunctionalInterface
public interface Branch {

  /// Carries out the requests in order.
  ///
  /// @param atomic all or nothing: when one is refused, the branch undoes what it did for those
  ///   before it and answers them [Code#ROLLED_BACK] (or [Code#ROLLBACK_FAILED]), those after it
  ///   [Code#NOT_EXECUTED]
  /// @return one reply for each request, in the same order
  Answer handle(List<Request> requests, boolean atomic);

  /// Says which requests would be refused, changing nothing; asked for every request of an `Atomic`
  /// before any of them is carried out. A branch that cannot tell says [Reply.Done].
  default List<Reply> check(List<Request> requests) {
    return Collections.nCopies(requests.size(), new Reply.Done());
  }

  /// What the service may ask of a node.
  enum Verb {
    ADD,
    REPLACE,
    DELETE,
    GET,
    EXEC
  }

  /// One command on one node.
  ///
  /// @param id names this command for ever: when the service sends it again, even in a later
  ///   session, the id is the same, and no other command has it
  /// @param verb what is asked
  /// @param uri the node
  /// @param format the `Format` given, empty when none was
  /// @param type the media type given, empty when none was
  /// @param data the text of `Data` exactly as it came (inner XML when XML was embedded); empty
  ///   when there was none. May be a secret
  record Request(
      String id,
      Verb verb,
      OmaUri uri,
      Optional<Format> format,
      Optional<String> type,
      String data) {
    /// Without the data, which may be a secret.
    @Override
    public String toString() {
      return verb + " " + uri;
    }
  }

  /// How one request went.
  sealed interface Reply {
    /// Done: status 200.
    record Done() implements Reply {}

    /// It has begun and ends later: status 202. An alert tells of the end of an Exec; a setting's
    /// state tells of the end of a change.
    record Started() implements Reply {}

    /// The answer to a Get of a leaf.
    ///
    /// @param format the node's format
    /// @param data its value in wire form
    record Leaf(Format format, String data) implements Reply {}

    /// The answer to a Get of an interior node: the names of its children as they stand in
    /// addresses, %-escaped where needed.
    record Interior(List<String> children) implements Reply {
      public Interior {
        children = List.copyOf(children);
      }
    }

    /// Not done.
    ///
    /// @param code the status to give
    /// @param reason what was wrong, for the log; without secrets
    record Refused(Code code, String reason) implements Reply {}
  }

  /// What came of a call.
  ///
  /// @param replies one for each request, in the same order
  /// @param undo undoes all of it; used when an `Atomic` fails later in another branch
  record Answer(List<Reply> replies, Undo undo) {
    public Answer {
      replies = List.copyOf(replies);
    }

    /// An answer that changed nothing.
    public static Answer unchanged(List<? extends Reply> replies) {
      return new Answer(List.copyOf(replies), () -> true);
    }

    /// An answer whose effects cannot be taken back.
    public static Answer irrevocable(List<? extends Reply> replies) {
      return new Answer(List.copyOf(replies), () -> false);
    }
  }

  /// Takes back what a call did.
  @FunctionalInterface
  interface Undo {
    /// @return whether everything is as it was before the call
    boolean undo();
  }
}
