package io.reeve.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.policy.Setting.Acceptance.Accepted;
import io.reeve.policy.Setting.Acceptance.Rejected;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AllowedTest {
  private static Setting of(String format, String allowed, String good) {
    return TestRows.setting(
        "'format': '%s', 'allowed': %s, 'examples': { 'good': ['%s'], 'bad': [] }"
            .formatted(format, allowed, good));
  }

  private static boolean takes(Setting setting, String wire) {
    return setting.accept(Optional.empty(), wire) instanceof Accepted;
  }

  private static String reason(Setting setting, String wire) {
    return setting.accept(Optional.empty(), wire) instanceof Rejected(_, var reason) ? reason : "";
  }

  @ParameterizedTest
  @CsvSource({
    "[0-3], 0, true",
    "[0-3], 3, true",
    "[0-3], 4, false",
    "[0-3], -1, false",
    "'[(-1)-60]', -1, true",
    "'[(-1)-60]', -2, false",
    "'[(-5)-(-2)]', -3, true",
    "'[(-5)-(-2)]', -1, false",
    "'[6,17]', 17, true",
    "'[6,17]', 7, false",
    "'[0, 10 - 20 ]', 15, true",
    "'[0, 10 - 20 ]', 5, false",
    "[0], 0, true",
    "[0-4294967295], 4294967295, true",
    "[0-4294967295], 4294967296, false",
  })
  void aRangeHoldsBothItsEnds(String range, String wire, boolean good) {
    var inside = range.contains("17") ? "17" : range.contains("(-5)") ? "-3" : "0";

    assertThat(takes(of("int", "{ 'range': '%s' }".formatted(range), inside), wire))
        .isEqualTo(good);
  }

  @ParameterizedTest
  @CsvSource({
    "int, 2, true",
    "int, ' 2 ', true",
    "int, 0x2, true",
    "int, 1, false",
    "int, 02, true",
    "chr, 2, true",
    "chr, ' 2', true",
    "chr, 0x2, false",
    "chr, 02, false",
  })
  void oneOfAFewValuesComparesNumbersAsNumbersAndTextsAsTexts(
      String format, String wire, boolean good) {
    assertThat(takes(of(format, "{ 'values': [0, '2'] }", "2"), wire)).isEqualTo(good);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1, true", "5, true", "7, true", "8, false", "13, false", "-1, false"})
  void flagsAreSumsOfTheListedBits(String wire, boolean good) {
    assertThat(takes(of("int", "{ 'flags': [1, 2, '0x4'] }", "1"), wire)).isEqualTo(good);
  }

  @ParameterizedTest
  @CsvSource({
    "'0xF000', true",
    "'\\\\xF000', true",
    "'', true",
    "';', false",
    "'|', false",
  })
  void everySpellingOfTheListDelimiterSeparatesEntries(String delimiter, boolean isPrivate) {
    var list = of("chr", "{ 'list': '%s', 'values': ['a', 'b'] }".formatted(delimiter), "a");
    var by = isPrivate ? "\uF000" : delimiter;

    assertThat(takes(list, "a" + by + "b")).isTrue();
    assertThat(takes(list, "")).isTrue();
    assertThat(reason(list, "a" + by + "c")).contains("entry 'c' is not one of a, b");
    assertThat(reason(list, "a" + by)).contains("entry '' is not one of");
    assertThat(takes(list, "a,b")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'[A-Z]{2}', AB, true", "'[A-Z]{2}', ABC, false", "'^[A-Z]{2}$', AB, true",
    "'/^[A-Z]{2}$/', AB, true", "'{[0-9]+}', '{12}', true", "'^{[0-9]+}', '{12}', true",
    "'x(?i)ab', xAB, true", "'x(?i)ab', XAB, false",
  })
  void patternsAreTakenAsPublishedDescriptionsWriteThem(String pattern, String wire, boolean good) {
    var regex = Regex.of(pattern);

    assertThat(regex.matches(wire)).contains(good);
  }

  @ParameterizedTest
  @CsvSource({"(a+)+b", "(a|aa)+b", "(.*)*b", "(a|b|ab)*c", "(?:a?){40}a{40}b"})
  void aPatternThatWouldTakeForeverRefusesTheValueInstead(String pattern) {
    var setting = of("chr", "{ 'pattern': '%s|good' }".formatted(pattern), "good");

    assertThat(takes(setting, "a".repeat(60_000) + "!")).isFalse();
    assertThat(takes(setting, "a".repeat(30) + "!")).isFalse();
  }

  @Test
  void aPatternLooksAtNoMoreThan64KiB() {
    var setting = of("chr", "{ 'pattern': '[a-z]*' }", "good");

    assertThat(takes(setting, "a".repeat(64 * 1024))).isTrue();
    assertThat(reason(setting, "a".repeat(64 * 1024 + 1))).contains("takes too long to check");
  }

  @Test
  void lengthCountsCharactersAsPeopleDo() {
    var setting = of("chr", "{ 'minLength': 2, 'maxLength': 3 }", "ab");

    assertThat(takes(setting, "a")).isFalse();
    assertThat(takes(setting, "😀😀😀")).isTrue();
    assertThat(reason(setting, "abcd")).contains("has 4 characters, not 2 to 3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "<enabled/><data id=\"A\" value=\"1\"/>!true",
        "<Enabled/> <Data ID=\"A\" VALUE=\"1\"/><data id=\"B\" value=\"\"/>!true",
        "<disabled/>!true",
        "<enabled></enabled><data id='A' value='x&#xF000;y'></data>!true",
        "<enabled/>!false",
        "<enabled/><data id=\"A\"/>!false",
        "<enabled/><data value=\"1\"/>!false",
        "<enabled/><data id=\"C\" value=\"1\"/>!false",
        "<enabled/><data id=\"A\" value=\"1\"/><data id=\"A\" value=\"2\"/>!false",
        "<disabled/><data id=\"A\" value=\"1\"/>!false",
        "<data id=\"A\" value=\"1\"/><enabled/>!false",
        "<enabled/><enabled/>!false",
        "<enabled>x</enabled>!false",
        "<enabled/>text!false",
        "text<enabled/>!false",
        "<enabled/></p><p>!false",
        "<enabled/><data id=\"A\" value=\"&x;\"/>!false",
        "<?xml version=\"1.0\"?><enabled/>!false",
        "''!false",
      })
  void anAdmxPayloadKeepsTheGrammar(String payload, boolean good) {
    var setting = of("chr", "{ 'admx': ['A', 'B?'] }", "<disabled/>");

    assertThat(takes(setting, payload)).isEqualTo(good);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "object!{\"a\":1}!true",
        "object![1]!false",
        "object!{\"a\":1,\"a\":2}!false",
        "object!{\"a\":1} x!false",
        "object!{!false",
        "array![1]!true",
        "array!{}!false",
        "any!3!true",
        "any!nope!false",
      })
  void jsonIsOfTheKindAskedFor(String kind, String text, boolean good) {
    var example = kind.equals("array") ? "[]" : "{}";

    assertThat(takes(of("chr", "{ 'json': '%s' }".formatted(kind), example), text)).isEqualTo(good);
  }

  @Test
  void deepJsonIsRefused() {
    var setting = of("chr", "{ 'json': 'any' }", "1");

    assertThat(takes(setting, "[".repeat(100) + "]".repeat(100))).isFalse();
    assertThat(takes(setting, "[".repeat(100_000))).isFalse();
  }
}
