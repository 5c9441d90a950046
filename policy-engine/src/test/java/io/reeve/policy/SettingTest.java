package io.reeve.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.policy.Setting.Acceptance.Accepted;
import io.reeve.policy.Setting.Acceptance.Rejected;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SettingTest {
  private static Setting of(String format, String allowed, String good) {
    return TestRows.setting(
        "'format': '%s', 'allowed': %s, 'examples': { 'good': ['%s'], 'bad': [] }"
            .formatted(format, allowed, good));
  }

  private static boolean takes(Setting setting, String wire) {
    return setting.accept(Optional.empty(), wire) instanceof Accepted;
  }

  private static Value value(Setting setting, String wire) {
    return setting.accept(Optional.empty(), wire) instanceof Accepted(var value)
        ? value
        : Value.absent();
  }

  private static String reason(Setting setting, String wire) {
    return setting.accept(Optional.empty(), wire) instanceof Rejected(_, var reason) ? reason : "";
  }

  @ParameterizedTest
  @CsvSource({
    "bool, true, true",
    "bool, FALSE, false",
    "bool, 1, true",
    "bool, ' 0 ', false",
    "int, 7, 7",
    "int, ' -3 ', -3",
    "int, +5, 5",
    "int, 0x1F, 31",
    "int, 4294967295, 4294967295",
    "int, 007, 7",
    "chr, ' a ', ' a '",
    "chr, '', ''",
    "xml, <a/>, <a/>",
    "b64, 'aGk=', 'aGk='",
    "b64, ' aG k= ', 'aGk='",
    "bin, '', ''",
    "float, 1.5e3, 1.5e3",
    "float, .5, .5",
    "date, 2026-11-20, 2026-11-20",
    "date, 20261120, 20261120",
    "time, 12:30:00, 12:30:00",
    "time, 123000, 123000",
    "time, 20261120T123000Z, 20261120T123000Z",
    "time, 2026-11-20T12:30:00Z, 2026-11-20T12:30:00Z",
  })
  void aValueIsReadInItsFormatAndHasOneSpelling(String format, String wire, String stored) {
    assertThat(value(of(format, "{}", wire), wire).wire()).isEqualTo(stored);
  }

  @ParameterizedTest
  @CsvSource({
    "bool, yes, true",
    "bool, '', true",
    "bool, 2, true",
    "int, x, 1",
    "int, '', 1",
    "int, 1.0, 1",
    "int, 9223372036854775808, 1",
    "int, 1 2, 1",
    "int, 0x, 1",
    "int, ٣, 1",
    "xml, <a>, <a/>",
    "xml, <a/><b/>, <a/>",
    "xml, text, <a/>",
    "xml, '', <a/>",
    "b64, 'aGk==', aGk=",
    "b64, 'a*k=', aGk=",
    "b64, '=', aGk=",
    "float, 1e, 1",
    "float, NaN, 1",
    "float, ., 1",
    "date, 2026-13-01, 2026-11-20",
    "date, 20-11-2026, 2026-11-20",
    "time, 25:00:00, 12:30:00",
    "time, noon, 12:30:00",
  })
  void aValueOutsideItsFormatIsABadValue(String format, String wire, String good) {
    assertThat(of(format, "{}", good).accept(Optional.empty(), wire))
        .isEqualTo(
            new Rejected(Rejected.Kind.BAD_VALUE, "test.one: '" + wire + "' is not " + format));
  }

  @Test
  void aValueOverTheLimitIsRefusedBeforeItIsLookedAt() {
    var setting = of("chr", "{}", "x");

    assertThat(takes(setting, "x".repeat(Setting.MAX_VALUE_LENGTH))).isTrue();
    assertThat(reason(setting, "x".repeat(Setting.MAX_VALUE_LENGTH + 1)))
        .contains("is longer than")
        .hasSizeLessThan(200);
  }

  @Test
  void xmlWithADtdOrEntitiesOrTooDeepIsRefused() {
    var setting = of("xml", "{}", "<a/>");

    assertThat(
            takes(
                setting,
                "<?xml version=\"1.0\"?><a>" + "<b>".repeat(60) + "</b>".repeat(60) + "</a>"))
        .isTrue();
    assertThat(takes(setting, "<b>".repeat(65) + "</b>".repeat(65))).isFalse();
    assertThat(takes(setting, "<!DOCTYPE a><a/>")).isFalse();
    assertThat(takes(setting, "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>")).isFalse();
    assertThat(takes(setting, "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>")).isFalse();
    assertThat(takes(setting, "<a>&x;</a>")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void anotherFormatThanTheRowsIsToldApartFromABadValue(Format said) {
    var answer = of("int", "{}", "1").accept(Optional.of(said), "x");

    assertThat(((Rejected) answer).kind())
        .isEqualTo(said == Format.INT ? Rejected.Kind.BAD_VALUE : Rejected.Kind.WRONG_FORMAT);
  }

  @ParameterizedTest
  @CsvSource({"chr, xml", "xml, chr", "b64, bin", "bin, b64"})
  void formatsThatTravelAlikeStandForEachOther(String own, String said) {
    var setting = of(own, "{}", own.startsWith("b") ? "aGk=" : "<a/>");

    assertThat(setting.accept(Format.of(said), own.startsWith("b") ? "aGk=" : "<a/>"))
        .isInstanceOf(Accepted.class);
  }

  @Test
  void aReasonShowsTheInputButNotAllOfALongOne() {
    var setting = of("int", "{}", "1");

    assertThat(reason(setting, "z".repeat(10_000)))
        .startsWith("test.one: 'zzz")
        .contains("...'")
        .hasSizeLessThan(150);
  }

  @Test
  void oneOfAFewWordsIsStoredWithoutTheWhiteSpaceAroundIt() {
    var word = of("chr", "{ 'values': ['yes', 'no'] }", "no");
    var text = of("chr", "{}", "x");

    assertThat(value(word, " no\n")).isEqualTo(Value.of("no"));
    assertThat(value(text, " no\n")).isEqualTo(Value.of(" no\n"));
  }

  @Test
  void nothingQuotesAConfidentialValue() {
    var catalog =
        TestRows.catalog(
            TestRows.row("x.secret", "'confidential': true, 'allowed': {'maxLength': 9}"),
            TestRows.row("x.open", "'allowed': {'maxLength': 9}"));
    var secret = List.of(catalog.byId("x.secret").orElseThrow().exampleUri());
    var open = List.of(catalog.byId("x.open").orElseThrow().exampleUri());
    assertThat(reason(catalog.byId("x.secret").orElseThrow(), "hunter2 and more"))
        .isEqualTo("x.secret: the value has 16 characters, not at most 9");
    assertThat(catalog.words(secret, Value.of("hunter2"))).isEqualTo("(confidential)");
    assertThat(catalog.words(secret, Value.absent())).isEqualTo("not set");
    assertThat(catalog.words(open, Value.of("hunter2"))).isEqualTo("'hunter2'");
    assertThat(catalog.words(List.of(open.getFirst(), secret.getFirst()), Value.of(7)))
        .as("a place that both have")
        .isEqualTo("(confidential)");
  }
}
