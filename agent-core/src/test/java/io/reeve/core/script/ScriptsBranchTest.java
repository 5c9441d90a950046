package io.reeve.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.action.ActionBranch;
import io.reeve.core.action.ActionRunner;
import io.reeve.core.action.Aside;
import io.reeve.core.action.Guard;
import io.reeve.core.approval.Approval;
import io.reeve.core.approval.SignedScript;
import io.reeve.core.spi.Scripts.Ran;
import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Request;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.core.tree.Code;
import io.reeve.policy.OmaUri;
import io.reeve.store.History;
import io.reeve.store.LocalStore;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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
  private ActionRunner runner;
  private ActionBranch actions;
  private ScriptsBranch branch;
  private Signers.Terms terms = new Signers.Terms(List.of(), Optional.empty(), true);
  private Duration hold = Duration.ZERO;
  private Duration vouchedHold = Duration.ZERO;

  private static final class Never implements Aside {
    @Override
    public <T> void run(String thread, Callable<T> work, Consumer<T> end) {
      throw new AssertionError("nothing takes long here");
    }
  }

  private final class Brakes implements Guard.Terms {
    @Override
    public String device() {
      return "laptop-7";
    }

    @Override
    public boolean needsApproval() {
      return terms.approvers().isPresent();
    }

    @Override
    public List<PublicKey> approvers() {
      return terms.approvers().orElse(List.of());
    }

    @Override
    public Duration hold() {
      return hold;
    }

    @Override
    public Duration vouchedHold() {
      return vouchedHold;
    }
  }

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
    var signers = new Signers(() -> terms, notes);
    remediations =
        new Remediations(
            () -> SingleScripts.asked(notes),
            script -> {
              ran.add(script.text() + " " + script.patience().toSeconds());
              return new Ran(3, "hi");
            },
            signers,
            folder,
            store,
            Clock.systemUTC());
    runner =
        new ActionRunner(
            store,
            new Guard(new Brakes(), notes, Clock.systemUTC()),
            new Never(),
            () -> {},
            () -> "",
            Clock.systemUTC());
    var single = new SingleScripts(store, signers, () -> {});
    actions = new ActionBranch(List.of(), single::action, runner);
    branch = new ScriptsBranch(single, remediations, actions::execute, actions::takeBack);
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
    return store.history().newest(99).reversed().stream()
        .filter(entry -> entry.kind().equals("script") || entry.kind().equals("refused"))
        .map(History.Event::text)
        .toList();
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
        .filteredOn(entry -> entry.kind().equals("script"))
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
    for (int i = 0; i < SingleScripts.MOST; i++) {
      reply(Verb.EXEC, SCRIPT + i, "c" + i, "{\"Script\": \"x\"}");
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
    return new Request(uri, Verb.EXEC, OmaUri.parse(uri), Optional.empty(), Optional.empty(), data);
  }

  private static KeyPair pair() throws GeneralSecurityException {
    return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  /// Signed by all of them.
  private static String signed(KeyPair... keys) throws GeneralSecurityException {
    var script = new SignedScript("script:hello", Map.of("Detect", "exit 3"));
    var signatures = new ArrayList<String>();
    for (var key : keys) {
      signatures.add(script.sign(key.getPrivate()));
    }
    return "{\"Script\": \"exit 3\", \"Signature\": \"%s\"}"
        .formatted(String.join(",", signatures));
  }

  @Test
  void whatNobodySignedIsRefusedAtOnceAndInTheLedger() throws Exception {
    var signer = pair();
    terms = new Signers.Terms(List.of(signer.getPublic()), Optional.empty(), false);
    assertThat(execute("7"))
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(Code.FORBIDDEN);
              assertThat(refused.reason()).contains("it is not signed");
            });
    assertThat(ledger()).singleElement().asString().startsWith("Refused: it is not signed");
    assertThat(store.history().newest(1).getFirst().kind()).isEqualTo("refused");
    turn();
    assertThat(ran).isEmpty();
    assertThat(reply(Verb.EXEC, SCRIPT, "8", signed(signer))).isEqualTo(new Reply.Started());
    turn();
    assertThat(ran).containsExactly("exit 3 300");
  }

  @Test
  void whatNobodyStandsForIsHeldBackAndCanBeCancelled() {
    hold = Duration.ofMinutes(10);
    assertThat(execute("7")).isEqualTo(new Reply.Started());
    turn();
    assertThat(ran).isEmpty();
    assertThat(runner.held()).get().matches(held -> held.uri().equals(SCRIPT));
    assertThat(code(reply(Verb.EXEC, SCRIPT + "2", "8", "{\"Script\": \"x\"}")))
        .as("one at a time")
        .isEqualTo(Code.FORBIDDEN);
    restart();
    runner.cancel(runner.held().orElseThrow(), "cancelled by the service");
    turn();
    assertThat(ran).isEmpty();
    assertThat(execute("9")).isEqualTo(new Reply.Started());
    restart();
    assertThat(actions.isVouchedFor(runner.held().orElseThrow())).isFalse();
    actions.release("9");
    turn();
    assertThat(ran).containsExactly("exit 3 9");
    assertThat(execute("9")).as("once").isEqualTo(new Reply.Started());
    turn();
    assertThat(ran).hasSize(1);
  }

  @Test
  void whatASignerStandsForHasAHoldOfItsOwn() throws Exception {
    var signer = pair();
    terms = new Signers.Terms(List.of(signer.getPublic()), Optional.empty(), false);
    hold = Duration.ofMinutes(10);
    assertThat(reply(Verb.EXEC, SCRIPT, "7", signed(signer))).isEqualTo(new Reply.Started());
    turn();
    assertThat(ran).hasSize(1);
    vouchedHold = Duration.ofMinutes(1);
    assertThat(reply(Verb.EXEC, SCRIPT, "8", signed(signer))).isEqualTo(new Reply.Started());
    turn();
    assertThat(ran).hasSize(1);
    assertThat(actions.isVouchedFor(runner.held().orElseThrow())).isTrue();
  }

  @Test
  void whatASecondPersonHasNotSignedNeedsTheirApproval() throws Exception {
    var signer = pair();
    var approver = pair();
    terms =
        new Signers.Terms(
            List.of(signer.getPublic()), Optional.of(List.of(approver.getPublic())), false);
    assertThat(code(reply(Verb.EXEC, SCRIPT, "7", signed(signer))))
        .isEqualTo(Code.PERMISSION_DENIED);
    assertThat(reply(Verb.EXEC, SCRIPT, "8", signed(signer, approver)))
        .isEqualTo(new Reply.Started());
    turn();
    assertThat(ran).hasSize(1);
    var now = Instant.now();
    var argument = signed(signer);
    var approval =
        Approval.of("laptop-7", SCRIPT, argument, now, now.plusSeconds(60))
            .sign(approver.getPrivate());
    assertThat(new Guard(new Brakes(), store.notes(), Clock.systemUTC()).take(approval)).isEmpty();
    assertThat(reply(Verb.EXEC, SCRIPT, "9", argument)).isEqualTo(new Reply.Started());
    turn();
    assertThat(ran).hasSize(2);
    assertThat(code(reply(Verb.EXEC, SCRIPT, "10", argument))).isEqualTo(Code.PERMISSION_DENIED);
  }

  @Test
  void whatIsHeldBackIsGivenUpWithTheAtomicItCameIn() {
    hold = Duration.ofMinutes(10);
    var good = request(SCRIPT, "{\"Script\": \"exit 3\"}");
    var bad = request(SCRIPT + "2", "{}");
    assertThat(branch.handle(List.of(good, bad), true).replies())
        .extracting(ScriptsBranchTest::code)
        .containsExactly(Code.ROLLED_BACK, Code.BAD_REQUEST);
    assertThat(runner.held()).isEmpty();
  }
}
