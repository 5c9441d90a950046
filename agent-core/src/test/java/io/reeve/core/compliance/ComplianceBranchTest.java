package io.reeve.core.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Request;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.core.tree.Code;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ComplianceBranchTest {
  private static final String ROOT = "./Device/Vendor/Reeve/Compliance";

  @TempDir Path folder;
  private final AtomicInteger changes = new AtomicInteger();
  private Device device;
  private ComplianceKeeper keeper;
  private ComplianceBranch branch;

  @BeforeEach
  void open() {
    device = new Device(folder);
    keeper = device.keeper();
    branch = new ComplianceBranch(keeper, changes::incrementAndGet);
    device.seen.put(Device.ROOT_LOGIN, Value.of("yes"));
    device.answers.put(Device.SQL, Device.row("curl"));
  }

  @AfterEach
  void close() {
    device.close();
  }

  @Test
  void aPolicyIsTakenReadReplacedAndTakenBack() {
    assertThat(code(one(Verb.GET, "/Policy", ""))).contains(Code.NOT_FOUND);
    assertThat(one(Verb.ADD, "/Policy", Device.POLICY)).isEqualTo(new Reply.Done());
    assertThat(code(one(Verb.ADD, "/Policy", Device.POLICY))).contains(Code.EXISTS);
    assertThat(one(Verb.REPLACE, "/policy", Device.POLICY)).isEqualTo(new Reply.Done());
    assertThat(one(Verb.GET, "/Policy", "")).isEqualTo(new Reply.Leaf(Format.CHR, Device.POLICY));
    assertThat(changes).hasValue(2);
    assertThat(one(Verb.DELETE, "/Policy", "")).isEqualTo(new Reply.Done());
    assertThat(code(one(Verb.DELETE, "/Policy", ""))).contains(Code.NOT_FOUND);
  }

  @Test
  void stateAndVerdictsAreReadAsJson() throws IOException {
    one(Verb.ADD, "/Policy", Device.POLICY);
    assertThat(json("/State").path("overall").asText()).isEqualTo("UNKNOWN");
    keeper.judge();
    var state = json("/State");
    assertThat(state.path("overall").asText()).isEqualTo("IN_GRACE");
    assertThat(state.path("policy").path("id").asText()).isEqualTo("laptops");
    assertThat(state.path("counts").path("COMPLIANT").asInt()).isEqualTo(1);
    assertThat(one(Verb.GET, "/Verdicts", ""))
        .isEqualTo(new Reply.Interior(List.of("root", "curl")));
    assertThat(json("/Verdicts/root").path("state").asText()).isEqualTo("IN_GRACE");
    assertThat(one(Verb.GET, "", ""))
        .isEqualTo(new Reply.Interior(List.of("Policy", "State", "Verdicts")));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /Nothing, NOT_FOUND",
    "GET, /Verdicts/nothing, NOT_FOUND",
    "GET, /State/x, NOT_FOUND",
    "REPLACE, /State, NOT_ALLOWED",
    "DELETE, /Verdicts, NOT_ALLOWED",
    "EXEC, /Policy, NOT_ALLOWED",
    "REPLACE, /Policy, BAD_REQUEST",
  })
  void whatCannotBeDoneIsRefused(Verb verb, String path, Code code) {
    assertThat(code(one(verb, path, "no policy"))).contains(code);
  }

  @Test
  void aPolicyThatIsNoTextIsRefused() {
    var request =
        new Request(
            "1",
            Verb.REPLACE,
            OmaUri.parse(ROOT + "/Policy"),
            Optional.of(Format.BIN),
            Optional.empty(),
            Device.POLICY);
    assertThat(code(branch.handle(List.of(request), false).replies().getFirst()))
        .contains(Code.BAD_FORMAT);
  }

  @Test
  void checkingChangesNothing() {
    assertThat(branch.check(List.of(request(Verb.REPLACE, "/Policy", Device.POLICY))))
        .containsExactly(new Reply.Done());
    assertThat(code(branch.check(List.of(request(Verb.ADD, "/Policy", "{}"))).getFirst()))
        .contains(Code.BAD_REQUEST);
    assertThat(keeper.policyText()).isEmpty();
    assertThat(changes).hasValue(0);
  }

  @Test
  void anAtomicThatFailsBringsTheOldPolicyBack() {
    one(Verb.ADD, "/Policy", Device.POLICY);
    var newer = Device.POLICY.replace("Laptops", "Desktops");
    var replies =
        branch
            .handle(
                List.of(
                    request(Verb.REPLACE, "/Policy", newer),
                    request(Verb.REPLACE, "/State", ""),
                    request(Verb.GET, "/State", "")),
                true)
            .replies();
    assertThat(replies)
        .extracting(ComplianceBranchTest::code)
        .containsExactly(
            Optional.of(Code.ROLLED_BACK),
            Optional.of(Code.NOT_ALLOWED),
            Optional.of(Code.NOT_EXECUTED));
    assertThat(keeper.policyText()).contains(Device.POLICY);
  }

  @Test
  void aCallIsUndone() {
    var answer = branch.handle(List.of(request(Verb.ADD, "/Policy", Device.POLICY)), true);
    assertThat(answer.undo().undo()).isTrue();
    assertThat(keeper.policyText()).isEmpty();
  }

  private JsonNode json(String path) throws IOException {
    var reply = one(Verb.GET, path, "");
    assertThat(reply).isInstanceOf(Reply.Leaf.class);
    return Device.json(((Reply.Leaf) reply).data());
  }

  private Reply one(Verb verb, String path, String data) {
    return branch.handle(List.of(request(verb, path, data)), false).replies().getFirst();
  }

  private static Request request(Verb verb, String path, String data) {
    return new Request(
        "1", verb, OmaUri.parse(ROOT + path), Optional.empty(), Optional.empty(), data);
  }

  private static Optional<Code> code(Reply reply) {
    return reply instanceof Reply.Refused refused ? Optional.of(refused.code()) : Optional.empty();
  }
}
