package io.reeve.core.tree;

import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import java.util.List;
import java.util.Optional;

/// `./Device/Vendor/Reeve/Ledger`: what was done on this machine, as far as the service needs it to
/// notice that the past was rewritten. `Head` is the newest entry's number and hash; the agent
/// tells it with each session, and a service that has kept an earlier one compares it with
/// `Entries/{number}`. All of it is read only, and JSON.
public final class LedgerBranch implements Branch {
  /// Where it belongs in the tree.
  public static final OmaUri PREFIX = OmaUri.parse("./Device/Vendor/Reeve/Ledger");

  private static final String HEAD = "Head";
  private static final String ENTRIES = "Entries";
  private static final int LONGEST_NUMBER = 18;

  private final Ledger ledger;

  /// The ledger, as JSON.
  public interface Ledger {
    /// Number and hash of the newest entry; empty when there is none.
    Optional<String> head();

    /// The entry of that number; empty when it is not there, or not any more.
    Optional<String> entry(long number);
  }

  public LedgerBranch(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    return ReadOnly.answer(requests, this::read);
  }

  private Reply read(OmaUri uri) {
    var names = uri.segments().subList(PREFIX.segments().size(), uri.segments().size());
    if (names.isEmpty()) {
      return new Reply.Interior(List.of(HEAD, ENTRIES));
    }
    boolean isHead = names.getFirst().equalsIgnoreCase(HEAD);
    boolean isEntries = names.getFirst().equalsIgnoreCase(ENTRIES);
    if (isHead && names.size() == 1) {
      return leaf(uri, ledger.head());
    }
    // Nobody needs thousands of names: whoever asks knows the number from the head.
    if (isEntries && names.size() == 1) {
      return new Reply.Interior(List.of());
    }
    return leaf(
        uri,
        isEntries && names.size() == 2
            ? number(names.getLast()).flatMap(ledger::entry)
            : Optional.empty());
  }

  private static Optional<Long> number(String text) {
    return text.matches("[1-9][0-9]{0," + (LONGEST_NUMBER - 1) + "}")
        ? Optional.of(Long.parseLong(text))
        : Optional.empty();
  }

  private static Reply leaf(OmaUri uri, Optional<String> json) {
    return json.<Reply>map(text -> new Reply.Leaf(Format.CHR, text))
        .orElseGet(() -> new Reply.Refused(Code.NOT_FOUND, "no such node: " + uri));
  }
}
