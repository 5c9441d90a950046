package io.reeve.core.tree;

import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import io.reeve.policy.ProblemsException;
import java.util.List;
import java.util.Optional;

/// `./Device/Vendor/Reeve/Preview`: executed with a list of settings as its data, it tells what
/// would change on this machine if the service asked for these settings and no others; nothing is
/// touched. `Result` holds the last answer as JSON, until the agent ends.
public final class PreviewBranch implements Branch {
  /// Where it belongs in the tree.
  public static final OmaUri PREFIX = OmaUri.parse("./Device/Vendor/Reeve/Preview");

  private static final String RESULT = "Result";

  private final Foreteller foreteller;
  private Optional<String> result = Optional.empty();

  /// Tells what would change.
  @FunctionalInterface
  public interface Foreteller {
    /// @param document everything the service would ask for
    /// @return JSON
    /// @throws ProblemsException when the document is no such list
    String foretell(String document) throws ProblemsException;
  }

  public PreviewBranch(Foreteller foreteller) {
    this.foreteller = foreteller;
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    return OneByOne.answer(requests, atomic, this::reply, () -> true);
  }

  private Reply reply(Request request) {
    var segments = request.uri().segments();
    var names = segments.subList(PREFIX.segments().size(), segments.size());
    if (names.isEmpty()) {
      return switch (request.verb()) {
        case GET -> new Reply.Interior(List.of(RESULT));
        case EXEC -> execute(request);
        case ADD, REPLACE, DELETE -> notAllowed(request);
      };
    }
    if (names.size() > 1 || !names.getFirst().equalsIgnoreCase(RESULT)) {
      return new Reply.Refused(Code.NOT_FOUND, "no such node: " + request.uri());
    }
    if (request.verb() != Verb.GET) {
      return notAllowed(request);
    }
    return result
        .<Reply>map(json -> new Reply.Leaf(Format.CHR, json))
        .orElseGet(() -> new Reply.Refused(Code.NOT_FOUND, "nothing was previewed yet"));
  }

  private Reply execute(Request request) {
    try {
      result = Optional.of(foreteller.foretell(request.data()));
      return new Reply.Done();
    } catch (ProblemsException e) {
      return new Reply.Refused(Code.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private static Reply notAllowed(Request request) {
    return new Reply.Refused(Code.NOT_ALLOWED, request.verb() + " is not for " + request.uri());
  }
}
