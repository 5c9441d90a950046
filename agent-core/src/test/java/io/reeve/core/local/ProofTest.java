package io.reeve.core.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Rights;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stands in for the kernel's word on who calls, and for modes, on systems that have neither.
final class ProofTest {
  private static final Peer SOMEBODY = new Peer("a user this system does not name", false);
  @TempDir Path state;

  private static Turn turn() {
    return new Turn(SOMEBODY, () -> {}, new Seats(1, 1));
  }

  private static String repair(String proof) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"repair\"" + proof + "}";
  }

  @Test
  void whoShowsTheSecretIsAnAdministratorAndNobodyElse() throws IOException {
    var rpc = new Rpc(Desks.same(SampleAgent.notEnrolled()), Optional.of(Proof.make(state)));
    var shown = Proof.shownBy(state).orElseThrow();
    assertThat(shown).matches("[0-9a-f]{64}");
    assertThat(rpc.answer(repair(",\"proof\":\"" + shown + "\""), SOMEBODY, turn()))
        .doesNotContain("for administrators");
    for (var wrong : new String[] {"", ",\"proof\":\"\"", ",\"proof\":\"0\"", ",\"proof\":7"}) {
      assertThat(rpc.answer(repair(wrong), SOMEBODY, turn())).contains("for administrators");
    }
  }

  @Test
  void whereTheSystemTellsWhoCallsASecretCountsForNothing() throws IOException {
    Proof.make(state);
    var shown = Proof.shownBy(state).orElseThrow();
    var rpc = new Rpc(Desks.same(SampleAgent.notEnrolled()), Optional.empty());
    assertThat(rpc.answer(repair(",\"proof\":\"" + shown + "\""), SOMEBODY, turn()))
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
    var rights = new FolderRights();
    StateLock.take(folder, Optional.of(rights)).close();
    StateLock.take(folder, Optional.of(rights)).close();
    assertThat(rights.made).containsExactly(folder);
    assertThat(rights.held).isZero();
    rights.objection = Optional.of("users may read");
    assertThatThrownBy(() -> StateLock.take(folder, Optional.of(rights)))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("is not safe from others: users may read");
    assertThat(rights.held).as("held after a refusal").isZero();
  }

  @Test
  void aFolderIsKeptWhereItIsForAsLongAsTheAgentWorksOnIt() {
    var rights = new FolderRights();
    try (var _ = StateLock.take(state.resolve("new"), Optional.of(rights))) {
      assertThat(rights.held).isEqualTo(1);
    }
    assertThat(rights.held).isZero();
  }

  /// A link that somebody made first is judged as what it is, and never taken for missing.
  @Test
  void aLinkInTheFoldersPlaceIsJudgedAndNotFollowed() throws IOException {
    var link = Files.createSymbolicLink(state.resolve("link"), state.resolve("nowhere"));
    var rights = new FolderRights();
    rights.objection = Optional.of("it is a link or a junction");
    assertThatThrownBy(() -> StateLock.take(link, Optional.of(rights)))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("it is a link or a junction");
    assertThat(rights.made).isEmpty();
  }

  @Test
  void aClientTalksOnlyToWhoeverServesAFolderOfTheSystems() {
    var rights = new FolderRights();
    var folder = state.resolve("served");
    var agent = SampleAgent.notEnrolled();
    try (var lock = StateLock.take(folder, Optional.of(rights));
        var _ = LocalServer.start(lock, Desks.same(agent), Optional.of(rights))) {
      var client = LocalClient.of(folder, Optional.of(rights)).orElseThrow();
      assertThat(client.status().enrolled()).isFalse();
      rights.objection = Optional.of("S-1-5-21-1-2-3-1001 owns it");
      assertThatThrownBy(() -> LocalClient.of(folder, Optional.of(rights)))
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("S-1-5-21-1-2-3-1001 owns it");
      assertThatThrownBy(client::status)
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("S-1-5-21-1-2-3-1001 owns it");
    }
    assertThat(rights.held).isZero();
  }

  /// One user may take every seat of those who are not named, and stay.
  @Test
  void administratorsAreServedHoweverManyOthersSit() throws IOException {
    var folder = state.resolve("served");
    var others = new ArrayList<Lines>();
    try (var lock = StateLock.take(folder);
        var _ =
            LocalServer.start(
                lock,
                Desks.same(SampleAgent.notEnrolled()),
                Optional.empty(),
                Duration.ofMinutes(1),
                false)) {
      var proof = Proof.shownBy(folder).orElseThrow();
      try {
        for (int i = 0; i < 40; i++) {
          var lines = new Lines(SocketChannel.open(ApiSocket.address(folder)), 1 << 20);
          others.add(lines);
          lines.write(repair(""), Duration.ofSeconds(10));
          assertThat(lines.read()).isPresent();
        }
        for (int i = 0; i < 40; i++) {
          others.add(new Lines(SocketChannel.open(ApiSocket.address(folder)), 1 << 20));
        }
        try (var lines = new Lines(SocketChannel.open(ApiSocket.address(folder)), 1 << 20)) {
          lines.write(repair(",\"proof\":\"" + proof + "\""), Duration.ofSeconds(10));
          assertThat(lines.read().orElseThrow())
              .doesNotContain("too many")
              .doesNotContain("for administrators");
        }
        assertThat(LocalClient.of(folder, Optional.empty())).isPresent();
      } finally {
        for (var each : others) {
          each.close();
        }
      }
    }
  }

  @Test
  void whatIsTooLongForOthersIsReadOnlyWhereTheSecretIsInIt() throws IOException {
    var folder = state.resolve("served");
    try (var lock = StateLock.take(folder);
        var _ =
            LocalServer.start(
                lock,
                Desks.same(SampleAgent.notEnrolled()),
                Optional.empty(),
                Duration.ofMinutes(1),
                false)) {
      var proof = ",\"proof\":\"" + Proof.shownBy(folder).orElseThrow() + "\"";
      var ballast = ",\"id2\":\"" + "x".repeat(20_000) + "\"";
      assertThat(ask(folder, repair(ballast))).contains("longer than 16 KiB").contains("sudo");
      assertThat(ask(folder, repair(ballast + proof))).doesNotContain("longer than");
    }
  }

  private static String ask(Path folder, String line) throws IOException {
    try (var lines = new Lines(SocketChannel.open(ApiSocket.address(folder)), 1 << 20)) {
      lines.write(line, Duration.ofSeconds(10));
      return lines.read().orElseThrow();
    }
  }

  private static final class FolderRights implements Rights {
    final List<Path> made = new ArrayList<>();
    Optional<String> objection = Optional.empty();
    int held;

    @Override
    public void makePrivate(Path folder) throws IOException {
      Files.createDirectory(folder);
      made.add(folder);
    }

    @Override
    public Held hold(Path folder) {
      held++;
      return new Held() {
        @Override
        public Optional<String> objection() {
          return objection;
        }

        @Override
        public void close() {
          held--;
        }
      };
    }

    @Override
    public void letEveryoneConnect(Path socket) {}
  }
}
