package io.reeve.core.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What passwords that are made here look like.
final class PasswordRuleTest {
  @ParameterizedTest
  @CsvSource({
    "8, 1, [A-Z]{8}",
    "64, 2, [A-Za-z]{64}",
    "20, 3, [A-Za-z0-9]{20}",
    "8, 4, [A-Za-z0-9!#%+.:=?@_\\x2c-]{8}",
    "64, 5, [ACEFHJ-NPRTXYa-km-np-ux-y347!#%+.:=?@_\\x2c-]{64}"
  })
  void aPasswordIsAsThePoliciesSayAndHasEveryKind(int length, int complexity, String pattern) {
    for (int i = 0; i < 50; i++) {
      try (var made = new PasswordRule(length, complexity).make(new SecureRandom())) {
        var text = new String(made.copy(), StandardCharsets.US_ASCII);
        assertThat(text).matches(pattern).matches(".*[A-Z].*");
        assertThat(complexity < 4 || text.matches(".*[^A-Za-z0-9].*")).isTrue();
      }
    }
  }
}
