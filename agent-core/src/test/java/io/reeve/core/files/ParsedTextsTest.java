package io.reeve.core.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ParsedTextsTest {
  private final List<String> parsed = new ArrayList<>();
  private final ParsedTexts<String> recent =
      new ParsedTexts<>(text -> {
        parsed.add(text);
        return text.toUpperCase(java.util.Locale.ROOT);
      });

  @Test
  void theSameTextIsParsedOnce() {
    assertThat(recent.of("a")).isEqualTo("A");
    assertThat(recent.of(new String("a".toCharArray()))).isEqualTo("A");
    assertThat(parsed).containsExactly("a");
  }

  @Test
  void anotherTextOfTheSameHashIsAnother() {
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
    assertThat(List.of(recent.of("Aa"), recent.of("BB"))).containsExactly("AA", "BB");
  }

  @Test
  void onlyTheNewestAreKept() {
    for (int i = 0; i < 1000; i++) {
      recent.of("text " + i);
      recent.of("used again and again");
    }
    parsed.clear();
    recent.of("text 0");
    recent.of("used again and again");
    assertThat(parsed).containsExactly("text 0");
  }

  @Test
  void aLongTextIsNotKept() {
    var text = "x".repeat(300 << 10);
    recent.of(text);
    recent.of(text);
    assertThat(parsed).hasSize(2);
  }
}
