package io.reeve.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.approval.Keys;
import io.reeve.core.approval.SignedScript;
import io.reeve.core.script.RemediationResult.Outcome;
import io.reeve.core.script.Signers.Terms;
import io.reeve.core.spi.Scripts;
import io.reeve.core.spi.Scripts.Ran;
import io.reeve.store.LocalStore;
import io.reeve.store.Outbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RemediationsTest {
  @TempDir Path folder;
  private final Map<String, Map<String, String>> wanted = new TreeMap<>();
  private final List<String> ran = new ArrayList<>();
  private final Deque<Ran> ends = new ArrayDeque<>();
  private final Ticking clock = new Ticking();
  private Terms terms = new Terms(List.of(), Optional.empty(), true);
  private LocalStore store;
  private Remediations remediations;

  private static final class Ticking extends Clock {
    private Instant now = Instant.parse("2026-11-20T08:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void open() {
    store = LocalStore.open(folder.resolve("reeve.db"), clock);
    remediations = make();
    ask("x", Map.of("Detect", "detect", "Remediate", "mend"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Remediations make() {
    Scripts scripts =
        script -> {
          ran.add(script.text());
          return ends.isEmpty() ? new Ran(0, "") : ends.removeFirst();
        };
    return new Remediations(
        () -> wanted, scripts, new Signers(() -> terms, store.notes()), folder, store, clock);
  }

  private void ask(String id, Map<String, String> parts) {
    wanted.put(id, parts);
  }

  /// Runs all that is due.
  private void turn() {
    for (var run = remediations.begin(); run.isPresent(); run = remediations.begin()) {
      remediations.end(run.get(), run.get().run());
    }
  }

  private void ends(int... exits) {
    for (int exit : exits) {
      ends.add(new Ran(exit, "out " + exit));
    }
  }

  private Outcome outcome() {
    return result("x").outcome();
  }

  private RemediationResult result(String id) {
    return Objects.requireNonNull(remediations.results().get(id));
  }

  @ParameterizedTest
  @CsvSource({
    "0, COMPLIANT, detect",
    "1 0 0, REMEDIATED, detect mend detect",
    "1 0 1, FAILED, detect mend detect",
    "1 5, FAILED, detect mend",
    "2, ERROR, detect",
    "124, ERROR, detect",
    "1 124, FAILED, detect mend"
  })
  void theContractIsTheOneThatAdministratorsKnow(String exits, Outcome outcome, String scripts) {
    for (var exit : exits.split(" ")) {
      ends(Integer.parseInt(exit));
    }
    turn();
    assertThat(outcome()).isEqualTo(outcome);
    assertThat(ran).containsExactly(scripts.split(" "));
  }

  @Test
  void withoutAScriptThatMendsTheFaultIsOnlyFound() {
    ask("x", Map.of("Detect", "detect"));
    ends(1);
    turn();
    assertThat(outcome()).isEqualTo(Outcome.FOUND);
  }

  @ParameterizedTest
  @CsvSource({"'',1440", "daily,1440", "hourly,60", "every 15 minutes,15"})
  void itRunsAgainWhenItsTimeHasComeAlsoAfterARestart(String schedule, int minutes) {
    ask("x", Map.of("Detect", "detect", "Schedule", schedule));
    turn();
    assertThat(remediations.next()).contains(Duration.ofMinutes(minutes));
    remediations = make();
    turn();
    assertThat(ran).hasSize(1);
    clock.now = clock.now.plus(Duration.ofMinutes(minutes));
    turn();
    assertThat(ran).hasSize(2);
  }

  @Test
  void onceIsOnceForEachChange() {
    ask("x", Map.of("Detect", "detect", "Schedule", "once"));
    turn();
    clock.now = clock.now.plus(Duration.ofDays(900));
    turn();
    assertThat(remediations.next()).isEmpty();
    ask("x", Map.of("Detect", "other", "Schedule", "once"));
    turn();
    assertThat(ran).containsExactly("detect", "other");
  }

  @Test
  void theServiceIsToldWhenTheResultChanges() {
    ends(1, 0, 0);
    turn();
    assertThat(alerts())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.type()).isEqualTo("Reversed-Domain-Name:io.reeve.remediation");
          assertThat(row.source()).isEqualTo("./Device/Vendor/Reeve/Remediations/x");
          assertThat(row.data())
              .isEqualTo(
                  "{\"outcome\":\"remediated\",\"detect\":1,\"remediate\":0,\"detectAgain\":0,"
                      + "\"output\":\"out 0\",\"detail\":\"\",\"lastRun\":\"2026-11-20T08:00:00Z\","
                      + "\"reversible\":false}");
        });
    assertThat(remediations.result("x")).contains(alerts().getFirst().data());
    clock.now = clock.now.plus(Duration.ofDays(1));
    ends(1, 0, 0);
    turn();
    assertThat(alerts()).hasSize(1);
    assertThat(store.history().newest(9)).as("that it began, and what came of it").hasSize(2);
    assertThat(new RemediationsTable(remediations).read())
        .singleElement()
        .satisfies(row -> assertThat(row.outcome()).isEqualTo("remediated"));
  }

  private List<Outbox.Row> alerts() {
    return store.outbox().pending(9);
  }

  @Test
  void oneRunsAtATimeAndAnEndWithoutTheAgentIsTold() {
    ask("y", Map.of("Detect", "detect"));
    var first = remediations.begin();
    assertThat(first).isPresent();
    assertThat(remediations.begin()).isEmpty();
    assertThat(remediations.next()).isEmpty();
    remediations = make();
    assertThat(result("x").outcome()).isEqualTo(Outcome.RUNNING);
    turn();
    assertThat(ran).as("what was cut off waits for its next time").hasSize(1);
    assertThat(result("x").outcome()).isEqualTo(Outcome.ERROR);
    assertThat(alerts().getFirst().data()).contains("the agent ended while it ran");
  }

  @Test
  void whatWasMendedIsTakenBackWhenNobodyAsksForItAnyMore() {
    ask("x", Map.of("Detect", "detect", "Remediate", "mend", "Undo", "undo"));
    ends(1, 0, 0);
    turn();
    wanted.clear();
    turn();
    assertThat(ran).containsExactly("detect", "mend", "detect", "undo");
    assertThat(store.history().newest(1).getFirst().text())
        .isEqualTo("What it mended is taken back.");
    assertThat(remediations.results()).isEmpty();
    assertThat(remediations.result("x")).isEmpty();
  }

  @Test
  void whatCannotBeTakenBackIsSaid() {
    ends(1, 0, 0);
    turn();
    wanted.clear();
    turn();
    assertThat(store.history().newest(1).getFirst().text()).contains("not reversible");
    ask("x", Map.of("Detect", "detect", "Undo", "undo"));
    turn();
    wanted.clear();
    turn();
    assertThat(ran).doesNotContain("undo");
  }

  @Test
  void aScriptThatCannotBeStartedIsAnError() {
    Scripts broken =
        _ -> {
          throw new IOException("no setsid");
        };
    var run =
        new RemediationRun(
            new Remediation("x", Map.of("Detect", "detect")), false, broken, folder, clock.now);
    assertThat(run.run().outcome()).isEqualTo(Outcome.ERROR);
    assertThat(run.run().detail()).isEqualTo("no setsid");
  }

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sign(String id, Map<String, String> parts, KeyPair key) {
    try {
      return new SignedScript(id, parts).sign(key.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> with(Map<String, String> parts, String name, String value) {
    var all = new TreeMap<>(parts);
    all.put(name, value);
    return all;
  }

  private void refused(Map<String, String> parts, String why) {
    ran.clear();
    remediations = make();
    ask("x", parts);
    turn();
    assertThat(ran).isEmpty();
    assertThat(outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(result("x").detail()).contains(why);
  }

  private static final Map<String, String> LOOK = Map.of("Detect", "detect\n", "RunAs", "system");

  @Test
  void withoutAKeyFromTheEnrolmentNoScriptRuns() {
    terms = new Terms(List.of(), Optional.empty(), false);
    refused(LOOK, "no key for scripts came with the enrolment");
    refused(with(LOOK, "Signature", sign("x", LOOK, pair())), "no key for scripts");
    terms = new Terms(List.of(), Optional.empty(), true);
    remediations = make();
    turn();
    assertThat(ran).as("the machine's owner may allow it").containsExactly("detect\n");
  }

  @Test
  void onlyWhatASignerHasSignedRuns() {
    var signer = pair();
    terms = new Terms(List.of(pair().getPublic(), signer.getPublic()), Optional.empty(), false);
    refused(LOOK, "it is not signed");
    refused(with(LOOK, "Signature", "AAAA"), "of nobody whose key came with the enrolment");
    refused(with(LOOK, "Signature", sign("x", LOOK, pair())), "of nobody");
    var signed = with(LOOK, "Signature", sign("x", LOOK, signer));
    remediations = make();
    ask("x", signed);
    turn();
    assertThat(ran).containsExactly("detect\n");
  }

  @ParameterizedTest
  @CsvSource({
    "Detect, evil",
    "Remediate, evil",
    "Undo, evil",
    "Interpreter, /bin/evil",
    "RunAs, user",
    "TimeoutSeconds, 1",
    "Version, 3"
  })
  void whatIsSignedCannotBeExchanged(String part, String other) {
    var signer = pair();
    terms = new Terms(List.of(signer.getPublic()), Optional.empty(), false);
    var signature = sign("x", LOOK, signer);
    refused(with(with(LOOK, part, other), "Signature", signature), "or is for another script");
  }

  @Test
  void aSignatureIsForOneNameAndOneKindOfScript() {
    var signer = pair();
    terms = new Terms(List.of(signer.getPublic()), Optional.empty(), false);
    refused(with(LOOK, "Signature", sign("y", LOOK, signer)), "another script");
    refused(with(LOOK, "Signature", sign("script:x", LOOK, signer)), "another script");
  }

  @Test
  void whatANewerVersionHasReplacedRunsNoMore() {
    var signer = pair();
    terms = new Terms(List.of(signer.getPublic()), Optional.empty(), false);
    var old = with(with(LOOK, "Detect", "old"), "Version", "1");
    var young = with(LOOK, "Version", "2");
    ask("x", with(old, "Signature", sign("x", old, signer)));
    turn();
    ask("x", with(young, "Signature", sign("x", young, signer)));
    turn();
    assertThat(ran).containsExactly("old", "detect\n");
    wanted.clear();
    turn();
    refused(
        with(old, "Signature", sign("x", old, signer)), "it is version 1, and version 2 has run");
    SingleScripts.forget(store.notes());
    remediations = make();
    turn();
    assertThat(ran).as("after another enrolment").containsExactly("old");
  }

  @Test
  void aVersionThatNobodyHasSignedIsInNobodysWay() {
    var signer = pair();
    terms = new Terms(List.of(signer.getPublic()), Optional.empty(), true);
    ask("x", with(LOOK, "Version", "999999999"));
    turn();
    var young = with(LOOK, "Version", "2");
    ask("x", with(young, "Signature", sign("x", young, signer)));
    turn();
    assertThat(ran).hasSize(2);
  }

  @Test
  void whereTheEnrolmentNamedApproversOneOfThemHasToStandForARemediationToo() {
    var signer = pair();
    var approver = pair();
    terms =
        new Terms(List.of(signer.getPublic()), Optional.of(List.of(approver.getPublic())), false);
    var one = sign("x", LOOK, signer);
    refused(with(LOOK, "Signature", one), "the signature of an approver");
    refused(with(LOOK, "Signature", one + "," + one), "the signature of an approver");
    refused(with(LOOK, "Signature", sign("x", LOOK, approver)), "of nobody");
    ask("x", with(LOOK, "Signature", one + ",\n" + sign("x", LOOK, approver)));
    remediations = make();
    turn();
    assertThat(ran).containsExactly("detect\n");
    clock.now = clock.now.plus(Duration.ofDays(2));
    terms = new Terms(List.of(signer.getPublic()), Optional.of(List.of()), false);
    refused(with(LOOK, "Signature", one), "the signature of an approver");
  }

  /// Signed as an administrator would, by openssl.
  @Test
  void opensslSignsToo() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl (package openssl)");
    Files.writeString(folder.resolve("data"), new SignedScript("x", LOOK).text());
    openssl("genpkey -algorithm ed25519 -out k.pem");
    openssl("pkey -in k.pem -pubout -out c.pem");
    openssl("pkeyutl -sign -rawin -inkey k.pem -in data -out sig");
    var key = Keys.publicKey(Files.readString(folder.resolve("c.pem")));
    terms = new Terms(List.of(key), Optional.empty(), false);
    var signature =
        Base64.getMimeEncoder().encodeToString(Files.readAllBytes(folder.resolve("sig")));
    ask("x", with(LOOK, "Signature", signature));
    turn();
    assertThat(ran).containsExactly("detect\n");
  }

  private void openssl(String words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("/usr/bin/openssl"));
    command.addAll(List.of(words.split(" ")));
    var process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("said"))).isZero();
  }

  @Test
  void whatIsSignedIsWritten() {
    var parts = Map.of("Detect", "exit 0\n", "RunAs", "user", "Version", "7");
    assertThat(new SignedScript("disk", parts).text())
        .isEqualTo(
            """
            reeve-script-1
            Id disk
            Detect 28d3b9e880a77975493dc7e359144c0295a4f694cfe0af4f928c22307bc5c320
            Remediate -
            Undo -
            Interpreter -
            RunAs user
            TimeoutSeconds -
            Version 7
            """);
  }

  private static final Map<String, String> REVERSIBLE =
      Map.of("Detect", "detect", "Remediate", "mend", "Undo", "undo");

  private String lastEvent() {
    return store.history().newest(1).getFirst().text();
  }

  private void mendAndWithdraw() {
    ask("x", REVERSIBLE);
    ends(1, 0, 0);
    turn();
    wanted.clear();
    ran.clear();
  }

  @Test
  void takingBackThatACrashCutsOffIsBegunAgainAtTheNextStart() {
    mendAndWithdraw();
    assertThat(remediations.begin()).isPresent();
    remediations = make();
    assertThat(remediations.results()).as("nobody asks for it").isEmpty();
    turn();
    assertThat(ran).containsExactly("undo");
    assertThat(lastEvent()).isEqualTo("What it mended is taken back.");
    remediations = make();
    turn();
    assertThat(ran).hasSize(1);
  }

  @Test
  void takingBackThatEndsTheAgentEachTimeIsGivenUpAndSaid() {
    mendAndWithdraw();
    for (int start = 1; start <= 3; start++) {
      assertThat(remediations.begin()).as("start " + start).isPresent();
      remediations = make();
    }
    assertThat(remediations.begin()).isEmpty();
    assertThat(lastEvent())
        .isEqualTo("What it mended could not be taken back, and stays: the agent ended.");
    assertThat(remediations.next()).isEmpty();
  }

  @Test
  void whatNobodyHasSignedTakesNothingBackOnceSignaturesAreNeeded() {
    mendAndWithdraw();
    terms = new Terms(List.of(), Optional.empty(), false);
    turn();
    assertThat(ran).doesNotContain("undo");
    assertThat(lastEvent())
        .startsWith(
            "What it mended is not taken back, and stays: Undo must not run, because no key");
    assertThat(remediations.next()).isEmpty();
  }

  @Test
  void takingBackThatFailsIsTriedAgainByTheHourAndSaidOnce() {
    mendAndWithdraw();
    ends(5);
    turn();
    assertThat(lastEvent()).isEqualTo("What it mended is not taken back yet: Undo ended with 5.");
    assertThat(remediations.next()).contains(Duration.ofHours(1));
    for (int hour = 2; hour <= 3; hour++) {
      clock.now = clock.now.plus(Duration.ofHours(1));
      ends(5);
      turn();
    }
    assertThat(ran).containsExactly("undo", "undo", "undo");
    assertThat(store.history().newest(9)).hasSize(4);
    assertThat(lastEvent())
        .isEqualTo("What it mended could not be taken back, and stays: Undo ended with 5.");
  }

  @Test
  void takingBackWaitsForWhoeverItRunsAs() {
    mendAndWithdraw();
    for (int hour = 1; hour <= 9; hour++) {
      var run = remediations.begin().orElseThrow();
      var nobody = RemediationResult.of(Outcome.ERROR, "nobody is at the machine", clock.now);
      remediations.end(run, nobody);
      clock.now = clock.now.plus(Duration.ofHours(1));
    }
    turn();
    assertThat(ran).containsExactly("undo");
    assertThat(lastEvent()).isEqualTo("What it mended is taken back.");
  }

  @Test
  void whatIsAskedForAgainBeforeItIsTakenBackRunsAtOnceAndCanStillBeTakenBack() {
    mendAndWithdraw();
    ends(5);
    turn();
    ask("x", REVERSIBLE);
    turn();
    wanted.clear();
    turn();
    assertThat(ran).containsExactly("undo", "detect", "undo");
  }

  @Test
  void whatMayHaveBeenMendedWhenACrashCameIsTakenBackToo() {
    ask("x", REVERSIBLE);
    assertThat(remediations.begin()).isPresent();
    remediations = make();
    wanted.clear();
    turn();
    assertThat(ran).containsExactly("undo");
  }

  @Test
  void whatOnlyLookedHasNothingToTakeBack() {
    ask("x", REVERSIBLE);
    turn();
    wanted.clear();
    turn();
    assertThat(ran).containsExactly("detect");
  }

  @Test
  void aScriptThatMendsAndCannotBeFollowedToItsEndCountsAsMended() {
    ask("x", REVERSIBLE);
    var run = remediations.begin().orElseThrow();
    Scripts breaking =
        script -> {
          if (script.text().equals("mend")) {
            throw new StackOverflowError("as this test wants");
          }
          return new Ran(1, "");
        };
    var broken = new RemediationRun(run.remediation(), false, breaking, folder, clock.now);
    var result = broken.run();
    assertThat(result.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(result.detect()).contains(1);
    remediations.end(run, result);
    wanted.clear();
    turn();
    assertThat(ran).containsExactly("undo");
  }

  @Test
  void aResultOfAClockThatWasAheadIsNoReasonToWait() {
    clock.now = clock.now.plus(Duration.ofDays(900));
    turn();
    clock.now = clock.now.minus(Duration.ofDays(900));
    turn();
    assertThat(ran).containsExactly("detect", "detect");
    assertThat(remediations.next()).contains(Duration.ofDays(1));
  }

  @Test
  void whatIsRefusedIsTriedAgainByTheHourAndAtEachStart() {
    terms = new Terms(List.of(), Optional.empty(), false);
    ask("x", Map.of("Detect", "detect", "Schedule", "once", "Signature", "AAAA"));
    remediations = make();
    turn();
    assertThat(remediations.next()).contains(Duration.ofHours(1));
    clock.now = clock.now.plus(Duration.ofHours(1));
    turn();
    assertThat(alerts()).as("it is told once").hasSize(1);
    assertThat(remediations.next()).contains(Duration.ofHours(1));
    terms = new Terms(List.of(), Optional.empty(), true);
    remediations = make();
    turn();
    assertThat(ran).containsExactly("detect");
    assertThat(remediations.next()).isEmpty();
  }
}
