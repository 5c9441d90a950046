package io.reeve.core.escrow;

import io.reeve.core.spi.LocalAccounts;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.Secret;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.Notes;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Gives the local administrator a new password that the service knows (LAPS CSP, ResetPassword).
///
/// There is no moment in which nobody knows the password: it is made, sealed and handed over; only
/// when the service has shown that it has stored it, it is set and tried. Whatever ends that on the
/// way, the password is the old one or the new one, and the service has both.
public final class RotatePassword implements RemoteAction {
  static final OmaUri URI = OmaUri.parse("./Device/Vendor/MSFT/LAPS/Actions/ResetPassword");
  private static final String KIND = "local-administrator";

  private final LocalAccounts accounts;
  private final Escrow escrow;
  private final LapsPolicies policies;
  private final Duration patience;
  private final SecureRandom random = new SecureRandom();

  /// @param patience how long the service may take to say that it has the new one
  public RotatePassword(LocalAccounts accounts, Escrow escrow, Notes notes, Duration patience) {
    this.accounts = accounts;
    this.escrow = escrow;
    this.policies = new LapsPolicies(notes);
    this.patience = patience;
  }

  @Override
  public OmaUri uri() {
    return URI;
  }

  @Override
  public Result run(Value argument) throws IOException {
    if (!argument.isAbsent()) {
      return new Result.Refused("ResetPassword takes no argument");
    }
    if (escrow.waiting().isPresent()) {
      return new Result.Refused("a new password waits for the service's receipt already");
    }
    var key = escrow.key();
    if (key.isEmpty()) {
      return new Result.Refused(
          "the service has given no key to seal the password with ("
              + EscrowBranch.PREFIX
              + "/Key)");
    }
    try {
      var named = policies.account();
      var account = named.isPresent() ? named.get() : accounts.administrator();
      accounts.needSettable(account);
      var password = policies.rule().make(random);
      var offer = escrow.offer(key.get(), KIND, account, password);
      return new Result.Later(() -> change(account, password, offer));
    } catch (NotApplicableException e) {
      return new Result.Refused(String.valueOf(e.getMessage()));
    }
  }

  private Result change(String account, Secret password, Escrow.Offer offer) throws IOException {
    try (password) {
      await(offer);
      return offer.use(() -> set(account, password, offer));
    }
  }

  private Result set(String account, Secret password, Escrow.Offer offer) throws IOException {
    try {
      accounts.setPassword(account, password);
    } catch (IOException e) {
      return broken(account, password, offer, e);
    }
    if (!accounts.isPassword(account, password)) {
      throw new IOException(
          "%s was given the new password, %s, and the system does not take it"
              .formatted(account, offer.id()));
    }
    return new Result.Done("%s has the new password, %s".formatted(account, offer.id()));
  }

  /// What was cut off may have been done: the system says which password counts.
  private Result broken(String account, Secret password, Escrow.Offer offer, IOException broken)
      throws IOException {
    boolean isNew;
    try {
      isNew = accounts.isPassword(account, password);
    } catch (IOException unknown) {
      broken.addSuppressed(unknown);
      throw new IOException(
          "it cannot be told whether %s has the new password, %s, or the one before: %s"
              .formatted(account, offer.id(), broken.getMessage()),
          broken);
    }
    if (!isNew) {
      throw new IOException(
          "the password of %s stays as it was: %s".formatted(account, broken.getMessage()), broken);
    }
    return new Result.Done(
        "%s has the new password, %s, though the system said: %s"
            .formatted(account, offer.id(), broken.getMessage()));
  }

  /// Who gives up waiting makes sure that a receipt that comes too late is none.
  private void await(Escrow.Offer offer) throws IOException {
    try {
      if (!offer.receipt().get(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("the enrolment has ended; the old password stays");
      }
    } catch (TimeoutException e) {
      if (offer.receipt().complete(false)) {
        throw new IOException(
            "the service did not say within %d minutes that it has the new password; the old one stays"
                .formatted(patience.toMinutes()),
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
