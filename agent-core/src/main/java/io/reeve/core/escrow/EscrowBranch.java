package io.reeve.core.escrow;

import io.reeve.core.tree.Branch;
import io.reeve.core.tree.Code;
import io.reeve.core.tree.OneByOne;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;

/// `./Device/Vendor/Reeve/Escrow`: how the service gets the secrets that it keeps.
///
/// - `Key` (Add, Replace, Delete, Get) is the key they are sealed with.
/// - `Waiting` (Get) is what was handed over and not received yet, and empty when nothing is.
/// - `Receipt` (Add, Replace) says that the service has stored something: its id, a space, and the
///   SHA-256 of the text of `sealed` in hexadecimal digits.
public final class EscrowBranch implements Branch {
  /// Where it belongs in the tree.
  public static final OmaUri PREFIX = OmaUri.parse("./Device/Vendor/Reeve/Escrow");

  private static final List<String> NODES = List.of("Key", "Receipt", "Waiting");

  private final Escrow escrow;

  public EscrowBranch(Escrow escrow) {
    this.escrow = escrow;
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    return OneByOne.answer(requests, atomic, this::reply, () -> false);
  }

  private Reply reply(Request request) {
    var segments = request.uri().segments();
    var names = segments.subList(PREFIX.segments().size(), segments.size());
    if (names.isEmpty()) {
      return request.verb() == Verb.GET ? new Reply.Interior(NODES) : notAllowed(request);
    }
    return switch (names.size() == 1 ? names.getFirst().toLowerCase(Locale.ROOT) : "") {
      case "key" -> key(request);
      case "receipt" -> receipt(request);
      case "waiting" ->
          request.verb() == Verb.GET
              ? new Reply.Leaf(Format.CHR, escrow.waiting().map(Escrow.Offer::json).orElse(""))
              : notAllowed(request);
      default -> new Reply.Refused(Code.NOT_FOUND, "no such node: " + request.uri());
    };
  }

  private Reply key(Request request) {
    var known = escrow.key();
    return switch (request.verb()) {
      case GET -> known.<Reply>map(key -> leaf(key.text())).orElseGet(() -> notSet(request));
      case ADD ->
          known.isEmpty()
              ? take(request)
              : new Reply.Refused(Code.EXISTS, request.uri() + " is set already; replace it");
      case REPLACE -> take(request);
      case DELETE -> {
        if (known.isEmpty()) {
          yield notSet(request);
        }
        escrow.dropKey();
        yield new Reply.Done();
      }
      case EXEC -> notAllowed(request);
    };
  }

  private Reply take(Request request) {
    try {
      escrow.take(EscrowKey.parse(request.data()));
      return new Reply.Done();
    } catch (GeneralSecurityException e) {
      return new Reply.Refused(
          Code.BAD_REQUEST,
          "the data is no public RSA key of 2048 to 8192 bits: " + e.getMessage());
    }
  }

  private Reply receipt(Request request) {
    if (request.verb() != Verb.ADD && request.verb() != Verb.REPLACE) {
      return notAllowed(request);
    }
    var words = request.data().strip().split("\\s+");
    return words.length == 2 && escrow.receive(words[0], words[1])
        ? new Reply.Done()
        : new Reply.Refused(Code.NOT_FOUND, "nothing of that kind waits for a receipt");
  }

  private static Reply leaf(String text) {
    return new Reply.Leaf(Format.CHR, text);
  }

  private static Reply notSet(Request request) {
    return new Reply.Refused(Code.NOT_FOUND, request.uri() + " is not set");
  }

  private static Reply notAllowed(Request request) {
    return new Reply.Refused(
        Code.NOT_ALLOWED, request.verb() + " is not allowed on " + request.uri());
  }
}
