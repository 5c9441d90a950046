package io.reeve.core.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.core.tree.Code;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the service may say of the local administrator's password.
final class LapsBranchTest {
  @TempDir private Path folder;
  private EscrowStage stage;

  @BeforeEach
  void open() {
    stage = new EscrowStage(folder);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private static final String POLICIES = "MSFT/LAPS/Policies/";

  @ParameterizedTest
  @CsvSource({
    "BackupDirectory, 0",
    "BackupDirectory, 1",
    "PasswordAgeDays, 1",
    "passwordagedays, 365",
    "PasswordLength, 8",
    "PasswordLength, 64",
    "PasswordComplexity, 1",
    "PasswordComplexity, 5",
    "AdministratorAccountName, admin",
    "PostAuthenticationResetDelay, 0"
  })
  void aPolicyIsKeptUntilItIsDeleted(String node, String value) {
    assertThat(stage.ask(Verb.GET, POLICIES + node, "")).isInstanceOf(Reply.Refused.class);
    assertThat(stage.ask(Verb.ADD, POLICIES + node, value)).isEqualTo(new Reply.Done());
    assertThat(stage.ask(Verb.ADD, POLICIES + node, value))
        .isInstanceOfSatisfying(
            Reply.Refused.class, refused -> assertThat(refused.code()).isEqualTo(Code.EXISTS));
    assertThat(stage.ask(Verb.GET, POLICIES + node, ""))
        .isInstanceOfSatisfying(Reply.Leaf.class, leaf -> assertThat(leaf.data()).isEqualTo(value));
    assertThat(stage.ask(Verb.DELETE, POLICIES + node, "")).isEqualTo(new Reply.Done());
    assertThat(stage.ask(Verb.GET, POLICIES + node, "")).isInstanceOf(Reply.Refused.class);
  }

  @ParameterizedTest
  @CsvSource({
    "BackupDirectory, 3, BAD_REQUEST",
    "BackupDirectory, 01, BAD_REQUEST",
    "BackupDirectory, 2, UNSUPPORTED",
    "PasswordAgeDays, 0, BAD_REQUEST",
    "PasswordAgeDays, 366, BAD_REQUEST",
    "PasswordLength, 7, BAD_REQUEST",
    "PasswordLength, 65, BAD_REQUEST",
    "PasswordLength, 99999999999, BAD_REQUEST",
    "PasswordLength, x, BAD_REQUEST",
    "PasswordComplexity, 0, BAD_REQUEST",
    "PasswordComplexity, 6, UNSUPPORTED",
    "PasswordComplexity, 8, UNSUPPORTED",
    "PasswordComplexity, 9, BAD_REQUEST",
    "PassphraseLength, 6, UNSUPPORTED",
    "PostAuthenticationResetDelay, 24, UNSUPPORTED",
    "PostAuthenticationResetDelay, 25, BAD_REQUEST",
    "PostAuthenticationActions, 3, UNSUPPORTED",
    "PasswordExpirationProtectionEnabled, true, UNSUPPORTED",
    "ADEncryptedPasswordHistorySize, 0, UNSUPPORTED",
    "AutomaticAccountManagementEnabled, true, UNSUPPORTED",
    "AdministratorAccountName, a:b, BAD_REQUEST",
    "AdministratorAccountName, '', BAD_REQUEST",
    "Else, 1, NOT_FOUND"
  })
  void aPolicyThatHasNoMeaningIsRefusedAlsoBeforeAnythingIsDone(
      String node, String value, Code code) {
    assertThat(stage.ask(Verb.ADD, POLICIES + node, value))
        .satisfies(reply -> refused(reply, code));
    var request = EscrowStage.request(Verb.REPLACE, POLICIES + node, value);
    assertThat(new LapsBranch(stage.store.notes()).check(List.of(request)).getFirst())
        .satisfies(reply -> refused(reply, code));
    assertThat(stage.ask(Verb.GET, POLICIES + node, "")).isInstanceOf(Reply.Refused.class);
  }

  private static void refused(Reply reply, Code code) {
    assertThat(((Reply.Refused) reply).code()).isEqualTo(code);
  }

  @Test
  void whatAnAtomicHadSetGoesWhenItFails() {
    stage.policy("PasswordLength", "20");
    var answer =
        new LapsBranch(stage.store.notes())
            .handle(
                List.of(
                    EscrowStage.request(Verb.REPLACE, POLICIES + "PasswordLength", "30"),
                    EscrowStage.request(Verb.ADD, POLICIES + "BackupDirectory", "1"),
                    EscrowStage.request(Verb.ADD, POLICIES + "PasswordAgeDays", "0")),
                true);
    assertThat(answer.replies())
        .extracting(reply -> ((Reply.Refused) reply).code())
        .containsExactly(Code.ROLLED_BACK, Code.ROLLED_BACK, Code.BAD_REQUEST);
    assertThat(stage.ask(Verb.GET, POLICIES + "PasswordLength", "").toString()).contains("20");
    assertThat(stage.ask(Verb.GET, POLICIES + "BackupDirectory", ""))
        .isInstanceOf(Reply.Refused.class);
  }

  @Test
  void theTreeTellsWhatItHas() {
    assertThat(stage.ask(Verb.GET, "MSFT/LAPS", ""))
        .isEqualTo(new Reply.Interior(List.of("Actions", "Policies")));
    assertThat(stage.ask(Verb.GET, "MSFT/LAPS/Actions", ""))
        .isEqualTo(new Reply.Interior(List.of("ResetPassword", "ResetPasswordStatus")));
    assertThat(((Reply.Interior) stage.ask(Verb.GET, "MSFT/LAPS/Policies", "")).children())
        .contains("BackupDirectory", "PasswordAgeDays", "PostAuthenticationResetDelay");
    assertThat(stage.ask(Verb.REPLACE, "MSFT/LAPS/Actions/ResetPasswordStatus", "0"))
        .satisfies(reply -> refused(reply, Code.NOT_ALLOWED));
  }
}
