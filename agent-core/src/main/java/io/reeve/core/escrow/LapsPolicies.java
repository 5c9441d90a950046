package io.reeve.core.escrow;

import io.reeve.store.Notes;
import java.time.Duration;
import java.util.Optional;

/// What the service wants of the local administrator's password, as the nodes of [LapsPolicy] have
/// it now.
record LapsPolicies(Notes notes) {
  PasswordRule rule() {
    return new PasswordRule(LapsPolicy.LENGTH.number(notes), LapsPolicy.COMPLEXITY.number(notes));
  }

  /// The account it is about; empty for the one that the system itself means.
  Optional<String> account() {
    return LapsPolicy.ACCOUNT.of(notes);
  }

  /// How old the password may become; empty when it is only changed when the service asks for it.
  Optional<Duration> age() {
    return LapsPolicy.BACKUP_DIRECTORY.number(notes) == 0
        ? Optional.empty()
        : Optional.of(Duration.ofDays(LapsPolicy.AGE_DAYS.number(notes)));
  }
}
