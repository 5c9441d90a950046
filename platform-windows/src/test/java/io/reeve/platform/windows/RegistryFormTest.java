package io.reeve.platform.windows;

import static io.reeve.platform.windows.Advapi32Registry.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RegistryFormTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "dword      | 0          | 4",
        "dword      | 4294967295 | 4",
        "string     | abc        | 1",
        "string     | ``         | 1",
        "json       | true       | 4",
        "json       | false      | 4",
        "json       | 0          | 1",
        "json       | 1          | 1",
        "json       | 2          | 4",
        "json       | 2147483647 | 4",
        "json       | \"abc\"    | 1",
        "json       | \"\"       | 1",
        "json       | \"1\"      | 2",
        "json       | \"[a]\"    | 2",
        "json       | [\"a\",1]  | 1",
        "json       | {\"a\":[]} | 1",
        "json-lines | true       | 4",
        "json-lines | 0          | 7",
        "json-lines | 1          | 7",
        "json-lines | 7          | 4",
        "json-lines | \"abc\"    | 1",
        "json-lines | \"{\"      | 2",
        "json-lines | {\"a\":1}  | 7",
        "json-lines | []         | 7",
      })
  void whatIsKeptIsReadBackAndHasItsType(String form, String text, int type) throws IOException {
    var data = RegistryForm.named(form).encode(text);
    assertThat(data.type()).isEqualTo(type);
    assertThat(RegistryForm.named(form).decode(data)).contains(text);
    assertThat(RegistryData.parse(data.toString())).isEqualTo(data);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "dword      | 4294967296",
        "dword      | -1",
        "dword      | x",
        "lines      | ``",
        "json       | {",
        "json       | null",
        "json       | -1",
        "json       | 1.5",
        "json       | \"[%PATH%]\"",
      })
  void whatCannotBeKeptIsRefused(String form, String text) {
    assertThatThrownBy(() -> RegistryForm.named(form).encode(text))
        .isInstanceOf(IOException.class)
        .hasMessageMatching("(?s).{10,}");
  }

  @Test
  void anotherTypeIsNotInForce() {
    var binary = RegistryData.of(REG_BINARY, new byte[] {1, 2, 3});
    for (var form : RegistryForm.values()) {
      assertThat(form.decode(binary)).isEmpty();
    }
    assertThat(RegistryForm.DWORD.decode(RegistryData.text(REG_SZ, "1"))).isEmpty();
    assertThat(RegistryForm.STRING.decode(RegistryData.number(1))).isEmpty();
  }

  @Test
  void anUnendedTextIsReadWhole() {
    assertThat(
            RegistryForm.STRING.decode(RegistryData.of(REG_SZ, new byte[] {'a', 0, 'b', 0, 'c'})))
        .contains("ab");
  }
}
