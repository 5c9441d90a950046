package io.reeve.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.policy.Observation.Seen;
import io.reeve.policy.Setting.Acceptance.Accepted;
import io.reeve.policy.Setting.Binding;
import io.reeve.policy.Setting.Places;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BindingTest {
  private static final String LOCKOUT =
      """
      { 'places': [
          { 'mechanism': 'm', 'parameters': { 'key': 'unlock' }, 'value': [ { 'extract': 'Duration:\\\\s*(\\\\d+)' }, { 'scale': 60 } ] },
          { 'mechanism': 'm', 'parameters': { 'key': 'deny' }, 'value': { 'extract': 'Threshold:\\\\s*(\\\\d+)' } } ],
        'compose': 'Duration:{0}, Threshold:{1}' }
      """;

  private static final Observation NOT_SET = new Seen(Value.absent());

  /// The setting of a row that lives on Linux as written.
  private static Catalog.Match match(String linux, String members) {
    var catalog = TestRows.catalog(TestRows.on("x.y", linux, members));
    return catalog.find(catalog.all().getFirst().exampleUri()).orElseThrow();
  }

  private static String place(String chain) {
    return "[ { 'mechanism': 'm', 'parameters': { 'key': 'k' }, 'value': " + chain + " } ]";
  }

  private static String good(String value) {
    return "'examples': { 'good': ['" + value + "'], 'bad': [] }";
  }

  private static Value accept(Catalog.Match match, String wire) {
    return ((Accepted) match.setting().accept(Optional.empty(), wire)).value();
  }

  private static List<Value> bound(Catalog.Match match, String wire) {
    return ((Binding.Bound) match.bind("linux", accept(match, wire)))
        .targets().stream().map(Setting.Target::value).toList();
  }

  /// What the setting reads as when its places hold these, in the row's order.
  private static Observation read(Catalog.Match match, Optional<Value> wanted, Value... values) {
    var seen = new HashMap<Address, Observation>();
    var addresses = ((Places.At) match.places("linux")).addresses();
    for (int i = 0; i < values.length; i++) {
      seen.put(addresses.get(i), new Seen(values[i]));
    }
    return match.observed("linux", seen, wanted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "{ 'map': { '0': 'no', '1': 'yes' } }!int!1!yes",
        "{ 'map': { 'true': 1, 'false': 0 } }!bool!true!1",
        "{ 'scale': 60 }!int!15!900",
        "{ 'add': -1 }!int!5!4",
        "{ 'template': 'deny={value};' }!chr!a=b!deny=a=b;",
        "{ 'template': '{{{value}}}' }!chr!x!{x}",
        "[ { 'add': 1 }, { 'scale': 2 }, { 'template': 'n{value}' } ]!int!4!n10",
        "{ 'add': 1, 'scale': 2 }!int!4!10",
        "[ { 'admx': 'A' }, { 'scale': 10 } ]!chr!<enabled/><data id=\"A\" value=\"3\"/>!30",
        "{ 'admx': '' }!chr!<enabled/>!true",
        "{ 'admx': '' }!chr!<disabled/>!false",
      })
  void aChainGoesForwardAndBack(String chain, String format, String wire, String held) {
    var match = match(place(chain), "'format': '%s', %s".formatted(format, good(quoted(wire))));

    assertThat(bound(match, wire)).extracting(Value::wire).containsExactly(held);
    assertThat(read(match, Optional.empty(), Value.of(held)))
        .isEqualTo(new Seen(accept(match, wire)));
  }

  private static String quoted(String wire) {
    return wire.replace("\"", "\\'");
  }

  @Test
  void aRatioRoundsUpSoThatALimitIsNeverZeroByRounding() {
    var match = match(place("{ 'scale': '1/60' }"), "'format': 'int', " + good("60"));

    assertThat(bound(match, "61")).containsExactly(Value.of(2));
    assertThat(bound(match, "1")).containsExactly(Value.of(1));
    assertThat(bound(match, "0")).containsExactly(Value.of(0));
    assertThat(read(match, Optional.empty(), Value.of(2))).isEqualTo(new Seen(Value.of(120)));
    assertThat(read(match, Optional.of(Value.of(61)), Value.of(2)))
        .isEqualTo(new Seen(Value.of(61)));
  }

  @Test
  void aValueWithoutAWordOnThisSystemIsNotApplicableThere() {
    var match = match(place("{ 'map': { '1': 'on' } }"), "'format': 'int', " + good("1"));

    assertThat(match.bind("linux", Value.of(2)))
        .isEqualTo(new Binding.NotApplicable("linux has nothing that stands for '2'"));
    assertThat(match.bind("windows", Value.of(1))).isEqualTo(new Binding.NotApplicable("x"));
    assertThat(match.places("macos")).isEqualTo(new Places.NotApplicable("x"));
    assertThat(match.bind("plan9", Value.of(1)))
        .isEqualTo(new Binding.NotApplicable("no row of the catalogue speaks of plan9"));
    assertThat(match.observed("macos", Map.of(), Optional.empty()))
        .isEqualTo(new Observation.NotApplicable("x"));
  }

  @Test
  void nullInAMapAndADisabledPolicyEmptyThePlace() {
    var map = match(place("{ 'map': { '0': null, '1': 'on' } }"), "'format': 'int', " + good("1"));
    var admx = match(place("{ 'admx': 'A' }"), good("<disabled/>"));

    assertThat(bound(map, "0")).containsExactly(Value.absent());
    assertThat(read(map, Optional.empty(), Value.absent())).isEqualTo(new Seen(Value.of(0)));
    assertThat(bound(admx, "<disabled/>")).containsExactly(Value.absent());
    assertThat(read(admx, Optional.empty(), Value.absent())).isEqualTo(new Seen(Value.absent()));
    assertThat(read(admx, Optional.of(Value.of("<disabled/>")), Value.absent()))
        .isEqualTo(new Seen(Value.of("<disabled/>")));
  }

  @Test
  void partsOfOneValueGoToSeveralPlacesAndComeBackTogether() {
    var match = match(LOCKOUT, good("Duration:15, Threshold:10"));

    assertThat(bound(match, "Duration: 15, Threshold: 10"))
        .extracting(Value::wire)
        .containsExactly("900", "10");
    assertThat(read(match, Optional.empty(), Value.of(900), Value.of("10")))
        .isEqualTo(new Seen(Value.of("Duration:15, Threshold:10")));
    assertThat(
            read(
                match,
                Optional.of(Value.of("Duration: 15, Threshold: 10")),
                Value.of(900),
                Value.of(10)))
        .isEqualTo(new Seen(Value.of("Duration: 15, Threshold: 10")));
    assertThat(read(match, Optional.empty(), Value.absent(), Value.absent()))
        .isEqualTo(new Seen(Value.absent()));
    assertThat(read(match, Optional.empty(), Value.of(901), Value.of(10))).isEqualTo(NOT_SET);
  }

  @Test
  void severalDataElementsComeBackAsOnePayload() {
    var match =
        match(
            """
            [ { 'mechanism': 'm', 'parameters': { 'key': 'a' }, 'value': { 'admx': 'A' } },
              { 'mechanism': 'm', 'parameters': { 'key': 'b' }, 'value': { 'admx': 'B' } } ]
            """,
            good("<disabled/>"));

    assertThat(read(match, Optional.empty(), Value.of("1"), Value.of("<&\"\n")))
        .isEqualTo(
            new Seen(
                Value.of(
                    "<enabled/><data id=\"A\" value=\"1\"/>"
                        + "<data id=\"B\" value=\"&lt;&amp;&quot;&#10;\"/>")));
    assertThat(read(match, Optional.empty(), Value.absent(), Value.of("2")))
        .isEqualTo(new Seen(Value.of("<enabled/><data id=\"B\" value=\"2\"/>")));
  }

  @Test
  void aListIsJoinedForThePlaceAndSplitAgain() {
    var match = match(place("{ 'join': '\\n' }"), "'allowed': { 'list': '0xF000' }, " + good("a"));

    assertThat(bound(match, "one\uF000two")).containsExactly(Value.of("one\ntwo"));
    assertThat(read(match, Optional.empty(), Value.of("one\ntwo")))
        .isEqualTo(new Seen(Value.of("one\uF000two")));
  }

  @ParameterizedTest
  @CsvSource({
    "LowestValueMostSecure, 0, 1, 1",
    "HighestValueMostSecure, 0, 1, 0",
    "LowestValueMostSecureZeroHasNoLimits, 0, 1, 0",
    "LowestValueMostSecureZeroHasNoLimits, 5, 1, 5",
    "HighestValueMostSecureZeroHasNoLimits, 0, 1, 0",
    "HighestValueMostSecureZeroHasNoLimits, 5, 1, 1",
  })
  void whereTwoPlacesDisagreeTheWeakestSpeaks(String rule, long one, long other, long weakest) {
    var match = match(two(""), "'format': 'int', 'conflict': '%s', %s".formatted(rule, good("1")));

    assertThat(read(match, Optional.empty(), Value.of(one), Value.of(other)))
        .isEqualTo(new Seen(Value.of(weakest)));
    assertThat(read(match, Optional.empty(), Value.of(other), Value.of(one)))
        .isEqualTo(new Seen(Value.of(weakest)));
    assertThat(read(match, Optional.empty(), Value.of(other), Value.absent()))
        .isEqualTo(new Seen(Value.absent()));
  }

  @Test
  void whereNoRuleRanksThePlacesTheOneThatIsNotAsWantedSpeaks() {
    var match = match(two(""), good("1"));

    assertThat(read(match, Optional.of(Value.of("a")), Value.of("a"), Value.of("b")))
        .isEqualTo(new Seen(Value.of("b")));
    assertThat(read(match, Optional.empty(), Value.of("a"), Value.of("b"))).isEqualTo(NOT_SET);
  }

  @Test
  void placesTogetherTellWhatOneAloneCannot() {
    var match =
        match(
            """
            [ { 'mechanism': 'm', 'parameters': { 'key': 'a' }, 'value': { 'map': { '0': 'off', '1': 'on', '2': 'on' } } },
              { 'mechanism': 'm', 'parameters': { 'key': 'b' }, 'value': { 'map': { '0': 'no', '1': 'no', '2': 'yes' } } } ]
            """,
            "'format': 'int', " + good("1"));

    assertThat(read(match, Optional.empty(), Value.of("on"), Value.of("yes")))
        .isEqualTo(new Seen(Value.of(2)));
    assertThat(read(match, Optional.empty(), Value.of("on"), Value.of("no")))
        .isEqualTo(new Seen(Value.of(1)));
  }

  @Test
  void ofSeveralValuesThatMeanTheSameTheWantedOneIsSeenElseTheFirst() {
    var match =
        match(
            place("{ 'map': { '2': 'on', '3': 'on', '5': 'off' } }"),
            "'format': 'int', " + good("2"));

    assertThat(read(match, Optional.of(Value.of(3)), Value.of("on")))
        .isEqualTo(new Seen(Value.of(3)));
    assertThat(read(match, Optional.of(Value.of(5)), Value.of("on")))
        .isEqualTo(new Seen(Value.of(2)));
    assertThat(read(match, Optional.empty(), Value.of("sideways"))).isEqualTo(NOT_SET);
  }

  @Test
  void aPlaceThatCannotBeReadOrIsNotThereMakesTheSettingSo() {
    var match = match(two(""), good("1"));
    var at = ((Places.At) match.places("linux")).addresses();
    var lost = new Observation.Unreadable("permission denied");
    var gone = new Observation.NotApplicable("no such library");

    assertThat(
            match.observed(
                "linux",
                Map.of(at.getFirst(), new Seen(Value.of("1")), at.getLast(), lost),
                Optional.empty()))
        .isEqualTo(lost);
    assertThat(match.observed("linux", Map.of(at.getFirst(), gone), Optional.empty()))
        .isEqualTo(gone);
    assertThat(match.observed("linux", Map.of(), Optional.empty()))
        .isEqualTo(new Observation.Unreadable("not looked at"));
  }

  @Test
  void holesAndTheValueFillTheParameters() {
    var catalog =
        TestRows.catalog(
            TestRows.on(
                "x.y",
                "[ { 'mechanism': 'm', 'parameters': { 'key': '{name}:{value}', 'raw': '{{x}}' }, "
                    + "'value': { 'scale': 2 } } ]",
                "'uri': './Test/{name}', 'format': 'int', "
                    + "'examples': { 'good': ['1'], 'bad': [], 'holes': { 'name': 'n' } }"));
    var match = catalog.find(OmaUri.parse("./Test/a%20{value}")).orElseThrow();

    assertThat(match.bind("linux", Value.of(3)))
        .isEqualTo(
            new Binding.Bound(
                List.of(
                    new Setting.Target(
                        new Address("m", Map.of("key", "a {value}:6", "raw", "{x}")),
                        Value.of(6)))));
    assertThat(match.places("linux")).isInstanceOf(Places.NotApplicable.class);
  }

  private static String two(String chain) {
    var rest = chain.isEmpty() ? "" : ", 'value': " + chain;
    return "[ { 'mechanism': 'm', 'parameters': { 'key': 'a' }"
        + rest
        + " }, { 'mechanism': 'm', 'parameters': { 'key': 'b' }"
        + rest
        + " } ]";
  }

  private static final String WITH_A_MODULE =
      """
      [ { 'mechanism': 'm', 'parameters': { 'key': 'minlen' } },
        { 'mechanism': 'pam', 'parameters': { 'key': 'module' }, 'value': { 'constant': 'on' } },
        { 'mechanism': 'ssh', 'parameters': { 'key': 'k' }, 'value': { 'constant': 'x' }, 'optional': true } ]
      """;

  @Test
  void aConstantHasToBeThereWhateverTheValueAndTellsNothingOfIt() {
    var match = match(WITH_A_MODULE, "'format': 'int', " + good("8"));
    assertThat(bound(match, "8")).containsExactly(Value.of(8), Value.of("on"), Value.of("x"));
    var on = Value.of("on");
    var x = Value.of("x");
    var wanted = Optional.of(Value.of(12));
    assertThat(read(match, Optional.empty(), Value.of("8"), on, x))
        .isEqualTo(new Seen(Value.of(8)));
    assertThat(read(match, wanted, Value.of("8"), on, x)).isEqualTo(new Seen(Value.of(8)));
    assertThat(read(match, wanted, Value.of("12"), Value.absent(), x)).isEqualTo(NOT_SET);
    assertThat(read(match, wanted, Value.of("12"), on, Value.of("y"))).isEqualTo(NOT_SET);
  }

  @Test
  void aValueThatStandsForNoRuleLeavesItsPlacesEmptyAndAnEmptyPlaceReadsAsIt() {
    var places =
        """
        [ { 'mechanism': 'm', 'parameters': { 'key': 'a' }, 'value': [ { 'unless': '0' }, { 'scale': 60 } ] },
          { 'mechanism': 'm', 'parameters': { 'key': 'b' }, 'value': [ { 'unless': '0' }, { 'constant': 'on' } ] } ]
        """;
    var match = match(places, "'format': 'int', " + good("5"));
    assertThat(bound(match, "5")).containsExactly(Value.of(300), Value.of("on"));
    assertThat(bound(match, "0")).containsExactly(Value.absent(), Value.absent());
    var wanted = Optional.of(Value.of(0));
    assertThat(read(match, wanted, Value.absent(), Value.absent()))
        .isEqualTo(new Seen(Value.of(0)));
    assertThat(read(match, wanted, Value.of("300"), Value.of("on")))
        .isEqualTo(new Seen(Value.of(5)));
    assertThat(read(match, wanted, Value.absent(), Value.of("on")))
        .isEqualTo(new Seen(Value.of(0)));
    assertThat(read(match, Optional.empty(), Value.of("300"), Value.absent())).isEqualTo(NOT_SET);
  }

  @Test
  void anOptionalPlaceCountsOnlyWhereTheMachineCanHoldIt() {
    var match = match(WITH_A_MODULE, "'format': 'int', " + good("8"));
    var addresses = ((Places.At) match.places("linux")).addresses();
    var seen = new HashMap<Address, Observation>();
    seen.put(addresses.get(0), new Seen(Value.of("8")));
    seen.put(addresses.get(1), new Seen(Value.of("on")));
    seen.put(addresses.get(2), new Observation.NotApplicable("no server"));
    assertThat(match.observed("linux", seen, Optional.of(Value.of(8))))
        .isEqualTo(new Seen(Value.of(8)));
    seen.put(addresses.get(2), new Observation.Unreadable("broken"));
    assertThat(match.observed("linux", seen, Optional.of(Value.of(8))))
        .isEqualTo(new Observation.Unreadable("broken"));
  }
}
