package io.reeve.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.Scripts.Ran;
import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Request;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.core.tree.Code;
import io.reeve.policy.OmaUri;
import io.reeve.store.History;
import io.reeve.store.LocalStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScriptsBranchTest {
  private static final String SCRIPT = "./Device/Vendor/Reeve/Scripts/hello";
  @TempDir Path folder;
  private final List<String> ran = new ArrayList<>();
  private LocalStore store;
  private Remediations remediations;
  private ScriptsBranch branch;

  @BeforeEach
  void open() {
    store = LocalStore.open(folder.resolve("reeve.db"), Clock.systemUTC());
    restart();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void restart() {
    var notes = store.notes();
    remediations =
        new Remediations(
            () -> ScriptsBranch.asked(notes),
            script -> {
              ran.add(script.text() + " " + script.patience().toSeconds());
              return new Ran(3, "hi");
            },
            new Signers(List.of()),
            folder,
            store,
            Clock.systemUTC());
    branch = new ScriptsBranch(store, remediations);
  }

  private void turn() {
    for (var run = remediations.begin(); run.isPresent(); run = remediations.begin()) {
      remediations.end(run.get(), run.get().run());
    }
  }

  private Reply reply(Verb verb, String uri, String id, String data) {
    var request =
        new Request(id, verb, OmaUri.parse(uri), Optional.empty(), Optional.empty(), data);
    return branch.handle(List.of(request), false).replies().getFirst();
  }

  private Reply execute(String id) {
    return reply(Verb.EXEC, SCRIPT, id, "{\"Script\": \"exit 3\", \"TimeoutSeconds\": \"9\"}");
  }

  private static Code code(Reply reply) {
    return ((Reply.Refused) reply).code();
  }

  @Test
  void aCommandRunsOnceAndItsResultStaysUntilItIsDeleted() {
    assertThat(execute("7")).isEqualTo(new Reply.Started());
    turn();
    assertThat(execute("7")).isEqualTo(new Reply.Started());
    turn();
    restart();
    turn();
    assertThat(ran).containsExactly("exit 3 9");
    assertThat(reply(Verb.GET, SCRIPT + "/Result", "", ""))
        .isInstanceOfSatisfying(
            Reply.Leaf.class,
            leaf -> assertThat(leaf.data()).contains("\"detect\":3", "\"output\":\"hi\""));
    assertThat(store.outbox().pending(9))
        .singleElement()
        .satisfies(row -> assertThat(row.source()).isEqualTo(SCRIPT));
    assertThat(execute("8")).isEqualTo(new Reply.Started());
    turn();
    assertThat(ran).hasSize(2);
    assertThat(reply(Verb.DELETE, SCRIPT, "", "")).isEqualTo(new Reply.Done());
    turn();
    assertThat(code(reply(Verb.GET, SCRIPT + "/Result", "", ""))).isEqualTo(Code.NOT_FOUND);
    assertThat(code(reply(Verb.DELETE, SCRIPT, "", ""))).isEqualTo(Code.NOT_FOUND);
  }

  private List<String> ledger() {
    return store.history().newest(99).reversed().stream().map(History.Event::text).toList();
  }

  @Test
  void aScriptThatEndsAsTheLastOneDidIsInTheLedgerAllTheSame() {
    execute("7");
    turn();
    var first = ledger();
    assertThat(first).hasSize(3);
    reply(Verb.EXEC, SCRIPT, "8", "{\"Script\": \"rm -rf / ; exit 3\"}");
    assertThat(ledger().getLast()).startsWith("To be run: Detect has the SHA-256 ");
    turn();
    assertThat(ledger()).hasSize(6);
    assertThat(ledger().get(3)).isNotEqualTo(first.getFirst());
    assertThat(ledger().get(4)).startsWith("Begun: Detect has the SHA-256 ");
    assertThat(store.outbox().pending(9)).hasSize(2);
  }

  @Test
  void whoeverSendsAThousandScriptsADayWaits() {
    execute("7");
    store.transaction(() -> {
      for (int i = 0; i < 1_000; i++) {
        store.history().add("script", "./s", "deed " + i);
      }
    });
    assertThat(execute("7")).as("what came before").isEqualTo(new Reply.Started());
    assertThat(code(execute("8"))).isEqualTo(Code.FORBIDDEN);
    assertThat(remediations.begin()).isEmpty();
    assertThat(remediations.next().orElseThrow()).isPositive();
  }

  @Test
  void anOlderCommandThatComesAgainIsNotRunAgain() {
    execute("7");
    turn();
    execute("8");
    turn();
    execute("7");
    turn();
    reply(Verb.DELETE, SCRIPT, "", "");
    execute("8");
    turn();
    assertThat(ran).hasSize(2);
  }

  @Test
  void whoAskedForAScriptIsInTheLedgerOnceForEachCommand() {
    History.askedBy("the service, session 3 message 2", () -> execute("7"));
    execute("7");
    assertThat(store.history().newest(9))
        .singleElement()
        .satisfies(entry -> assertThat(entry.by()).isEqualTo("the service, session 3 message 2"));
  }

  @Test
  void oneThatACrashCutOffIsNotBegunAgain() {
    execute("7");
    assertThat(remediations.begin()).isPresent();
    restart();
    turn();
    assertThat(ran).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "exit 0",
        "{}",
        "{\"Script\": \"x\", \"RunAs\": \"root\"}",
        "{\"Script\": \"x\", \"TimeoutSeconds\": 3601}",
        "{\"Script\": \"x\", \"Detect\": \"y\"}"
      })
  void whatIsNotAScriptIsRefused(String data) {
    assertThat(code(reply(Verb.EXEC, SCRIPT, "1", data))).isEqualTo(Code.BAD_REQUEST);
    turn();
    assertThat(ran).isEmpty();
  }

  @Test
  void otherCommandsAreNotAllowedAndThereIsALimit() {
    assertThat(code(reply(Verb.ADD, SCRIPT, "1", "x"))).isEqualTo(Code.NOT_ALLOWED);
    for (int i = 0; i < ScriptsBranch.MOST; i++) {
      reply(Verb.EXEC, SCRIPT + i, "1", "{\"Script\": \"x\"}");
    }
    assertThat(code(execute("1"))).isEqualTo(Code.FORBIDDEN);
    assertThat(reply(Verb.GET, "./Device/Vendor/Reeve/Scripts", "", ""))
        .isInstanceOfSatisfying(
            Reply.Interior.class, all -> assertThat(all.children()).hasSize(64));
  }

  @Test
  void inAnAtomicABadScriptIsSeenBeforeAnyRunsAndNoneRunsAfterAFailure() {
    var good = request(SCRIPT, "{\"Script\": \"exit 3\"}");
    var bad = request(SCRIPT + "2", "{}");
    assertThat(branch.check(List.of(good, bad)))
        .satisfiesExactly(
            one -> assertThat(one).isEqualTo(new Reply.Done()),
            two -> assertThat(code(two)).isEqualTo(Code.BAD_REQUEST));
    assertThat(branch.handle(List.of(bad, good), true).replies())
        .extracting(ScriptsBranchTest::code)
        .containsExactly(Code.BAD_REQUEST, Code.NOT_EXECUTED);
    turn();
    assertThat(ran).isEmpty();
    assertThat(branch.handle(List.of(good, bad), true).replies())
        .as("what has begun cannot be taken back")
        .extracting(ScriptsBranchTest::code)
        .containsExactly(Code.ROLLBACK_FAILED, Code.BAD_REQUEST);
  }

  private static Request request(String uri, String data) {
    return new Request("1", Verb.EXEC, OmaUri.parse(uri), Optional.empty(), Optional.empty(), data);
  }
}
