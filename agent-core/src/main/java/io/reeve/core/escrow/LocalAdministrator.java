package io.reeve.core.escrow;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reeve.core.spi.LocalAccounts;
import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.OmaUri;
import io.reeve.store.Notes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The local administrator's password: changed when the service asks for it, and when it is too
/// old. On the loop's thread.
public final class LocalAdministrator {
  /// How long the service may take to say that it has a new password.
  private static final Duration RECEIPT = Duration.ofHours(1);

  private static final JsonMapper JSON = new JsonMapper();

  private final LapsState state;
  private final ServiceClock time;
  private final PasswordAge age;
  private final RotatePassword asked;
  private final RotatePassword due;

  /// @param clock the machine's
  /// @param nanos a monotonic clock, as [System#nanoTime]
  public LocalAdministrator(
      LocalAccounts accounts, Escrow escrow, Notes notes, Clock clock, LongSupplier nanos) {
    this(accounts, escrow, notes, clock, nanos, RECEIPT);
  }

  /// @param patience how long the service may take to say that it has a new password
  LocalAdministrator(
      LocalAccounts accounts,
      Escrow escrow,
      Notes notes,
      Clock clock,
      LongSupplier nanos,
      Duration patience) {
    var policies = new LapsPolicies(notes);
    state = new LapsState(notes);
    time = new ServiceClock(clock, nanos);
    age = new PasswordAge(accounts, escrow, policies, state, time, nanos);
    var rotation = new RotatePassword.Means(accounts, escrow, policies, state, time, patience);
    asked = new RotatePassword(rotation, (status, _) -> state.status(status));
    due = new RotatePassword(rotation, this::aged);
  }

  private void aged(ResetStatus status, String words) {
    if (status != ResetStatus.PENDING && status != ResetStatus.DONE) {
      state.trouble(words);
    }
  }

  /// What the service may have done.
  public RemoteAction action() {
    return asked;
  }

  /// The service has told the time in an answer that is proven to be its own.
  public void heard(Instant theirs) {
    time.heard(theirs);
  }

  /// A session has ended well: the password may be due.
  ///
  /// @param start runs an action that nobody has asked for
  public void look(Consumer<RemoteAction> start) {
    age.look(due, start);
  }

  /// At the agent's start: what went on ended with the process before.
  ///
  /// @param cutOff the actions whose end the service will never hear
  public void recover(Set<OmaUri> cutOff) {
    state.recover(cutOff.contains(RotatePassword.URI));
  }

  /// For the service: `account` and `since` where it has the password that counts, `due` where its
  /// age is looked at, and `trouble`, which is why it is older than it should be.
  String json() {
    var json = JSON.createObjectNode();
    state
        .since()
        .ifPresent(
            since -> json.put("account", since.account()).put("since", since.at().toString()));
    age.due().ifPresent(at -> json.put("due", at.toString()));
    state.trouble().filter(_ -> age.isWanted()).ifPresent(words -> json.put("trouble", words));
    return json.toString();
  }
}
