package io.reeve.core.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Authorization: Bearer abcdefgh12345 | Authorization: (removed)",
        "sent 'bearer abcdefgh12345' | sent 'bearer (removed)'",
        "proxy=http://ann:hunter2@proxy.example:3128/ | proxy=http://(removed)@proxy.example:3128/",
        "DB_PASSWORD=hunter2 port=5432 | DB_PASSWORD=(removed) port=5432",
        "{\"password\": \"a b\", \"user\": \"ann\"} | {\"password\": (removed), \"user\": \"ann\"}",
        "client-secret: x1 | client-secret: (removed)",
        "root:$y$j9T$abcdefgh$0123456789:19000 | root:$y$(removed):19000"
      })
  void whatLooksLikeASecretIsTakenOut(String text, String clean) {
    assertThat(Redactor.clean(text)).isEqualTo(clean);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the password of root stays as it was",
        "https://mdm.example.org:8443/ManagementServer/MDM.svc",
        "hash 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        "token bucket, secret garden",
        "pw.min-length = 12"
      })
  void whatIsNoneStays(String text) {
    assertThat(Redactor.clean(text)).isEqualTo(text);
  }

  @Test
  void aPrivateKeyGoesWholeAlsoWhenItsEndIsMissing() {
    var key = "-----BEGIN EC PRIVATE KEY-----\nMHc\nCAQ\n";
    assertThat(Redactor.clean("a " + key + "-----END EC PRIVATE KEY----- b"))
        .isEqualTo("a (removed) b");
    assertThat(Redactor.clean("a " + key)).isEqualTo("a (removed)");
  }

  @Test
  void aLongTextIsCleanedInTime() {
    assertThat(Redactor.clean("a".repeat(200_000) + " " + "x.".repeat(100_000)))
        .startsWith("(removed) ");
  }
}
