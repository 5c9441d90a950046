package io.reeve.core.action;

import io.reeve.core.approval.Approval;
import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.OmaUri;
import io.reeve.store.Notes;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The brakes on the device: what is destructive is held back for a while in which it can be
/// cancelled, and where this device knows approvers, it needs the word of one of them, too, which
/// the service cannot give. Used on the loop's thread only.
public final class Guard {
  /// How long an approval may count at most.
  public static final Duration LONGEST = Duration.ofHours(24);

  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
  private static final String WAITING = "guard/approval";
  private static final String LAST = "guard/issued";
  private static final String CONFIRMED = "guard/confirmed";

  /// The time is kept when it has gone on by so much.
  private static final Duration STEP = Duration.ofMinutes(1);

  private final Terms terms;
  private final Notes notes;
  private final Clock clock;

  /// What this device was told by others than the service's daily word: at its enrolment, or by an
  /// administrator of the machine.
  public interface Terms {
    /// The id the service knows this device by.
    String device();

    /// Whether a destructive action needs an approver's word.
    boolean needsApproval();

    /// Whose word counts.
    List<PublicKey> approvers();

    /// How long a destructive action is held back; zero when it is not.
    Duration hold();

    /// How long what people stand for who are not the service; zero when it is not.
    Duration vouchedHold();
  }

  public Guard(Terms terms, Notes notes, Clock clock) {
    this.terms = terms;
    this.notes = notes;
    this.clock = clock;
  }

  /// Whether destructive actions need somebody's word here.
  public boolean needsApproval() {
    return terms.needsApproval();
  }

  /// How long a destructive action is held back.
  ///
  /// @param vouched whether people who are not the service stand for it
  public Duration hold(boolean vouched) {
    return vouched ? terms.vouchedHold() : terms.hold();
  }

  /// Takes an approval for an action that will be asked for next. A later one takes its place.
  ///
  /// @return why it is refused; empty when it is taken
  public Optional<String> take(String token) {
    var approval = Approval.open(token, terms.approvers());
    if (approval.isEmpty()) {
      return Optional.of("the approval is of nobody whom this device knows as an approver");
    }
    var refusal = refusal(approval.get());
    if (refusal.isEmpty()) {
      notes.put(WAITING, token);
    }
    return refusal;
  }

  /// Whether a destructive action may be done; its approval is then used up.
  ///
  /// @param argument what it is given; empty for nothing
  /// @return why it may not
  Optional<String> admit(RemoteAction action, String argument) {
    return admit(action.uri(), argument);
  }

  /// Whether something else that needs an approval may be done; it is then used up.
  ///
  /// @param what its address
  /// @param argument what is written there; empty for nothing
  /// @return why it may not
  public Optional<String> admit(OmaUri what, String argument) {
    if (!needsApproval()) {
      return Optional.empty();
    }
    var approval = notes.get(WAITING).flatMap(token -> Approval.open(token, terms.approvers()));
    if (approval.isEmpty()) {
      return Optional.of("this device needs the approval of a second person for it");
    }
    if (!approval.get().isFor(what, argument)) {
      return Optional.of(
          "the approval is for " + approval.get().action() + ", or for another argument");
    }
    var refusal = refusal(approval.get());
    notes.remove(WAITING);
    if (refusal.isEmpty()) {
      notes.put(LAST, approval.get().issued().toString());
    }
    return refusal;
  }

  /// An approval that was given before the last one used comes from the past: it was used, or it
  /// was kept back for a day on which nobody remembers it.
  private Optional<String> refusal(Approval approval) {
    var now = later(clock.instant(), confirmed(notes));
    var last = notes.get(LAST).map(Instant::parse).orElse(Instant.MIN);
    if (!approval.device().equals(terms.device())) {
      return Optional.of("the approval is for another device");
    }
    if (!approval.issued().isAfter(last)) {
      return Optional.of("the approval is older than the last one used, or is that one");
    }
    if (approval.issued().isAfter(now.plus(CLOCKS_DIFFER))) {
      return Optional.of("the approval comes from the future, " + approval.issued());
    }
    if (!approval.expires().isAfter(now)) {
      return Optional.of("the approval has expired, " + approval.expires());
    }
    return approval.expires().isAfter(approval.issued().plus(LONGEST))
        ? Optional.of("the approval counts for longer than " + LONGEST.toHours() + " hours")
        : Optional.empty();
  }

  /// The service has told the time in an answer that is proven to be its own. A clock that is set
  /// back later makes no approval count again. Only what the service and this machine's clock both
  /// say is believed: a clock that was wrong once, or a service that lies, takes nobody the
  /// possibility to approve.
  ///
  /// @param ours by this machine's clock
  public static void confirm(Notes notes, Instant theirs, Instant ours) {
    var both = theirs.isBefore(ours) ? theirs : ours;
    if (both.isAfter(later(confirmed(notes), Instant.EPOCH).plus(STEP))) {
      notes.put(CONFIRMED, both.toString());
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /// The latest time that was confirmed.
  private static Instant confirmed(Notes notes) {
    return notes.get(CONFIRMED).map(Instant::parse).orElse(Instant.MIN);
  }

  /// Forgets what waits: the enrolment has ended. The time of the last one used stays, for the
  /// device keeps its id when it enrols again.
  public static void forget(Notes notes) {
    notes.remove(WAITING);
    notes.remove(CONFIRMED);
  }
}
