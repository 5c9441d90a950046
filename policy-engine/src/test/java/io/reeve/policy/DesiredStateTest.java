package io.reeve.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.policy.DesiredState.Effective;
import io.reeve.policy.DesiredState.Entry;
import io.reeve.policy.DesiredState.Wish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class DesiredStateTest {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
  private static final OmaUri URI = OmaUri.parse("./Device/Vendor/Reeve/Test/x-y");

  private static final List<Authority> WHO =
      List.of(Authority.SERVICE, Authority.MANAGER, Authority.LOCAL);

  private static Catalog catalog(String conflict) {
    return TestRows.catalog(
        TestRows.row("x.y", "'format': 'int', 'conflict': %s".formatted(conflict)));
  }

  private static Entry entry(Value value, long sequence) {
    return new Entry(value, sequence, THEN.plusSeconds(sequence));
  }

  /// The service, the second manager and the local administrator write these, in this order.
  private static DesiredState written(List<Value> values) {
    var state = DesiredState.empty();
    for (int i = 0; i < values.size(); i++) {
      state = state.with(WHO.get(i), URI, entry(values.get(i), i + 1L));
    }
    return state;
  }

  private static Effective merge(String conflict, List<Value> values) {
    return written(values).effective(catalog(conflict), URI).orElseThrow();
  }

  private static List<Value> numbers(String list) {
    return List.of(list.split(" ")).stream().map(n -> Value.of(Long.parseLong(n))).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "LastWrite, 7, 7",
    "LastWrite, 7 3, 7",
    "LastWrite, 3 7 5, 3",
    "LastWrite, 5 0, 5",
    "NoMerge, 7 3, 7",
    "NoMerge, 3 7 0, 3",
    "UnionByKey, 1 9 4, 1",
    "LowestValueMostSecure, 7, 7",
    "LowestValueMostSecure, 7 3, 3",
    "LowestValueMostSecure, 3 7 5, 3",
    "LowestValueMostSecure, 7 0 3, 0",
    "LowestValueMostSecure, -1 0, -1",
    "HighestValueMostSecure, 7, 7",
    "HighestValueMostSecure, 7 3, 7",
    "HighestValueMostSecure, 3 7 5, 7",
    "HighestValueMostSecure, 0 0 3, 3",
    "LowestValueMostSecureZeroHasNoLimits, 0, 0",
    "LowestValueMostSecureZeroHasNoLimits, 7 3, 3",
    "LowestValueMostSecureZeroHasNoLimits, 0 7, 7",
    "LowestValueMostSecureZeroHasNoLimits, 0 7 5, 5",
    "LowestValueMostSecureZeroHasNoLimits, 0 0 0, 0",
    "HighestValueMostSecureZeroHasNoLimits, 0, 0",
    "HighestValueMostSecureZeroHasNoLimits, 7 3, 7",
    "HighestValueMostSecureZeroHasNoLimits, 0 3, 3",
    "HighestValueMostSecureZeroHasNoLimits, 3 0 5, 5",
    "HighestValueMostSecureZeroHasNoLimits, 0 0, 0",
    "DenyWins, 1 0 2, 0",
    "DenyWins, 1 2, 1",
  })
  void eachRuleMergesOneTwoAndThreeAuthorities(String rule, String values, long merged) {
    assertThat(merge("'" + rule + "'", numbers(values)).value()).contains(Value.of(merged));
  }

  @ParameterizedTest
  @EnumSource(
      value = ConflictRule.class,
      names = {"MOST_RESTRICTIVE", "LAST_WRITE", "NO_MERGE", "UNION_BY_KEY", "DENY_WINS"},
      mode = Mode.EXCLUDE)
  void whereValuesAreRankedItDoesNotMatterWhoAsks(ConflictRule rule) {
    var random = new Random(7);
    for (int round = 0; round < 200; round++) {
      var values =
          LongStream.generate(() -> random.nextInt(4)).limit(3).mapToObj(Value::of).toList();
      var state = DesiredState.empty();
      var turned = DesiredState.empty();
      for (int i = 0; i < 3; i++) {
        state = state.with(WHO.get(i), URI, entry(values.get(i), i + 1L));
        turned = turned.with(WHO.get((i + 1) % 3), URI, entry(values.get(i), i + 1L));
      }
      var catalog = catalog("'" + rule.wire() + "'");
      var merged = state.effective(catalog, URI).orElseThrow().value();

      assertThat(merged).isPresent().get().isIn(values);
      assertThat(turned.effective(catalog, URI).orElseThrow().value()).isEqualTo(merged);
    }
  }

  @Test
  void theFirstOfTheListedWordsIsTheMostRestrictive() {
    var catalog =
        TestRows.catalog(
            TestRows.row("x.y", "'conflict': { 'mostRestrictiveOf': ['no', 'key', 'yes'] }"));

    assertThat(words(catalog, "yes", "no", "key")).contains(Value.of("no"));
    assertThat(words(catalog, "yes", "key")).contains(Value.of("key"));
    assertThat(words(catalog, "no", "other")).contains(Value.of("no"));
    assertThat(words(catalog, "other", "no")).contains(Value.of("other"));
  }

  private static Optional<Value> words(Catalog catalog, String... words) {
    var values = List.of(words).stream().map(Value::of).toList();
    return written(values).effective(catalog, URI).orElseThrow().value();
  }

  @Test
  void truthValuesRankAsNoughtAndOneAndOtherTextsByTheAuthority() {
    var yes = Value.of(true);
    var no = Value.of(false);

    assertThat(merge("'LowestValueMostSecure'", List.of(no, yes)).value()).contains(no);
    assertThat(merge("'HighestValueMostSecure'", List.of(yes, no)).value()).contains(yes);
    assertThat(merge("'DenyWins'", List.of(Value.of("Deny"), Value.of("allow"))).value())
        .contains(Value.of("Deny"));
    assertThat(merge("'LowestValueMostSecure'", List.of(Value.of("a"), Value.of("b"))).value())
        .contains(Value.of("a"));
  }

  @ParameterizedTest
  @EnumSource(
      value = ConflictRule.class,
      names = {"LAST_WRITE", "NO_MERGE", "UNION_BY_KEY"})
  void nobodyWinsOverTheServiceByWritingLaterUnlessItHasNoSay(ConflictRule rule) {
    var catalog = catalog("'" + rule.wire() + "'");
    var state =
        DesiredState.empty()
            .with(Authority.SERVICE, URI, entry(Value.of(1), 1))
            .with(Authority.MANAGER, URI, entry(Value.of(2), 2))
            .with(Authority.LOCAL, URI, entry(Value.of(3), 3));

    assertThat(state.effective(catalog, URI).orElseThrow().value()).contains(Value.of(1));
    state = state.disowning(Authority.SERVICE, Set.of("test"));
    assertThat(state.effective(catalog, URI).orElseThrow().value()).contains(Value.of(2));
    state = state.disowning(Authority.MANAGER, Set.of("test"));
    assertThat(state.effective(catalog, URI).orElseThrow().value()).contains(Value.of(3));
  }

  @Test
  void itSaysWhoWinsAndWhyTheWinnerFirst() {
    var effective = merge("'LowestValueMostSecureZeroHasNoLimits'", numbers("0 15 5"));

    assertThat(effective.why())
        .isEqualTo(
            "the local administrator asks for '5', the lowest limit of '0', '15', '5'"
                + " (LowestValueMostSecureZeroHasNoLimits)");
    assertThat(effective.wishes())
        .extracting(Wish::authority)
        .containsExactly(Authority.LOCAL, Authority.SERVICE, Authority.MANAGER);
    assertThat(merge("'LastWrite'", numbers("1 2")).why())
        .isEqualTo("the service comes first, whoever else asks (LastWrite)");
    assertThat(merge("'LastWrite'", numbers("1")).why()).isEqualTo("the service alone asks for it");
  }

  @Test
  void withdrawingAWishBringsBackTheNextOneAndLeavesNothingBehind() {
    var catalog = catalog("'HighestValueMostSecure'");
    var both = written(numbers("3 7"));
    var one = both.without(Authority.MANAGER, URI);

    assertThat(one.effective(catalog, URI).orElseThrow().value()).contains(Value.of(3));
    assertThat(one).isEqualTo(written(numbers("3")));
    assertThat(one.without(Authority.SERVICE)).isEqualTo(DesiredState.empty());
    assertThat(one.without(Authority.LOCAL, URI)).isEqualTo(one);
    assertThat(both.of(Authority.SERVICE)).containsOnlyKeys(URI);
    assertThat(DesiredState.empty().effective(catalog)).isEmpty();
  }

  @Test
  void aChangeLeavesTheOldStateAsItWas() {
    var before = written(numbers("1"));
    var after = before.with(Authority.LOCAL, URI, entry(Value.of(9), 9));

    assertThat(before).isEqualTo(written(numbers("1"))).isNotEqualTo(after);
    assertThat(after.of(Authority.LOCAL)).containsOnlyKeys(URI);
  }

  @Test
  void manyValuesAtOnceAreAsManyAtATime() {
    var state = DesiredState.empty();
    var all = new HashMap<OmaUri, Entry>();
    for (int i = 0; i < 50; i++) {
      var uri = OmaUri.parse("./T/" + i);
      state = state.with(Authority.SERVICE, uri, entry(Value.of(i), i));
      all.put(uri, entry(Value.of(i), i));
    }

    assertThat(DesiredState.empty().with(Authority.SERVICE, all)).isEqualTo(state);
    assertThat(state.without(Authority.SERVICE, all.keySet())).isEqualTo(DesiredState.empty());
  }

  @Test
  void anAuthorityWithoutASayInAWorkloadIsShownButDoesNotCount() {
    var catalog = catalog("'LastWrite'");
    var state = written(numbers("1 2")).disowning(Authority.MANAGER, Set.of("test"));
    var effective = state.effective(catalog, URI).orElseThrow();

    assertThat(effective.value()).contains(Value.of(1));
    assertThat(effective.wishes()).extracting(Wish::counts).containsExactly(true, false);

    var none = state.disowning(Authority.SERVICE, Set.of("test", "other"));
    var nobody = none.effective(catalog, URI).orElseThrow();
    assertThat(nobody.value()).isEmpty();
    assertThat(nobody.why()).isEqualTo("nobody who asks for it has a say in test");

    assertThat(none.disowning(Authority.SERVICE, Set.of())).isEqualTo(state);
    assertThat(state.without(Authority.MANAGER)).isEqualTo(written(numbers("1")));
  }

  @Test
  void theEffectiveStateComesInTheCataloguesOrderAndLeavesOutWhatItDoesNotKnow() {
    var catalog =
        TestRows.catalog(
            TestRows.row("a.late", "'after': ['z.early']"), TestRows.row("z.early", ""));
    var state = DesiredState.empty();
    var uris = new ArrayList<OmaUri>();
    for (var name : List.of("a-late", "gone", "z-early")) {
      var uri = OmaUri.parse("./Device/Vendor/Reeve/Test/" + name);
      uris.add(uri);
      state = state.with(Authority.SERVICE, uri, entry(Value.of("1"), 1));
    }

    assertThat(state.effective(catalog).keySet()).containsExactly(uris.get(2), uris.get(0));
    assertThat(state.effective(catalog, uris.get(1))).isEmpty();
  }

  @Test
  void wantingNothingIsNoEntry() {
    assertThatThrownBy(() -> entry(Value.absent(), 1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(new DesiredState(Map.of(Authority.LOCAL, new TreeMap<>()), Map.of()))
        .isEqualTo(DesiredState.empty());
  }
}
