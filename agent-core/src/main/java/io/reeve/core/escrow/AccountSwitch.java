package io.reeve.core.escrow;

import io.reeve.core.spi.LocalAccounts;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Keeps somebody out of the machine, or lets them in again: `DisableAccount` and `EnableAccount`,
/// whose argument is the account. That somebody is kept out outlives the enrolment.
///
/// @param disables which of the two
public record AccountSwitch(LocalAccounts accounts, boolean disables) implements RemoteAction {
  private static final OmaUri DISABLE =
      OmaUri.parse("./Device/Vendor/Reeve/Actions/DisableAccount");
  private static final OmaUri ENABLE = OmaUri.parse("./Device/Vendor/Reeve/Actions/EnableAccount");
  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,256}");

  /// Both.
  public static List<RemoteAction> both(LocalAccounts accounts) {
    return List.of(new AccountSwitch(accounts, true), new AccountSwitch(accounts, false));
  }

  @Override
  public OmaUri uri() {
    return disables ? DISABLE : ENABLE;
  }

  @Override
  public boolean isDestructive() {
    return disables;
  }

  @Override
  public Optional<String> obstacle(Value argument) {
    return NAME.matcher(name(argument)).matches()
        ? Optional.empty()
        : Optional.of("the argument is the name of the account");
  }

  private static String name(Value argument) {
    return argument.isAbsent() ? "" : argument.wire().strip();
  }

  @Override
  public Result run(Value argument) throws IOException {
    var obstacle = obstacle(argument);
    if (obstacle.isPresent()) {
      return new Result.Refused(obstacle.get());
    }
    var account = name(argument);
    try {
      if (disables) {
        accounts.disable(account);
        return new Result.Done(account + " is disabled and its sessions are ended");
      }
      accounts.enable(account);
      return new Result.Done(account + " is enabled");
    } catch (NotApplicableException e) {
      return new Result.Refused(String.valueOf(e.getMessage()));
    }
  }
}
