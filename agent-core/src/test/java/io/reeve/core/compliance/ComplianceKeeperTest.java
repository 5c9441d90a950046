package io.reeve.core.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.policy.Compliance.Overall;
import io.reeve.policy.ProblemsException;
import io.reeve.policy.Value;
import io.reeve.policy.Verdict;
import io.reeve.store.Outbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ComplianceKeeperTest {
  @TempDir Path folder;
  private Device device;
  private ComplianceKeeper keeper;

  @BeforeEach
  void open() throws ProblemsException {
    device = new Device(folder);
    keeper = device.keeper();
    device.seen.put(Device.ROOT_LOGIN, Value.of("no"));
    device.answers.put(Device.SQL, Device.row("curl"));
  }

  @AfterEach
  void close() {
    device.close();
  }

  @Test
  void withoutAPolicyThereIsNothingToJudge() {
    assertThat(keeper.judge().overall()).isEqualTo(Overall.NO_POLICY);
    assertThat(keeper.begin()).isEmpty();
    assertThat(device.alerts()).isEmpty();
  }

  @Test
  void aNewPolicyIsUnknownUntilItIsJudged() throws ProblemsException {
    keeper.takePolicy(Device.POLICY);
    assertThat(keeper.standing().overall()).isEqualTo(Overall.UNKNOWN);
    assertThat(keeper.standing().policy()).contains("Laptops");
    assertThat(keeper.judge().overall()).isEqualTo(Overall.COMPLIANT);
  }

  @Test
  void theVerdictCarriesExpectedActualAndEvidence() throws ProblemsException {
    keeper.takePolicy(Device.POLICY);
    device.seen.put(Device.ROOT_LOGIN, Value.of("yes"));
    var verdicts = keeper.judge().verdicts();
    assertThat(verdicts).extracting(Verdict::rule).containsExactly("root", "curl");
    var root = verdicts.getFirst();
    assertThat(root.state()).isEqualTo(Verdict.State.IN_GRACE);
    assertThat(root.expected()).contains("no");
    assertThat(root.actual()).contains("yes");
    assertThat(root.evidence()).isEqualTo("the place of " + Device.ROOT_LOGIN);
    assertThat(root.failingSince()).contains(device.now());
    assertThat(verdicts.get(1).evidence()).contains("name=curl");
  }

  @Test
  void anAlertIsSentWhenAVerdictChangesAndOnlyThen() throws ProblemsException, IOException {
    keeper.takePolicy(Device.POLICY);
    keeper.judge();
    assertThat(overall(device.takeAlerts())).containsExactly("COMPLIANT");
    device.pass(Duration.ofHours(1));
    keeper.judge();
    assertThat(device.takeAlerts()).isEmpty();
    device.answers.put(Device.SQL, Device.noRow());
    keeper.judge();
    var alerts = device.takeAlerts();
    assertThat(overall(alerts)).containsExactly("NON_COMPLIANT");
    assertThat(alerts.getFirst().type()).isEqualTo("Reversed-Domain-Name:io.reeve.compliance");
    var rules = Device.json(alerts.getFirst().data()).path("rules");
    assertThat(rules.findValuesAsText("state")).containsExactly("COMPLIANT", "NON_COMPLIANT");
    keeper.judge();
    assertThat(device.takeAlerts()).isEmpty();
  }

  @Test
  void aGracePeriodRunsOverARestartAndEnds() throws ProblemsException, IOException {
    keeper.takePolicy(Device.POLICY);
    device.seen.put(Device.ROOT_LOGIN, Value.of("yes"));
    keeper.judge();
    var end = device.now().plus(Duration.ofHours(24));
    assertThat(keeper.nextGraceEnd()).contains(end);
    device.pass(Duration.ofHours(23));
    keeper = device.keeper();
    assertThat(keeper.judge().overall()).isEqualTo(Overall.IN_GRACE);
    device.pass(Duration.ofHours(1));
    assertThat(keeper.judge().overall()).isEqualTo(Overall.NON_COMPLIANT);
    assertThat(keeper.nextGraceEnd()).isEmpty();
    assertThat(overall(device.takeAlerts())).containsExactly("IN_GRACE", "NON_COMPLIANT");
  }

  @Test
  void aReplacedPolicyKeepsSinceWhenARuleFails() throws ProblemsException {
    keeper.takePolicy(Device.POLICY);
    device.seen.put(Device.ROOT_LOGIN, Value.of("yes"));
    keeper.judge();
    var since = device.now();
    device.pass(Duration.ofHours(2));
    keeper.takePolicy(Device.POLICY.replace("\"1\"", "\"2\""));
    assertThat(keeper.standing().verdicts()).isEmpty();
    assertThat(keeper.judge().verdicts().getFirst().failingSince()).contains(since);
  }

  @Test
  void findingsForAPolicyThatHasBeenReplacedAreThrownAway() throws ProblemsException {
    keeper.takePolicy(Device.POLICY);
    var found = keeper.begin().orElseThrow().gather();
    keeper.takePolicy(Device.POLICY.replace("Laptops", "Desktops"));
    assertThat(keeper.finish(found)).isFalse();
    assertThat(keeper.standing().judgedAt()).isEmpty();
  }

  @Test
  void aBadPolicyLeavesTheOneInForce() throws ProblemsException {
    keeper.takePolicy(Device.POLICY);
    keeper.judge();
    assertThatThrownBy(() -> keeper.takePolicy("{\"rules\": 7}"))
        .isInstanceOf(ProblemsException.class);
    assertThat(keeper.standing().overall()).isEqualTo(Overall.COMPLIANT);
    assertThat(keeper.policyText()).contains(Device.POLICY);
  }

  @Test
  void aQueryThatFailsLeavesTheRuleUnknown() throws ProblemsException {
    keeper.takePolicy(Device.POLICY);
    device.answers.put(Device.SQL, Device.failed("table deb_packages: timed out after 10 s"));
    var judged = keeper.judge();
    assertThat(judged.overall()).isEqualTo(Overall.UNKNOWN);
    assertThat(judged.verdicts().get(1).actual()).contains("timed out after 10 s");
  }

  @Test
  void aSettingNobodyKnowsLeavesTheRuleUnknown() throws ProblemsException {
    keeper.takePolicy(Device.POLICY.replace("PermitRootLogin", "PermitRoot"));
    assertThat(keeper.judge().verdicts().getFirst().state()).isEqualTo(Verdict.State.UNKNOWN);
  }

  @Test
  void queriesThatTakeTooLongTogetherAreGivenUp() throws ProblemsException {
    keeper.takePolicy(Device.POLICY);
    var ticks = List.of(0L, Gathering.LIMIT.toNanos() + 1).iterator();
    var policy = keeper.policy().orElseThrow();
    var found = new Gathering(0, policy, Map.of(), device, ticks::next).gather();
    assertThat(found.evidence().toString()).contains("the 60 s for all queries together");
  }

  @Test
  void droppingThePolicyIsReportedOnceAndForgettingItIsNot() throws ProblemsException, IOException {
    keeper.takePolicy(Device.POLICY);
    keeper.judge();
    device.takeAlerts();
    keeper.dropPolicy();
    keeper.dropPolicy();
    assertThat(overall(device.takeAlerts())).containsExactly("NO_POLICY");
    keeper.takePolicy(Device.POLICY);
    keeper.forget();
    assertThat(device.takeAlerts()).isEmpty();
    assertThat(device.store.notes().startingWith("compliance/")).isEmpty();
  }

  @Test
  void damagedVerdictsAreAsIfThereWereNone() throws ProblemsException {
    keeper.takePolicy(Device.POLICY);
    keeper.judge();
    device.store.notes().put("compliance/judgement", "{\"policy\":");
    assertThat(keeper.standing().overall()).isEqualTo(Overall.UNKNOWN);
    assertThat(keeper.judge().overall()).isEqualTo(Overall.COMPLIANT);
  }

  @Test
  void aStoredPolicyThatCanNoLongerBeReadIsNoPolicyButIsNotCompliantEither() {
    device.store.notes().put("compliance/policy", "{}");
    keeper = device.keeper();
    assertThat(keeper.judge().overall()).isEqualTo(Overall.UNKNOWN);
  }

  private static List<String> overall(List<Outbox.Row> alerts) throws IOException {
    var overall = new ArrayList<String>();
    for (var alert : alerts) {
      JsonNode node = Device.json(alert.data());
      overall.add(node.path("overall").asText());
    }
    return overall;
  }
}
