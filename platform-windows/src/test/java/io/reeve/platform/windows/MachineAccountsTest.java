package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MachineAccountsTest {
  private static final String ALICE = MemoryLocalAccounts.MACHINE + "-1001";
  private final MemoryUserDatabase users = new MemoryUserDatabase();
  private final MemoryLocalAccounts groups = new MemoryLocalAccounts();
  private final MemorySessions sessions = new MemorySessions();
  private final MemoryRegistry registry = new MemoryRegistry();
  private final MachineAccounts accounts =
      new MachineAccounts(users, groups, sessions, new WindowsLaps(registry));

  private static Secret secret(String text) {
    return Secret.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theAdministratorIsTheOneOfWindowsWhateverItIsCalled() throws IOException {
    assertThat(accounts.administrator()).isEqualTo("Administrator");
  }

  @Test
  void aPasswordIsSetAndKnownAgain() throws IOException {
    groups.add("Administratoren", ALICE);
    accounts.setPassword("alice", secret("grün und lang"));
    assertThat(accounts.isPassword("alice", secret("grün und lang"))).isTrue();
    assertThat(accounts.isPassword("alice", secret("another"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "SOFTWARE\\Microsoft\\Policies\\LAPS, BackupDirectory",
    "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\LAPS, BackupDirectory",
    "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\LAPS\\Config, BackupDirectory",
    "SOFTWARE\\Policies\\Microsoft Services\\AdmPwd, AdmPwdEnabled"
  })
  void whereWindowsChangesThePasswordItselfNobodyElseDoes(String key, String name)
      throws IOException {
    registry.given(RegistryKey.machine(key), name, RegistryData.number(0));
    accounts.needSettable("Administrator");
    registry.given(RegistryKey.machine(key), name, RegistryData.number(1));
    assertThatThrownBy(() -> accounts.setPassword("Administrator", secret("x")))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("Windows LAPS");
    assertThat(users.calls).isEmpty();
  }

  @Test
  void whoseAccountIsElsewhereKeepsThatPassword() {
    assertThatThrownBy(() -> accounts.needSettable("bob"))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("'bob' is a Microsoft account");
    assertThatThrownBy(() -> accounts.setPassword("carol", secret("x")))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("no account 'carol'");
  }

  @Test
  void onlyAnAdministratorWhoIsNotLoggedInIsGivenAPassword() throws IOException {
    assertThatThrownBy(() -> accounts.setPassword("alice", secret("x")))
        .isInstanceOf(NotApplicableException.class)
        .hasMessage("'alice' is no administrator of this machine");
    groups.add("Administratoren", ALICE);
    sessions.with(1, "alice", true, true);
    assertThatThrownBy(() -> accounts.setPassword("alice", secret("x")))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("somebody is logged in as 'alice'");
    accounts.needSettable("Administrator");
    assertThat(users.calls).isEmpty();
  }

  @Test
  void aDisabledAccountHasNoSessionsAndNobodyElseLosesTheirs() throws IOException {
    groups.add("Administratoren", MemoryLocalAccounts.MACHINE + "-1002");
    sessions
        .with(1, "alice", true, true)
        .with(7, "alice", false, false)
        .with(2, "bob", true, false);
    accounts.disable("alice");
    assertThat(users.calls).containsExactly("alice 203");
    assertThat(sessions.calls).containsExactly("end 1");
    accounts.disable("alice");
    assertThat(users.calls).hasSize(1);
    accounts.enable("alice");
    accounts.enable("alice");
    assertThat(users.calls).containsExactly("alice 203", "alice 201");
  }

  @Test
  void theLastWhoCanAdministerTheMachineStays() throws IOException {
    groups.add("Administratoren", ALICE);
    groups.disabled.add(MemoryLocalAccounts.MACHINE + "-500");
    assertThatThrownBy(() -> accounts.disable("alice"))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("nobody could administer");
    assertThat(users.calls).isEmpty();
    groups.add("Administratoren", "S-1-12-1-1-2-3-4");
    accounts.disable("alice");
    assertThat(users.calls).hasSize(1);
  }
}
