package io.reeve.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValueTest {

  @Test
  void aPlaceThatKeepsTextHoldsTheSameAsANumberOrATruthValue() {
    assertThat(Value.of(5).sameAs(Value.of("5"))).isTrue();
    assertThat(Value.of(true).sameAs(Value.of("true"))).isTrue();
    assertThat(Value.of(5).sameAs(Value.of("05"))).isFalse();
    assertThat(Value.of("").sameAs(Value.absent())).isFalse();
    assertThat(Value.absent().sameAs(Value.absent())).isTrue();
  }

  @Test
  void bytesHaveOneSpellingWhateverTheWhiteSpace() {
    assertThat(new Value.Bytes(" a\nGk=\r\n")).isEqualTo(Value.Bytes.of(new byte[] {'h', 'i'}));
    assertThat(new Value.Bytes("aGk=").bytes()).containsExactly('h', 'i');
  }

  @ParameterizedTest
  @ValueSource(strings = {"a*k=", "aGk-", "=", "a", "aGk=x"})
  void whatIsNotBase64IsRefusedAndNotRepaired(String text) {
    assertThatThrownBy(() -> new Value.Bytes(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(ConflictRule.class)
  void everyConflictRuleIsFoundByItsName(ConflictRule rule) {
    assertThat(ConflictRule.of(rule.wire())).contains(rule);
    assertThat(ConflictRule.of(rule.wire().toLowerCase(Locale.ROOT))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void everyFormatIsFoundInAnyLetterCase(Format format) {
    assertThat(Format.of(" " + format.name() + " ")).contains(format);
    assertThat(Format.of("string")).isEmpty();
  }
}
