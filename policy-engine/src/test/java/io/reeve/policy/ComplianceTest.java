package io.reeve.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.policy.Compliance.Evidence;
import io.reeve.policy.Compliance.Judgement;
import io.reeve.policy.Compliance.Overall;
import io.reeve.policy.CompliancePolicy.Check;
import io.reeve.policy.CompliancePolicy.Rule;
import io.reeve.policy.Verdict.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ComplianceTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final OmaUri URI = OmaUri.parse("./Device/Vendor/Reeve/Test/x-y");
  private static final Evidence PASS = new Evidence.OfQuery(1, "seconds=5");
  private static final Evidence FAIL = new Evidence.OfQuery(0, "");

  private final Catalog catalog =
      TestRows.catalog(
          TestRows.row(
              "x.y", "'format': 'int', 'conflict': 'LowestValueMostSecureZeroHasNoLimits'"));

  private static Rule rule(String id, int graceHours, Check check) {
    return new Rule(id, "Title", Severity.HIGH, "Do this.", Duration.ofHours(graceHours), check);
  }

  private static Rule query(String id, int graceHours) {
    return rule(id, graceHours, new Check.OfQuery("select 1"));
  }

  private Judgement judge(
      List<Rule> rules, Map<String, Evidence> evidence, List<Verdict> previous, Instant now) {
    var policy = new CompliancePolicy("p", "P", "1", rules);
    return Compliance.judge(catalog, policy, evidence, previous, now);
  }

  private Verdict setting(String is, String asked, Observation seen) {
    var check = new Check.OfSetting(URI, Comparison.of(is).orElseThrow(), asked);
    return judge(
            List.of(rule("r", 0, check)),
            Map.of("r", new Evidence.OfSetting(seen, "m(key=x)")),
            List.of(),
            NOON)
        .verdicts()
        .getFirst();
  }

  private static Value value(String type, String text) {
    return switch (type) {
      case "int" -> Value.of(Long.parseLong(text));
      case "bool" -> Value.of(Boolean.parseBoolean(text));
      case "b64" -> new Value.Bytes(text);
      default -> Value.of(text);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "equal, int, 12, 12, true",
    "equal, int, 12, ' 12 ', true",
    "equal, int, 12, 13, false",
    "equal, bool, true, 1, true",
    "equal, bool, true, TRUE, true",
    "equal, bool, false, true, false",
    "equal, chr, no, no, true",
    "equal, chr, no, No, false",
    "equal, chr, '', '', true",
    "equal, b64, aGk=, ' aGk= ', true",
    "equal, b64, aGk=, hi, false",
    "atLeast, int, 12, 12, true",
    "atLeast, int, 11, 12, false",
    "atLeast, chr, 13, 12, true",
    "atLeast, chr, 10.0, 9.1, true",
    "atLeast, chr, 9.1, 10.0, false",
    "atLeast, chr, 6.1.0, 6.1, true",
    "atLeast, chr, 6.1, 6.1.1, false",
    "atLeast, chr, none, 1, false",
    "atLeast, int, 5, x, false",
    "atMost, int, 15, 15, true",
    "atMost, int, 16, 15, false",
    "atMost, int, -1, 15, true",
    "atMost, int, 0, 15, false",
    "atMost, int, 0, 0, true",
    "atMost, chr, 0, 15, false",
    "contains, chr, hello world, lo wo, true",
    "contains, chr, hello, Hello, false",
    "contains, int, 123, 2, true",
  })
  void aSettingIsComparedAsTheRuleSays(
      String is, String type, String found, String asked, boolean holds) {
    var verdict = setting(is, asked, new Observation.Seen(value(type, found)));

    assertThat(verdict.state()).isEqualTo(holds ? State.COMPLIANT : State.NON_COMPLIANT);
  }

  @ParameterizedTest
  @CsvSource({"equal", "atLeast", "atMost", "contains"})
  void whatIsNotSetPassesNothing(String is) {
    var verdict = setting(is, "", new Observation.Seen(Value.absent()));

    assertThat(verdict.state()).isEqualTo(State.NON_COMPLIANT);
    assertThat(verdict.actual()).isEqualTo("not set");
  }

  @Test
  void aVerdictTellsWhatWasAskedForWhatWasFoundAndWhere() {
    assertThat(setting("atLeast", "12", new Observation.Seen(Value.of(8))))
        .isEqualTo(
            new Verdict(
                "r",
                "Title",
                Severity.HIGH,
                State.NON_COMPLIANT,
                "at least '12'",
                "'8'",
                "m(key=x)",
                "Do this.",
                Optional.of(NOON),
                Optional.empty()));
    var row =
        judge(List.of(query("q", 0)), Map.of("q", PASS), List.of(), NOON).verdicts().getFirst();
    assertThat(row.expected()).isEqualTo("the query returns a row");
    assertThat(row.actual()).isEqualTo("1 row");
    assertThat(row.evidence()).isEqualTo("select 1 -> seconds=5");
  }

  @Test
  void whatCannotBeJudgedIsUnknownAndWhatHasNoMeaningIsNotApplicable() {
    assertThat(setting("equal", "1", new Observation.Unreadable("denied")))
        .returns(State.UNKNOWN, Verdict::state)
        .returns("could not be read: denied", Verdict::actual);
    assertThat(setting("equal", "1", new Observation.NotApplicable("no such thing here")))
        .returns(State.NOT_APPLICABLE, Verdict::state)
        .returns("no such thing here", Verdict::actual);
    for (var evidence :
        List.of(
            new Evidence.Failed("no such table: x"),
            new Evidence.OfSetting(new Observation.Seen(Value.of(1)), "m"))) {
      assertThat(judge(List.of(query("q", 0)), Map.of("q", evidence), List.of(), NOON).verdicts())
          .extracting(Verdict::state)
          .containsExactly(State.UNKNOWN);
    }
    assertThat(judge(List.of(query("q", 0)), Map.of(), List.of(), NOON).verdicts())
        .extracting(Verdict::actual)
        .containsExactly("could not be judged: nothing was looked at");
  }

  @Test
  void theGracePeriodRunsFromTheFirstFailureAndEnds() {
    var rules = List.of(query("q", 24));
    var failing = Map.of("q", FAIL);
    var first = judge(rules, failing, List.of(), NOON);
    var later = judge(rules, failing, first.verdicts(), NOON.plus(Duration.ofHours(23)));
    var over = judge(rules, failing, later.verdicts(), NOON.plus(Duration.ofHours(24)));

    assertThat(List.of(first, later, over))
        .extracting(Judgement::overall)
        .containsExactly(Overall.IN_GRACE, Overall.IN_GRACE, Overall.NON_COMPLIANT);
    assertThat(over.verdicts().getFirst().failingSince()).contains(NOON);
    assertThat(over.verdicts().getFirst().graceUntil()).contains(NOON.plus(Duration.ofHours(24)));
  }

  @Test
  void holdingAgainEndsTheFailureAndANewOneHasItsOwnGrace() {
    var rules = List.of(query("q", 1));
    var first = judge(rules, Map.of("q", FAIL), List.of(), NOON);
    var well = judge(rules, Map.of("q", PASS), first.verdicts(), NOON.plusSeconds(60));
    var again = judge(rules, Map.of("q", FAIL), well.verdicts(), NOON.plusSeconds(7200));

    assertThat(well.verdicts().getFirst().failingSince()).isEmpty();
    assertThat(again.verdicts().getFirst().failingSince()).contains(NOON.plusSeconds(7200));
    assertThat(again.overall()).isEqualTo(Overall.IN_GRACE);
  }

  @Test
  void beingUnknownInBetweenDoesNotStartTheGraceAnew() {
    var rules = List.of(query("q", 1));
    var first = judge(rules, Map.of("q", FAIL), List.of(), NOON);
    var lost = judge(rules, Map.of(), first.verdicts(), NOON.plusSeconds(1800));
    var over = judge(rules, Map.of("q", FAIL), lost.verdicts(), NOON.plusSeconds(3600));

    assertThat(lost.overall()).isEqualTo(Overall.UNKNOWN);
    assertThat(over.overall()).isEqualTo(Overall.NON_COMPLIANT);
  }

  @Test
  void aClockThatWasSetBackDoesNotStretchTheGrace() {
    var rules = List.of(query("q", 1));
    var ahead = judge(rules, Map.of("q", FAIL), List.of(), NOON.plus(Duration.ofDays(365)));
    var back = judge(rules, Map.of("q", FAIL), ahead.verdicts(), NOON);

    assertThat(back.verdicts().getFirst().failingSince()).contains(NOON);
    assertThat(back.verdicts().getFirst().graceUntil()).contains(NOON.plusSeconds(3600));
  }

  @ParameterizedTest
  @CsvSource({
    "PASS, COMPLIANT",
    "PASS NA, COMPLIANT",
    "NA, UNKNOWN",
    "PASS GRACE, IN_GRACE",
    "GRACE UNKNOWN PASS, UNKNOWN",
    "UNKNOWN FAIL GRACE, NON_COMPLIANT",
  })
  void theWorstVerdictCountsAndWhatHasNoMeaningDoesNot(String found, Overall overall) {
    var kinds = Stream.of(found.split(" ")).toList();
    var rules = kinds.stream().map(kind -> query(kind, kind.equals("GRACE") ? 1 : 0)).toList();
    var evidence =
        Map.of(
            "PASS", PASS,
            "FAIL", FAIL,
            "GRACE", FAIL,
            "NA", new Evidence.NotApplicable("no battery"),
            "UNKNOWN", new Evidence.Failed("timed out"));

    assertThat(judge(rules, evidence, List.of(), NOON).overall()).isEqualTo(overall);
  }

  @Test
  void aVerdictTellsNothingOfAConfidentialValue() {
    var secret = TestRows.catalog(TestRows.row("x.y", "'confidential': true"));
    var check = new Check.OfSetting(URI, Comparison.EQUAL, "hunter2");
    var verdict =
        Compliance.judge(
                secret,
                new CompliancePolicy("p", "P", "1", List.of(rule("r", 0, check))),
                Map.of(
                    "r",
                    new Evidence.OfSetting(new Observation.Seen(Value.of("hunter3")), "m(key=x)")),
                List.of(),
                NOON)
            .verdicts()
            .getFirst();
    assertThat(verdict.state()).isEqualTo(State.NON_COMPLIANT);
    assertThat(verdict.expected()).isEqualTo("equal to (confidential)");
    assertThat(verdict.actual()).isEqualTo("(confidential)");
  }
}
