package io.reeve.core.agent;

import io.reeve.core.local.Views;
import io.reeve.enroll.DmAccount;
import io.reeve.enroll.KeyHomeException;
import io.reeve.enroll.Renewal;

/// The enrolment as people and scripts see it.
final class AccountView {
  private AccountView() {}

  /// @throws io.reeve.core.local.AgentException when the key cannot be read
  static Views.Account of(Parts parts, DmAccount account) {
    try {
      var identity = parts.enrolment().identity();
      var renewal =
          Renewal.sentence(
              account,
              identity.certificate(),
              parts.enrolment().renewal(),
              parts.clock().instant());
      return new Views.Account(
          account.servers().getFirst().toString(),
          account.providerId(),
          account.deviceId(),
          account.user(),
          account.enrolledAt(),
          parts.enrolment().keyHome(),
          identity.certificate().getSubjectX500Principal().getName(),
          identity.certificate().getNotAfter().toInstant(),
          renewal);
    } catch (KeyHomeException e) {
      throw Trouble.of(e);
    }
  }
}
