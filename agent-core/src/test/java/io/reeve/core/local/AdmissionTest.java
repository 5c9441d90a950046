package io.reeve.core.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.policy.Compliance.Overall;
import io.reeve.policy.Compliance.Standing;
import io.reeve.policy.Verdict;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Who may do what. A change here is a change of the agent's security.
final class AdmissionTest {
  private static final Peer USER = new Peer("mallory", false);
  private static final Peer ROOT = new Peer("root", true);

  private final SampleAgent agent = new SampleAgent();

  @Test
  void everyMethodOfTheAgentIsInTheTable() {
    var methods =
        Arrays.stream(AgentService.class.getMethods())
            .map(java.lang.reflect.Method::getName)
            .collect(Collectors.toSet());
    assertThat(ApiMethod.ALL.stream().map(ApiMethod::name).toList())
        .containsExactlyInAnyOrderElementsOf(methods);
  }

  @Test
  void ordinaryUsersMayLookAndSyncAndNothingElse() {
    var closed =
        ApiMethod.ALL.stream()
            .filter(method -> method.admission().equals(Admission.ADMINISTRATOR))
            .map(ApiMethod::name)
            .collect(Collectors.toSet());
    assertThat(closed)
        .isEqualTo(
            Set.of(
                "enroll",
                "unenroll",
                "cancel",
                "query",
                "repair",
                "apply",
                "set",
                "unset",
                "preview"));
  }

  @Test
  void anOrdinaryUserIsRefusedBeforeTheAgentHearsOfIt() {
    for (var name : List.of("unenroll", "query")) {
      var method = ApiMethod.named(name).orElseThrow();
      var arguments = name.equals("query") ? new Object[] {"select 1"} : new Object[0];
      assertThatThrownBy(() -> method.call(agent, USER, arguments))
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("'" + name + "' is for administrators, and you are mallory");
    }
    assertThat(agent.calls()).isEmpty();
  }

  @Test
  void anAdministratorMayDoEverything() {
    var unenroll = ApiMethod.named("unenroll").orElseThrow();
    assertThat(unenroll.call(agent, ROOT, new Object[0])).isEqualTo(agent.unenroll());
  }

  @Test
  void anOrdinaryUserReadsOnlyOpenTables() {
    var inventory = ApiMethod.named("inventory").orElseThrow();
    assertThatThrownBy(
            () -> inventory.call(agent, USER, new Object[] {List.of("uptime", "processes")}))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("the table 'processes'");
    inventory.call(agent, USER, new Object[] {List.of("uptime")});
    assertThat(agent.calls()).containsExactly("inventory [uptime]");
  }

  @Test
  void allTablesMeansAllOpenOnesForAnOrdinaryUser() {
    var inventory = ApiMethod.named("inventory").orElseThrow();
    inventory.call(agent, USER, new Object[] {List.of()});
    inventory.call(agent, ROOT, new Object[] {List.of()});
    assertThat(agent.calls())
        .containsExactly("tables", "inventory [os_version, uptime]", "inventory []");
  }

  @Test
  void whatAComplianceQueryFoundIsForAdministrators() {
    var verdict = new SampleAgent().compliance(false).verdicts().getLast();
    assertThat(verdict.withoutRows()).isEqualTo(verdict);
    var found = "select cmdline from processes -> cmdline=mysql --password=hunter2";
    var service =
        new Standing(
            Overall.NON_COMPLIANT,
            Optional.empty(),
            Optional.empty(),
            List.of(
                new Verdict(
                    "r",
                    "t",
                    verdict.severity(),
                    verdict.state(),
                    "no row",
                    "1 row",
                    found,
                    "",
                    Optional.empty(),
                    Optional.empty())));
    agent.judged(service);
    var compliance = ApiMethod.named("compliance").orElseThrow();
    assertThat(compliance.call(agent, ROOT, new Object[] {false})).isEqualTo(service);
    assertThat(compliance.call(agent, USER, new Object[] {false}).toString())
        .contains("select cmdline from processes -> rows that only administrators may read")
        .doesNotContain("hunter2");
  }

  @Test
  void forEveryAnswerThatAnyoneMayGetSomebodyHasDecidedWhatIsInIt() {
    var undecided =
        ApiMethod.ALL.stream()
            .filter(method -> !method.admission().equals(Admission.ADMINISTRATOR))
            .map(method -> element(method.method().getGenericReturnType()))
            .filter(answer -> !ForEveryone.decides(answer))
            .toList();
    assertThat(undecided).isEmpty();
    assertThatThrownBy(() -> ForEveryone.of(new Object()))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Class<?> element(Type type) {
    return type instanceof ParameterizedType list
        ? (Class<?>) list.getActualTypeArguments()[0]
        : (Class<?>) type;
  }

  @Test
  void whatWasAskedAndWhatAnActionGaveIsForAdministrators() {
    var shown =
        ForEveryone.of(
            List.of(
                event("query", "select * from users where name = 'hunter2'"),
                event("action", "Done: the key is hunter2"),
                event("action", "Begun."),
                event("applied", "It was set.")));
    assertThat(shown.toString())
        .doesNotContain("hunter2")
        .contains("Done: " + ForEveryone.HIDDEN, "Begun.", "It was set.", "by=the service");
  }

  private static Views.Event event(String kind, String text) {
    return new Views.Event(Instant.EPOCH, kind, "./x", text, "the service");
  }

  @Test
  void theValuesOfAConfidentialSettingAreForAdministrators() {
    var hunter = Optional.of("hunter2");
    var state =
        new Views.SettingState("./u", "x.y", hunter, hunter, "applied", "a detail", false, true);
    var explained =
        new Views.Explanation(
            state,
            "A test.",
            List.of(new Views.Wish("service", "hunter2", Instant.EPOCH, true, true)),
            "the service alone asks for it",
            List.of(
                new Views.Place(
                    "file(file=/x)",
                    "/x",
                    List.of("/x"),
                    hunter,
                    "hunter2",
                    hunter,
                    List.of(new Views.Change(Instant.EPOCH, "hunter2", "sed")))),
            List.of(),
            List.of());
    var answer = ForEveryone.of(List.of(state, explained)).toString();
    assertThat(answer)
        .doesNotContain("hunter2")
        .contains(ForEveryone.HIDDEN)
        .contains("a detail")
        .contains("by=sed");
    var open = new SampleAgent().explain("pw");
    assertThat(ForEveryone.of(open)).isEqualTo(open);
  }
}
