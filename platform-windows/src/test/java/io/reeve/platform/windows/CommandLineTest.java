package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// By the documented rules of C's runtime for the arguments of a program.
final class CommandLineTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "plain|plain",
        "C:\\Windows\\x.exe|C:\\Windows\\x.exe",
        "a b|\"a b\"",
        "``|\"\"",
        "a\\|a\\",
        "a b\\|\"a b\\\\\"",
        "say \"hi\"|\"say \\\"hi\\\"\"",
        "a\\\"b|\"a\\\\\\\"b\"",
        "a\\\\b c|\"a\\\\b c\""
      })
  void anArgumentIsQuotedSoThatTheProgramGetsItBack(String argument, String quoted) {
    assertThat(CommandLine.of(List.of(argument))).isEqualTo(quoted);
  }

  @Test
  void argumentsAreApartAndNoneEndsTheText() {
    assertThat(CommandLine.of(List.of("a", "b c", "d"))).isEqualTo("a \"b c\" d");
    assertThatThrownBy(() -> CommandLine.of(List.of("a\0b")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
