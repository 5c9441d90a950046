package io.reeve.core.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.RemoteAction.Result;
import io.reeve.policy.Value;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Somebody is kept out of the machine, and let in again.
final class AccountSwitchTest {
  private final FakeAccounts accounts = new FakeAccounts();

  @Test
  void anAccountIsDisabledAndEnabledByItsName() throws IOException {
    var disable = AccountSwitch.both(accounts).getFirst();
    var enable = AccountSwitch.both(accounts).getLast();
    assertThat(disable.isDestructive()).isTrue();
    assertThat(enable.isDestructive()).isFalse();
    assertThat(disable.obstacle(Value.absent())).isPresent();
    assertThat(disable.run(Value.of("nobody")))
        .isEqualTo(new Result.Refused("no account 'nobody'"));
    assertThat(disable.run(Value.of(" admin "))).isInstanceOf(Result.Done.class);
    assertThat(accounts.disabled).containsExactly("admin");
    assertThat(enable.run(Value.of("admin"))).isEqualTo(new Result.Done("admin is enabled"));
    assertThat(accounts.disabled).isEmpty();
  }
}
