package io.reeve.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.approval.Keys;
import io.reeve.core.approval.SignedScript;
import io.reeve.core.script.RemediationResult.Outcome;
import io.reeve.core.script.Signers.Terms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whose word a script needs.
final class SignedScriptsTest extends RemediationStage {
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
