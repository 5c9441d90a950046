package io.reeve.core.tree;

import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// `./Device/Vendor/Reeve/Diagnostics/Archive`: the zip that the action `CollectDiagnostics` has
/// made, in base64, until it is deleted, another one is made, or the enrolment ends. It goes to the
/// service that asks for it in its own session, in as many pieces as that takes, and nowhere else.
public final class DiagnosticsBranch implements Branch {
  /// Where it belongs in the tree.
  public static final OmaUri PREFIX = OmaUri.parse("./Device/Vendor/Reeve/Diagnostics");

  private static final String ARCHIVE = "Archive";

  private final Archive archive;

  /// The zip.
  public interface Archive {
    /// Its bytes; empty when there is none.
    Optional<byte[]> read();

    /// Removes it.
    ///
    /// @return whether there was one
    boolean remove();
  }

  public DiagnosticsBranch(Archive archive) {
    this.archive = archive;
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    return OneByOne.answer(requests, atomic, this::reply, () -> false);
  }

  private Reply reply(Request request) {
    var segments = request.uri().segments();
    var names = segments.subList(PREFIX.segments().size(), segments.size());
    if (names.isEmpty() && request.verb() == Verb.GET) {
      return new Reply.Interior(List.of(ARCHIVE));
    }
    if (names.size() != 1 || !names.getFirst().equalsIgnoreCase(ARCHIVE)) {
      return new Reply.Refused(Code.NOT_FOUND, "no such node: " + request.uri());
    }
    return switch (request.verb()) {
      case GET ->
          archive
              .read()
              .<Reply>map(
                  zip -> new Reply.Leaf(Format.B64, Base64.getEncoder().encodeToString(zip)))
              .orElseGet(DiagnosticsBranch::none);
      case DELETE -> archive.remove() ? new Reply.Done() : none();
      case ADD, REPLACE, EXEC ->
          new Reply.Refused(
              Code.NOT_ALLOWED, request.verb() + " is not allowed on " + request.uri());
    };
  }

  private static Reply none() {
    return new Reply.Refused(Code.NOT_FOUND, "no diagnostics have been collected");
  }
}
