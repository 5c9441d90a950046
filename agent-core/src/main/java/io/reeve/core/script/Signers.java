package io.reeve.core.script;

import io.reeve.core.approval.SignedScript;
import io.reeve.store.Notes;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Whose word a script needs on this machine. The service has none: it only brings what people have
/// signed with keys that the enrolment has pinned. On the loop's thread.
public final class Signers {
  private static final String VERSION = "script-version/";

  private final Supplier<Terms> terms;
  private final Notes notes;

  /// What was said by others than the service's daily word.
  ///
  /// @param signers whose signature a script needs
  /// @param approvers whose signature it needs, too; empty where the enrolment has named none, and
  ///   nobody's when what it named cannot be read
  /// @param unsigned whether the machine's owner lets scripts run that no signer has signed
  public record Terms(
      List<PublicKey> signers, Optional<List<PublicKey>> approvers, boolean unsigned) {
    public Terms {
      signers = List.copyOf(signers);
      approvers = approvers.map(List::copyOf);
    }
  }

  /// @param terms what counts now
  /// @param notes remember which versions have run
  public Signers(Supplier<Terms> terms, Notes notes) {
    this.terms = terms;
    this.notes = notes;
  }

  /// Why it must not run; empty when it may.
  Optional<String> refusal(Remediation remediation) {
    var now = terms.get();
    var script = remediation.signed();
    if (!now.unsigned && !isSigned(script, remediation, now)) {
      return Optional.of(unsigned(remediation, now));
    }
    if (!remediation.isOnce() && !isApproved(script, remediation, now)) {
      return Optional.of("this machine needs the signature of an approver for it, too");
    }
    return outdated(remediation);
  }

  private static String unsigned(Remediation remediation, Terms now) {
    if (now.signers.isEmpty()) {
      return "no key for scripts came with the enrolment of this machine, so nobody can have"
          + " signed it";
    }
    return remediation.signature().isBlank()
        ? "it is not signed, and this machine runs signed scripts only"
        : "its signature is of nobody whose key came with the enrolment, or is for another script";
  }

  private static boolean isSigned(SignedScript script, Remediation remediation, Terms now) {
    return script.isBy(now.signers, remediation.signature());
  }

  private static boolean isApproved(SignedScript script, Remediation remediation, Terms now) {
    return now.approvers.isEmpty()
        || script.isBy(now.approvers.orElseThrow(), remediation.signature());
  }

  /// Whether people who are not the service stand for it: a signer, and an approver where there are
  /// any.
  boolean isVouchedFor(Remediation remediation) {
    var now = terms.get();
    var script = remediation.signed();
    return isSigned(script, remediation, now) && isApproved(script, remediation, now);
  }

  /// A signature counts for ever; what has replaced a script takes that from it.
  private Optional<String> outdated(Remediation remediation) {
    long newest = newest(remediation.id());
    return remediation.version() < newest
        ? Optional.of(
            "it is version %d, and version %d has run here"
                .formatted(remediation.version(), newest))
        : Optional.empty();
  }

  private long newest(String id) {
    return notes.get(VERSION + id).map(Long::parseLong).orElse(0L);
  }

  /// It runs here now. Only what a signer stands for counts, so that nobody else can put a version
  /// in the way.
  void ran(Remediation remediation) {
    if (remediation.version() > newest(remediation.id())
        && isSigned(remediation.signed(), remediation, terms.get())) {
      notes.put(VERSION + remediation.id(), Long.toString(remediation.version()));
    }
  }

  /// Forgets which versions have run: the enrolment has ended.
  static void forget(Notes notes) {
    notes.startingWith(VERSION).keySet().forEach(notes::remove);
  }
}
