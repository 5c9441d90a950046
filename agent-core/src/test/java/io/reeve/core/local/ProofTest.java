package io.reeve.core.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Rights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stands in for the kernel's word on who calls, and for modes, on systems that have neither.
final class ProofTest {
  private static final Peer SOMEBODY = new Peer("a user this system does not name", false);
  @TempDir Path state;

  private static String repair(String proof) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"repair\"" + proof + "}";
  }

  @Test
  void whoShowsTheSecretIsAnAdministratorAndNobodyElse() throws IOException {
    var rpc = new Rpc(SampleAgent.notEnrolled(), Optional.of(Proof.make(state)));
    var shown = Proof.shownBy(state).orElseThrow();
    assertThat(shown).matches("[0-9a-f]{64}");
    assertThat(rpc.answer(repair(",\"proof\":\"" + shown + "\""), SOMEBODY))
        .doesNotContain("for administrators");
    for (var wrong : new String[] {"", ",\"proof\":\"\"", ",\"proof\":\"0\"", ",\"proof\":7"}) {
      assertThat(rpc.answer(repair(wrong), SOMEBODY)).contains("for administrators");
    }
  }

  @Test
  void whereTheSystemTellsWhoCallsASecretCountsForNothing() throws IOException {
    Proof.make(state);
    var shown = Proof.shownBy(state).orElseThrow();
    var rpc = new Rpc(SampleAgent.notEnrolled(), Optional.empty());
    assertThat(rpc.answer(repair(",\"proof\":\"" + shown + "\""), SOMEBODY))
        .contains("for administrators");
  }

  @Test
  void theSecretIsNewAtEachStartAndPrivate() throws IOException {
    var old = Proof.make(state);
    var shown = Proof.shownBy(state).orElseThrow();
    assertThat(old.isShown(shown)).isTrue();
    assertThat(Proof.make(state).isShown(shown)).isFalse();
    assertThat(Files.getPosixFilePermissions(state.resolve("administrator")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void whoHasNoSecretShowsNone() {
    assertThat(Proof.shownBy(state)).isEmpty();
  }

  @Test
  void aFolderIsMadeByTheSystemsRightsAndRefusedWhenTheyLetOthersIn() {
    var folder = state.resolve("new");
    var rights =
        new Rights() {
          Optional<String> others = Optional.empty();

          @Override
          public void makePrivate(Path made) throws IOException {
            Files.createDirectory(made);
          }

          @Override
          public Optional<String> openTo(Path folder) {
            return others;
          }

          @Override
          public void letEveryoneConnect(Path socket) {}
        };
    StateLock.take(folder, Optional.of(rights)).close();
    StateLock.take(folder, Optional.of(rights)).close();
    rights.others = Optional.of("BU may write");
    assertThatThrownBy(() -> StateLock.take(folder, Optional.of(rights)))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("BU may write");
  }
}
