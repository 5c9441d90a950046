package io.reeve.core.escrow;

import io.reeve.core.escrow.LapsState.Since;
import io.reeve.core.spi.LocalAccounts;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.Secret;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Gives the local administrator a new password that the service knows (LAPS CSP, ResetPassword).
///
/// There is no moment in which nobody knows the password: it is made, sealed and handed over; only
/// when the service has shown that it has stored it, it is set and tried. Whatever ends that on the
/// way, the password is the old one or the new one, and the service has both.
final class RotatePassword implements RemoteAction {
  static final OmaUri URI = OmaUri.parse("./Device/Vendor/MSFT/LAPS/Actions/ResetPassword");
  private static final String KIND = "local-administrator";

  private final Means means;
  private final Listener listener;
  private final SecureRandom random = new SecureRandom();

  /// What it takes.
  ///
  /// @param time since when a password counts is told by this
  /// @param patience how long the service may take to say that it has the new one
  record Means(
      LocalAccounts accounts,
      Escrow escrow,
      LapsPolicies policies,
      LapsState state,
      InstantSource time,
      Duration patience) {}

  /// Hears how it goes, in its transaction where it has one. On any thread.
  interface Listener {
    /// @param words why it has failed; else empty
    void went(ResetStatus status, String words);
  }

  RotatePassword(Means means, Listener listener) {
    this.means = means;
    this.listener = listener;
  }

  @Override
  public OmaUri uri() {
    return URI;
  }

  @Override
  public Optional<String> obstacle(Value argument) throws IOException {
    if (!argument.isAbsent()) {
      return Optional.of("ResetPassword takes no argument");
    }
    try {
      var _ = key();
      means.accounts.needSettable(account());
      return Optional.empty();
    } catch (NoKeyException | NotApplicableException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Result run(Value argument) throws IOException {
    if (!argument.isAbsent()) {
      return new Result.Refused("ResetPassword takes no argument");
    }
    if (means.escrow.waiting().isPresent()) {
      return new Result.Refused("a new password waits for the service's receipt already");
    }
    try {
      return begin();
    } catch (NoKeyException e) {
      return refused(ResetStatus.NO_KEY, e);
    } catch (NotApplicableException e) {
      return refused(ResetStatus.NOT_HERE, e);
    } catch (IOException e) {
      listener.went(ResetStatus.FAILED, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private Result begin() throws IOException {
    var key = key();
    var account = account();
    means.accounts.needSettable(account);
    var password = means.policies.rule().make(random);
    var offer = means.escrow.offer(key, KIND, account, password);
    listener.went(ResetStatus.PENDING, "");
    return new Result.Later(() -> change(account, password, offer));
  }

  private Result refused(ResetStatus status, IOException why) {
    var words = String.valueOf(why.getMessage());
    listener.went(status, words);
    return new Result.Refused(words);
  }

  private EscrowKey key() throws NoKeyException {
    return means.escrow.key().orElseThrow(NoKeyException::new);
  }

  private String account() throws IOException {
    var named = means.policies.account();
    return named.isPresent() ? named.get() : means.accounts.administrator();
  }

  /// There is nothing to seal with.
  private static final class NoKeyException extends IOException {
    private static final long serialVersionUID = 1;

    NoKeyException() {
      super("the service has given no key to seal the password with (" + EscrowBranch.KEY + ")");
    }
  }

  /// The service may not have it.
  private static final class NoReceiptException extends IOException {
    private static final long serialVersionUID = 1;

    NoReceiptException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private Result change(String account, Secret password, Escrow.Offer offer) throws IOException {
    try (password) {
      await(offer);
      return offer.use(() -> {
        var done = set(account, password, offer);
        listener.went(ResetStatus.DONE, "");
        return done;
      });
    } catch (NoReceiptException e) {
      throw failed(offer, ResetStatus.NO_RECEIPT, e);
    } catch (IOException e) {
      throw failed(offer, ResetStatus.FAILED, e);
    }
  }

  private IOException failed(Escrow.Offer offer, ResetStatus status, IOException why) {
    offer.unlessOver(() -> listener.went(status, String.valueOf(why.getMessage())));
    return why;
  }

  /// Until its end is known, nobody knows which password counts: what ends the process in between
  /// leaves that behind.
  private Result set(String account, Secret password, Escrow.Offer offer) throws IOException {
    var before = means.state.since();
    means.state.uncertain();
    try {
      means.accounts.setPassword(account, password);
    } catch (IOException e) {
      return broken(account, password, offer, before, e);
    }
    if (!means.accounts.isPassword(account, password)) {
      throw new IOException(
          "%s was given the new password, %s, and the system does not take it"
              .formatted(account, offer.id()));
    }
    counts(account);
    return new Result.Done("%s has the new password, %s".formatted(account, offer.id()));
  }

  private void counts(String account) {
    means.state.since(new Since(means.time.instant(), account));
  }

  /// What was cut off may have been done: the system says which password counts.
  private Result broken(
      String account,
      Secret password,
      Escrow.Offer offer,
      Optional<Since> before,
      IOException broken)
      throws IOException {
    boolean isNew;
    try {
      isNew = means.accounts.isPassword(account, password);
    } catch (IOException unknown) {
      broken.addSuppressed(unknown);
      throw new IOException(
          "it cannot be told whether %s has the new password, %s, or the one before: %s"
              .formatted(account, offer.id(), broken.getMessage()),
          broken);
    }
    if (!isNew) {
      before.ifPresent(means.state::since);
      throw new IOException(
          "the password of %s stays as it was: %s".formatted(account, broken.getMessage()), broken);
    }
    counts(account);
    return new Result.Done(
        "%s has the new password, %s, though the system said: %s"
            .formatted(account, offer.id(), broken.getMessage()));
  }

  /// Who gives up waiting makes sure that a receipt that comes too late is none.
  private void await(Escrow.Offer offer) throws IOException {
    try {
      if (!offer.receipt().get(means.patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("the enrolment has ended; the old password stays");
      }
    } catch (TimeoutException e) {
      if (offer.receipt().complete(false)) {
        means.escrow.withdraw(offer);
        throw new NoReceiptException(
            "the service did not say within %d minutes that it has the new password; the old one stays"
                .formatted(means.patience.toMinutes()),
            e);
      }
    } catch (ExecutionException e) {
      throw new IOException("nobody waits for the receipt any more", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the agent ends; the old password stays", e);
    }
  }
}
