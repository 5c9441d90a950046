package io.reeve.core.escrow;

import io.reeve.core.tree.Branch;
import io.reeve.core.tree.Code;
import io.reeve.core.tree.OneByOne;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// `./Device/Vendor/Reeve/Escrow`: how the service gets the secrets that it keeps.
///
/// - `Key` (Add, Replace, Delete, Get) is the key they are sealed with. Where this device knows
///   approvers, the first one of an enrolment is taken, and another one, or none, only with the
///   approval of its address and its text.
/// - `Waiting` (Get) is what was handed over and not received yet, and empty when nothing is.
/// - `LocalAdministrator` (Get) tells, in JSON, since when the service has the local
///   administrator's password, when that is due, and why it is overdue.
/// - `Receipt` (Add, Replace) says that the service has stored something: its id, a space, and the
///   SHA-256 of the text of `sealed` in hexadecimal digits.
public final class EscrowBranch implements Branch {
  /// Where it belongs in the tree.
  public static final OmaUri PREFIX = OmaUri.parse("./Device/Vendor/Reeve/Escrow");

  static final OmaUri KEY = OmaUri.parse(PREFIX + "/Key");

  private static final List<String> NODES =
      List.of("Key", "LocalAdministrator", "Receipt", "Waiting");

  private final Escrow escrow;
  private final LocalAdministrator administrator;
  private final Consent consent;

  /// Somebody's word beside the service's.
  public interface Consent {
    /// Uses it up.
    ///
    /// @param what the address that is written to
    /// @param argument what is written; empty for nothing
    /// @return why there is none; empty when there is, or none is needed
    Optional<String> refusal(OmaUri what, String argument);
  }

  /// @param consent is needed for another key than the first
  public EscrowBranch(Escrow escrow, LocalAdministrator administrator, Consent consent) {
    this.escrow = escrow;
    this.administrator = administrator;
    this.consent = consent;
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
      case "localadministrator" ->
          request.verb() == Verb.GET ? leaf(administrator.json()) : notAllowed(request);
      case "waiting" ->
          request.verb() == Verb.GET
              ? leaf(escrow.waiting().map(Escrow.Offer::json).orElse(""))
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
        yield change(() -> consent.refusal(KEY, ""), escrow::dropKey);
      }
      case EXEC -> notAllowed(request);
    };
  }

  private Reply take(Request request) {
    try {
      var key = EscrowKey.parse(request.data());
      if (escrow.key().filter(key::equals).isPresent()) {
        return new Reply.Done();
      }
      return change(
          () -> escrow.hadKey() ? consent.refusal(KEY, key.text()) : Optional.empty(),
          () -> escrow.take(key));
    } catch (GeneralSecurityException e) {
      return new Reply.Refused(
          Code.BAD_REQUEST,
          "the data is no public RSA key of 2048 to 8192 bits: " + e.getMessage());
    }
  }

  /// What cannot be done now uses up no approval.
  private Reply change(Supplier<Optional<String>> consent, Runnable change) {
    if (escrow.isCrowded()) {
      return new Reply.Refused(
          Code.FORBIDDEN,
          "the key stays as it is: too much was done within a day; wait until some of it is older");
    }
    var refusal = consent.get();
    if (refusal.isPresent()) {
      return new Reply.Refused(Code.PERMISSION_DENIED, "the key stays as it is: " + refusal.get());
    }
    change.run();
    return new Reply.Done();
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
