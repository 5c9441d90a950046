package io.reeve.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.desk.Letter;
import io.reeve.core.person.GoodMoment;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.ResourceBundle;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextsTest {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)");

  /// What a menu and a notice of the smaller desktops show whole, by the first word of the key.
  private static int most(String key) {
    return switch (key.substring(0, key.indexOf('.') < 0 ? key.length() : key.indexOf('.'))) {
      case "menu" -> key.endsWith("hint") ? 120 : 60;
      case "button" -> 60;
      case "status" -> 100;
      default -> key.endsWith("title") ? 50 : 120;
    };
  }

  private static ResourceBundle bundle(String language) {
    return ResourceBundle.getBundle(
        Texts.BUNDLE,
        Locale.of(language),
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  private static String placeholders(String text) {
    return PLACEHOLDER
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new))
        .toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"de"})
  void everyLanguageSaysTheSame(String language) throws IOException {
    var english = file("texts.properties");
    var other = file("texts_" + language + ".properties");
    assertThat(other.keySet()).isEqualTo(english.keySet());
    for (var key : english.keySet()) {
      assertThat(placeholders(other.getOrDefault(key, "")))
          .as(key)
          .isEqualTo(placeholders(english.getOrDefault(key, "")));
    }
  }

  private static Map<String, String> file(String name) throws IOException {
    var read = new Properties();
    try (var in = Texts.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      read.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    var texts = new TreeMap<String, String>();
    read.stringPropertyNames().forEach(key -> texts.put(key, read.getProperty(key)));
    return texts;
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void noSentenceIsLongerThanFits(String language) {
    var bundle = bundle(language);
    for (var key : bundle.keySet()) {
      var text = new MessageFormat(bundle.getString(key), Locale.of(language));
      assertThat(text.format(new Object[] {2, 2}).length()).as(key).isLessThanOrEqualTo(most(key));
    }
  }

  @Test
  void aLanguageWithoutABundleGetsEnglishWhateverTheSystemSpeaks() {
    assertThat(Texts.of(Locale.of("fi")).of("menu.sync")).isEqualTo("Sync now");
    assertThat(Texts.of(Locale.of("de", "AT")).of("menu.sync")).isEqualTo("Jetzt abgleichen");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S,   a moment",
    "PT1S,   one minute",
    "PT1M,   one minute",
    "PT61S,  2 minutes",
    "PT89M,  89 minutes",
    "PT90M,  2 hours",
    "PT48H,  48 hours",
    "PT49H,  3 days",
  })
  void aTimeThatIsLeftIsNeverSaidToBeLess(Duration left, String words) {
    assertThat(Texts.of(Locale.ENGLISH).duration(left)).isEqualTo(words);
  }

  @ParameterizedTest
  @EnumSource(Letter.Kind.class)
  void everyLetterHasWordsInBothLanguages(Letter.Kind kind) {
    var letter = new Letter("1", kind, true, "Example Ltd", "", "doWipe", 30, 2);
    for (var language : new Locale[] {Locale.ENGLISH, Locale.GERMAN}) {
      var notice = LetterText.notice(letter, Texts.of(language));
      assertThat(notice.title()).isNotBlank().doesNotContain("{");
      assertThat(notice.body()).isNotBlank().doesNotContain("{");
      assertThat(notice.buttons()).hasSizeBetween(1, 3);
    }
  }

  @ParameterizedTest
  @EnumSource(GoodMoment.Reason.class)
  void everyReasonToWaitHasWords(GoodMoment.Reason reason) {
    var key = "why." + reason.name().toLowerCase(Locale.ROOT);
    assertThat(Texts.of(Locale.ENGLISH).of(key)).isNotBlank();
  }

  @ParameterizedTest
  @EnumSource(Refusal.class)
  void everyRefusalHasWordsAndIsKnownByItsWord(Refusal refusal) {
    assertThat(refusal.words(Texts.of(Locale.GERMAN))).isNotBlank();
    assertThat(Refusal.of(refusal.wire())).hasValue(refusal);
    assertThat(Refusal.of("something new")).isEmpty();
  }
}
