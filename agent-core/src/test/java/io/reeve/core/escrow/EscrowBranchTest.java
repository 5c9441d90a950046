package io.reeve.core.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.core.tree.Code;
import io.reeve.store.History;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The key that passwords are sealed with, and what the service says of what it was given.
final class EscrowBranchTest {
  private static final KeyPair OTHER = EscrowStage.pair(2048);

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
  void everyChangeOfTheKeyIsInTheLedger() throws Exception {
    stage.giveKey();
    stage.giveKey();
    assertThat(stage.ask(Verb.REPLACE, "Reeve/Escrow/Key", EscrowStage.text(OTHER)))
        .isEqualTo(new Reply.Done());
    assertThat(stage.ask(Verb.DELETE, "Reeve/Escrow/Key", "")).isEqualTo(new Reply.Done());
    assertThat(stage.store.history().about(EscrowBranch.KEY.toString(), 9))
        .extracting(History.Event::text)
        .satisfiesExactlyInAnyOrder(
            text -> assertThat(text).endsWith("from now on."),
            text -> assertThat(text).contains(", and not with "),
            text -> assertThat(text).contains("was taken away"));
  }

  /// Else a service could push out of the ledger what was done before, key by key.
  @Test
  void onACrowdedDayTheKeyStaysAndNoApprovalIsUsedUp() throws Exception {
    stage.giveKey();
    stage.store.transaction(() -> {
      for (int i = 0; i < 1_000; i++) {
        stage.store.history().add("action", "./a", "deed " + i);
      }
    });
    assertThat(stage.ask(Verb.REPLACE, "Reeve/Escrow/Key", EscrowStage.text(OTHER)))
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            refused -> assertThat(refused.reason()).contains("too much was done within a day"));
    assertThat(stage.consents).isEmpty();
  }

  @Test
  void anotherKeyThanTheFirstNeedsAnApproversWord() throws Exception {
    stage.refusal = Optional.of("this device needs the approval of a second person for it");
    stage.giveKey();
    stage.giveKey();
    assertThat(stage.consents).isEmpty();
    assertThat(stage.ask(Verb.REPLACE, "Reeve/Escrow/Key", EscrowStage.text(OTHER)))
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            refused -> assertThat(refused.reason()).contains("the key stays as it is"));
    assertThat(stage.ask(Verb.DELETE, "Reeve/Escrow/Key", "")).isInstanceOf(Reply.Refused.class);
    assertThat(stage.escrow.key().orElseThrow().text())
        .isEqualTo(EscrowStage.text(EscrowStage.SERVICE));
    assertThat(stage.consents)
        .containsExactly(EscrowBranch.KEY + " " + EscrowStage.text(OTHER), EscrowBranch.KEY + " ");
    stage.refusal = Optional.empty();
    assertThat(stage.ask(Verb.REPLACE, "Reeve/Escrow/Key", EscrowStage.text(OTHER)))
        .isEqualTo(new Reply.Done());
    assertThat(stage.escrow.key().orElseThrow().text()).isEqualTo(EscrowStage.text(OTHER));
  }

  @Test
  void aKeyThatWasTakenAwayIsNotTheFirstAgain() throws Exception {
    stage.giveKey();
    assertThat(stage.ask(Verb.DELETE, "Reeve/Escrow/Key", "")).isEqualTo(new Reply.Done());
    stage.refusal = Optional.of("this device needs the approval of a second person for it");
    assertThat(stage.ask(Verb.ADD, "Reeve/Escrow/Key", EscrowStage.text(OTHER)))
        .isInstanceOf(Reply.Refused.class);
    assertThat(stage.escrow.key()).isEmpty();
    stage.escrow.end();
    assertThat(stage.ask(Verb.ADD, "Reeve/Escrow/Key", EscrowStage.text(OTHER)))
        .as("another enrolment")
        .isEqualTo(new Reply.Done());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"})
  void whatIsNoKeyIsRefused(String key) {
    assertThat(stage.ask(Verb.REPLACE, "Reeve/Escrow/Key", key)).isInstanceOf(Reply.Refused.class);
    assertThat(stage.escrow.key()).isEmpty();
  }

  @Test
  void aKeyThatIsTooShortIsRefused() {
    assertThat(
            stage.ask(Verb.REPLACE, "Reeve/Escrow/Key", EscrowStage.text(EscrowStage.pair(1024))))
        .isInstanceOfSatisfying(
            Reply.Refused.class, refused -> assertThat(refused.reason()).contains("1024 bits"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "ID", "ID 00", "other HASH", "ID HASH more"})
  void aReceiptForSomethingElseIsNone(String receipt) throws Exception {
    stage.giveKey();
    var _ = stage.run();
    var words = EscrowStage.receipt(stage.told()).split(" ");
    var wrong = receipt.replace("ID", words[0]).replace("HASH", words[1]);
    assertThat(stage.ask(Verb.REPLACE, "Reeve/Escrow/Receipt", wrong))
        .isInstanceOfSatisfying(
            Reply.Refused.class, refused -> assertThat(refused.code()).isEqualTo(Code.NOT_FOUND));
    assertThat(stage.escrow.waiting()).isPresent();
  }
}
