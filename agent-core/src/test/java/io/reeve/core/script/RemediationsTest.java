package io.reeve.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.script.RemediationResult.Outcome;
import io.reeve.core.spi.Scripts;
import io.reeve.core.spi.Scripts.Ran;
import io.reeve.store.LocalStore;
import io.reeve.store.Outbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
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
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RemediationsTest {
  @TempDir Path folder;
  private final Map<String, Map<String, String>> wanted = new TreeMap<>();
  private final List<String> ran = new ArrayList<>();
  private final Deque<Ran> ends = new ArrayDeque<>();
  private final Ticking clock = new Ticking();
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
    remediations = make(List.of());
    ask("x", Map.of("Detect", "detect", "Remediate", "mend"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Remediations make(List<Path> signers) {
    Scripts scripts =
        script -> {
          ran.add(script.text());
          return ends.isEmpty() ? new Ran(0, "") : ends.removeFirst();
        };
    return new Remediations(() -> wanted, scripts, new Signers(signers), folder, store, clock);
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
    remediations = make(List.of());
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
    remediations = make(List.of());
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

  @Test
  void wherePeopleSignScriptsAnUnsignedOneNeverRuns() throws IOException {
    remediations = make(List.of(Files.writeString(folder.resolve("c.pem"), "")));
    turn();
    assertThat(ran).isEmpty();
    assertThat(outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(result("x").detail()).contains("it is not signed");
    ask("x", Map.of("Detect", "detect", "Signature", "AAAA"));
    turn();
    assertThat(ran).isEmpty();
    assertThat(result("x").detail()).contains("cannot be asked: c.pem");
  }

  /// Signed as an administrator would, by openssl.
  @ParameterizedTest
  @ValueSource(strings = {"rsa:2048", "ec -pkeyopt ec_paramgen_curve:P-256"})
  void aSignatureOfAListedSignerLetsItRunAndNoOther(String key) throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl (package openssl)");
    var parts = new TreeMap<>(Map.of("Detect", "detect\n", "RunAs", "system"));
    var signed = new Remediation("x", parts).signed();
    Files.writeString(folder.resolve("data"), signed);
    openssl(
        "req -x509 -newkey " + key + " -nodes -keyout k.pem -out c.pem -days 2 -subj /CN=signer");
    openssl("dgst -sha256 -sign k.pem -out sig data");
    clock.now = Instant.now();
    var signature =
        Base64.getMimeEncoder().encodeToString(Files.readAllBytes(folder.resolve("sig")));
    parts.put("Signature", signature);
    ask("x", parts);
    var broken = Files.writeString(folder.resolve("old.pem"), "not a certificate");
    remediations = make(List.of(broken, folder.resolve("missing.pem"), folder.resolve("c.pem")));
    turn();
    assertThat(ran).as("whatever is wrong with other signers").containsExactly("detect\n");
    var changed = new TreeMap<>(parts);
    changed.put("Detect", "evil\n");
    ask("x", changed);
    ask("other", parts);
    turn();
    assertThat(ran).hasSize(1);
    assertThat(result("x").detail()).contains("of nobody");
    assertThat(result("other").outcome()).isEqualTo(Outcome.REFUSED);
    clock.now = clock.now.plus(Duration.ofDays(9));
    ask("x", parts);
    turn();
    assertThat(ran).as("the certificate has ended").hasSize(1);
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
  void anEdwardsKeySignsToo() throws GeneralSecurityException {
    var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    var signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    var data =
        new Remediation("x", Map.of("Detect", "d")).signed().getBytes(StandardCharsets.UTF_8);
    signature.update(data);
    assertThat(Signers.verifies(pair.getPublic(), data, signature.sign())).isTrue();
  }

  @Test
  void whatIsSignedIsWritten() {
    assertThat(new Remediation("disk", Map.of("Detect", "exit 0\n", "RunAs", "user")).signed())
        .isEqualTo(
            """
            reeve-remediation-1
            Id disk
            Detect 28d3b9e880a77975493dc7e359144c0295a4f694cfe0af4f928c22307bc5c320
            Remediate -
            Undo -
            Interpreter -
            RunAs user
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
    remediations = make(List.of());
    assertThat(remediations.results()).as("nobody asks for it").isEmpty();
    turn();
    assertThat(ran).containsExactly("undo");
    assertThat(lastEvent()).isEqualTo("What it mended is taken back.");
    remediations = make(List.of());
    turn();
    assertThat(ran).hasSize(1);
  }

  @Test
  void takingBackThatEndsTheAgentEachTimeIsGivenUpAndSaid() {
    mendAndWithdraw();
    for (int start = 1; start <= 3; start++) {
      assertThat(remediations.begin()).as("start " + start).isPresent();
      remediations = make(List.of());
    }
    assertThat(remediations.begin()).isEmpty();
    assertThat(lastEvent())
        .isEqualTo("What it mended could not be taken back, and stays: the agent ended.");
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
    remediations = make(List.of());
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
  void whatIsRefusedIsTriedAgainByTheHourAndAtEachStart() throws IOException {
    var missing = folder.resolve("c.pem");
    ask("x", Map.of("Detect", "detect", "Schedule", "once", "Signature", "AAAA"));
    remediations = make(List.of(missing));
    turn();
    assertThat(remediations.next()).contains(Duration.ofHours(1));
    clock.now = clock.now.plus(Duration.ofHours(1));
    turn();
    assertThat(alerts()).as("it is told once").hasSize(1);
    assertThat(remediations.next()).contains(Duration.ofHours(1));
    remediations = make(List.of());
    turn();
    assertThat(ran).containsExactly("detect");
    assertThat(remediations.next()).isEmpty();
  }
}
