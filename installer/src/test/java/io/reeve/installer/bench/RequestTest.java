package io.reeve.installer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
  @Test
  void withoutAPartAllAreMeasured() {
    assertThat(Request.of(List.of()))
        .isEqualTo(new Request(Request.PARTS, false, Optional.empty()));
  }

  @Test
  void partsAreMeasuredInTheUsualOrder() {
    assertThat(Request.of(List.of("load", "--smoke", "budgets", "--write", "x.md")))
        .isEqualTo(new Request(List.of("budgets", "load"), true, Optional.of(Path.of("x.md"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--quick", "budget", "--write", ""})
  void whatIsNotUnderstoodIsNamed(String argument) {
    assertThatThrownBy(() -> Request.of(List.of(argument)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + argument + "' is not understood");
  }
}
