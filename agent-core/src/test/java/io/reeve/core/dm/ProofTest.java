package io.reeve.core.dm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProofTest {
  @ParameterizedTest
  @CsvSource({
    "Bruce2, OhBehave, Nonce, Zz6EivR3yeaaENcRN6lpAQ==",
    "dev1, s2, BAUGBw==, Oni+fkCLlrQaQzMnhF3taw==",
    "DEV1, secret, NWYxYjhhNTItMGIxZS00ZTBlLTlkM2EtMTExMTExMTExMTEx, nBdFt9niKVayvXypQi3eQQ=="
  })
  void digestsAreThoseOfTheReferences(String user, String secret, String nonce, String digest) {
    assertThat(Proof.md5(user, secret, nonce)).isEqualTo(digest);
  }

  @Test
  void basicIsBase64() {
    assertThat(Proof.basic("dev1", "s2")).isEqualTo("ZGV2MTpzMg==");
  }
}
