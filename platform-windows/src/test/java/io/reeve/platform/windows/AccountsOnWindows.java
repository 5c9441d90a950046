package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Names and identifiers of accounts.
final class AccountsOnWindows {
  private final LocalAccounts accounts = new NativeLocalAccounts(WineWin32.here());

  @Test
  void aWellKnownGroupHasANameAndTheNameLeadsBack() throws IOException {
    var name = accounts.group(Sid.ADMINISTRATORS).orElseThrow();
    assertThat(name).isNotEmpty();
    assertThat(accounts.sid(name)).contains(Sid.ADMINISTRATORS);
  }

  @Test
  void theMachineHasAnIdentifierOfItsOwn() throws IOException {
    assertThat(accounts.machine()).matches("S-1-5-21(-\\d+){3}");
  }

  @Test
  void anUnknownIdentifierHasNoGroupAndIsNotEnabled() throws IOException {
    assertThat(accounts.group("S-1-5-21-9-8-7-6543")).isEmpty();
    assertThat(accounts.isEnabled("S-1-5-21-9-8-7-6543")).isFalse();
  }
}
