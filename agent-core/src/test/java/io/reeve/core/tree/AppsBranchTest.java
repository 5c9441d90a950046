package io.reeve.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.reconcile.SettingStatus;
import io.reeve.core.reconcile.SettingStatus.State;
import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Request;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.policy.Catalog;
import io.reeve.policy.Format;
import io.reeve.policy.Observation;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AppsBranchTest {
  private static final String APP = "./Device/Vendor/Reeve/Apps/hello/";
  private static final Catalog CATALOG = Catalog.load();
  private final List<OmaUri> retried = new ArrayList<>();
  private Optional<SettingStatus> status = Optional.empty();
  private final MemoryConfiguration configuration = new MemoryConfiguration();
  private final AppsBranch branch =
      new AppsBranch(
          new ConfigBranch(configuration, CATALOG),
          new AppsBranch.Apps() {
            @Override
            public Optional<SettingStatus> status(OmaUri manifest) {
              return status;
            }

            @Override
            public void retry(OmaUri manifest) {
              retried.add(manifest);
            }
          });

  @ParameterizedTest
  @CsvSource({"APPLIED,70", "PENDING,50", "FAILED,60", "NOT_APPLICABLE,60", "DRIFTED,55"})
  void theStatusHasTheNumbersOfTheMsiNodes(State state, String number) {
    stands(state, "no such package");
    assertThat(reply(Verb.GET, "Status")).isEqualTo(new Reply.Leaf(Format.INT, number));
    assertThat(reply(Verb.GET, "LastError"))
        .isEqualTo(new Reply.Leaf(Format.CHR, "no such package"));
  }

  @Test
  void whatFailedIsTriedAgainNow() {
    stands(State.FAILED, "x");
    assertThat(reply(Verb.EXEC, "Install")).isEqualTo(new Reply.Started());
    assertThat(retried).containsExactly(OmaUri.parse(APP + "Manifest"));
    assertThat(code(reply(Verb.REPLACE, "Status"))).isEqualTo(Code.NOT_ALLOWED);
    assertThat(code(reply(Verb.EXEC, "Status"))).isEqualTo(Code.NOT_ALLOWED);
  }

  @Test
  void whatNobodyAsksForIsNotFoundAndTheRestIsTheSettings() {
    assertThat(code(reply(Verb.GET, "Status"))).isEqualTo(Code.NOT_FOUND);
    assertThat(code(reply(Verb.EXEC, "Install"))).isEqualTo(Code.NOT_FOUND);
    var add = request(Verb.ADD, APP + "Manifest", "{\"type\":\"deb\",\"name\":\"hello\"}");
    var status = request(Verb.GET, APP + "Status", "");
    assertThat(branch.handle(List.of(add, status), false).replies())
        .first()
        .isEqualTo(new Reply.Done());
    assertThat(reply(Verb.DELETE, "")).isEqualTo(new Reply.Done());
    assertThat(configuration.passes).hasSize(2);
  }

  @Test
  void inAnAtomicNothingIsTriedAgainAfterAFailureAndSettingsGoBack() {
    stands(State.FAILED, "x");
    var install = request(Verb.EXEC, APP + "Install", "");
    var folder = APP.substring(0, APP.length() - 1);
    var delete = request(Verb.DELETE, folder, "");
    assertThat(branch.handle(List.of(delete, install), true).replies())
        .extracting(AppsBranchTest::code)
        .containsExactly(Code.NOT_FOUND, Code.NOT_EXECUTED);
    assertThat(retried).isEmpty();
    var add = request(Verb.ADD, APP + "Manifest", "{\"type\":\"deb\",\"name\":\"hello\"}");
    var wrong = request(Verb.REPLACE, APP + "Status", "");
    assertThat(branch.handle(List.of(add, wrong, install), true).replies())
        .extracting(AppsBranchTest::code)
        .containsExactly(Code.ROLLED_BACK, Code.NOT_ALLOWED, Code.NOT_EXECUTED);
  }

  @Test
  void whatOfAnAtomicIsASettingIsChecked() {
    var install = request(Verb.EXEC, APP + "Install", "");
    var bad = request(Verb.ADD, APP + "Manifest", "[]");
    assertThat(branch.check(List.of(install, bad)))
        .satisfiesExactly(
            one -> assertThat(one).isEqualTo(new Reply.Done()),
            two -> assertThat(code(two)).isEqualTo(Code.BAD_REQUEST));
  }

  private void stands(State state, String detail) {
    status =
        Optional.of(
            new SettingStatus(
                OmaUri.parse(APP + "Manifest"),
                CATALOG.byId("app.package").orElseThrow(),
                Optional.of(Value.of("{}")),
                List.of(),
                "",
                new Observation.Seen(Value.absent()),
                state,
                detail,
                false,
                List.of()));
  }

  private static Code code(Reply reply) {
    return ((Reply.Refused) reply).code();
  }

  private Reply reply(Verb verb, String name) {
    var uri = name.isEmpty() ? APP.substring(0, APP.length() - 1) : APP + name;
    return branch.handle(List.of(request(verb, uri, "")), false).replies().getFirst();
  }

  private static Request request(Verb verb, String uri, String data) {
    return new Request("1", verb, OmaUri.parse(uri), Optional.empty(), Optional.empty(), data);
  }
}
