package io.reeve.core.escrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.RemoteAction.Result;
import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The local administrator's password and the service that keeps it.
final class RotatePasswordTest {
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

  @Test
  void thePasswordIsSetWhenTheServiceHasItAndNotBefore() throws Exception {
    stage.giveKey();
    var later = (Result.Later) stage.run();
    var made = EscrowStage.opened(stage.told());
    assertThat(made).hasSize(14).matches(".*[A-Z].*").matches(".*[a-z].*").matches(".*[0-9].*");
    assertThat(stage.told().path("account").asText()).isEqualTo("admin");
    assertThat(stage.accounts.passwords).containsEntry("admin", "old");
    assertThat(stage.store.outbox().pending(9).toString()).doesNotContain(made);
    assertThat(stage.news).hasSize(1);

    stage.receive();
    assertThat(later.work().call())
        .isEqualTo(
            new Result.Done("admin has the new password, " + stage.told().path("id").asText()));
    assertThat(stage.accounts.passwords).containsEntry("admin", made).containsEntry("root", "old");
    assertThat(stage.ask(Verb.GET, "Reeve/Escrow/Waiting", "").toString()).doesNotContain("sealed");
  }

  @Test
  void withoutAReceiptTheOldPasswordStaysAndALateReceiptChangesNothing() throws Exception {
    stage.patience(Duration.ZERO);
    stage.giveKey();
    var later = (Result.Later) stage.run();
    var told = stage.told();
    assertThatThrownBy(() -> later.work().call())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the old one stays");
    assertThat(stage.ask(Verb.REPLACE, "Reeve/Escrow/Receipt", EscrowStage.receipt(told)))
        .isInstanceOf(Reply.Refused.class);
    assertThat(stage.accounts.passwords).containsEntry("admin", "old");
    assertThat(stage.store.outbox().pending(9)).as("what nobody waits for").isEmpty();
  }

  @Test
  void aPasswordThatTheSystemRefusesOrDoesNotTakeIsToldAsFailed() throws Exception {
    stage.giveKey();
    var first = (Result.Later) stage.run();
    stage.receive();
    stage.accounts.refuses = true;
    assertThatThrownBy(() -> first.work().call())
        .hasMessage("the password of admin stays as it was: the disk is full");
    stage.accounts.refuses = false;
    stage.accounts.deaf = true;
    var second = (Result.Later) stage.run();
    stage.receive();
    assertThatThrownBy(() -> second.work().call()).hasMessageContaining("does not take it");
    assertThat(stage.accounts.passwords).containsEntry("admin", "old");
  }

  @Test
  void whatTheSystemCutOffIsToldByThePasswordThatCounts() throws Exception {
    stage.giveKey();
    var first = (Result.Later) stage.run();
    stage.receive();
    stage.accounts.late = true;
    assertThat(first.work().call().toString())
        .contains("Done", "admin has the new password", "though the system said: it took too long");
    var second = (Result.Later) stage.run();
    stage.receive();
    stage.accounts.silent = true;
    assertThatThrownBy(() -> second.work().call())
        .hasMessageStartingWith("it cannot be told whether admin has the new password");
  }

  @Test
  void whatWasOfferedEndsWithTheEnrolmentAndIsNeverSet() throws Exception {
    stage.giveKey();
    var waiting = (Result.Later) stage.run();
    var told = stage.told();
    stage.escrow.end();
    assertThat(stage.escrow.key()).isEmpty();
    assertThat(stage.ask(Verb.GET, "Reeve/Escrow/Waiting", "").toString()).doesNotContain("sealed");
    assertThat(stage.ask(Verb.REPLACE, "Reeve/Escrow/Receipt", EscrowStage.receipt(told)))
        .isInstanceOf(Reply.Refused.class);
    assertThatThrownBy(() -> waiting.work().call()).hasMessageContaining("the enrolment has ended");
    assertThat(stage.accounts.passwords).containsEntry("admin", "old");
  }

  @Test
  void whatWasReceivedAndNotSetWhenTheEnrolmentEndedIsNotSetEither() throws Exception {
    stage.giveKey();
    var later = (Result.Later) stage.run();
    stage.receive();
    stage.escrow.end();
    assertThatThrownBy(() -> later.work().call()).hasMessageContaining("the enrolment has ended");
    assertThat(stage.accounts.passwords).containsEntry("admin", "old");
  }

  @Test
  void nothingIsMadeWithoutAKeyForAnUnknownAccountOrWhileOneWaits() throws Exception {
    assertThat(stage.run().toString()).contains("Refused", "Escrow/Key");
    stage.giveKey();
    stage.ask(Verb.ADD, "MSFT/LAPS/Policies/AdministratorAccountName", "nobody");
    assertThat(stage.run().toString()).contains("Refused", "no account 'nobody'");
    stage.ask(Verb.REPLACE, "MSFT/LAPS/Policies/AdministratorAccountName", "root");
    assertThat(stage.run()).isInstanceOf(Result.Later.class);
    assertThat(stage.told().path("account").asText()).isEqualTo("root");
    assertThat(stage.run().toString()).contains("Refused", "waits for the service's receipt");
    assertThat(stage.action().run(Value.of("root"))).isInstanceOf(Result.Refused.class);
  }

  @Test
  void howTheLastOneWentIsTheStatusThatTheCspTells() throws Exception {
    assertThat(stage.status()).isEqualTo("0");
    var _ = stage.run();
    assertThat(stage.status()).as("no key").isEqualTo(hresult(0x80070015));
    stage.giveKey();
    stage.policy("AdministratorAccountName", "nobody");
    var _ = stage.run();
    assertThat(stage.status()).as("no account").isEqualTo(hresult(0x80070032));
    stage.policy("AdministratorAccountName", "admin");

    var waiting = (Result.Later) stage.run();
    assertThat(stage.status()).as("it waits").isEqualTo(hresult(0x8000000A));
    stage.receive();
    assertThat(waiting.work().call()).isInstanceOf(Result.Done.class);
    assertThat(stage.status()).isEqualTo("0");

    var refused = (Result.Later) stage.run();
    stage.receive();
    stage.accounts.refuses = true;
    assertThatThrownBy(() -> refused.work().call()).isInstanceOf(IOException.class);
    assertThat(stage.status()).as("refused by the system").isEqualTo(hresult(0x80004005));

    stage.patience(Duration.ZERO);
    var unheard = (Result.Later) stage.run();
    assertThatThrownBy(() -> unheard.work().call()).isInstanceOf(IOException.class);
    assertThat(stage.status()).as("no receipt").isEqualTo(hresult(0x800705B4));

    var _ = stage.run();
    stage.restart();
    assertThat(stage.status()).as("the agent ended").isEqualTo(hresult(0x80004004));
  }

  private static String hresult(int code) {
    return Integer.toString(code);
  }

  @Test
  void nothingIsWrittenDownOfAPasswordWhenTheEnrolmentHasEnded() throws Exception {
    stage.giveKey();
    var waiting = (Result.Later) stage.run();
    stage.escrow.end();
    LapsBranch.forget(stage.store.notes());
    assertThatThrownBy(() -> waiting.work().call()).isInstanceOf(IOException.class);
    assertThat(stage.store.notes().startingWith("laps/")).isEmpty();
  }
}
