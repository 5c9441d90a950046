package io.reeve.core.dm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How each side shows the other who it is.
final class CredentialsTest {
  private static final String CHAL =
      "<Chal><Meta><Type>syncml:auth-md5</Type><Format>b64</Format><NextNonce>BAUGBw==</NextNonce></Meta></Chal>";

  private Bench bench;

  @BeforeEach
  void open(@TempDir Path folder) {
    bench = new Bench(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @CsvSource({
    "401, syncml:auth-md5, true",
    "407, syncml:auth-md5, true",
    "401, syncml:auth-basic, false",
    "407, syncml:auth-MAC, false",
    "406, syncml:auth-md5, false"
  })
  void aChallengeIsAnsweredWithTheAccountsOwnSchemeOnly(int code, String type, boolean again) {
    bench.client = Optional.of(new Login(Login.Scheme.MD5, "dev1", "s2", Optional.of("AAECAw==")));
    var session = bench.session();
    session.open();
    var step =
        session.answer(bench.says(Bench.status(1, code, CHAL.replace("syncml:auth-md5", type))));
    if (again) {
      var message = Bench.sent(step);
      assertThat(message.header().msgId()).isEqualTo("2");
      assertThat(message.header().cred().map(Cred::data)).contains("Oni+fkCLlrQaQzMnhF3taw==");
      assertThat(Bench.alerts(step)).contains("1201");
      step = session.answer(bench.says(Bench.status(2, 401, CHAL)));
      if (code == 407) {
        step = session.answer(bench.says(Bench.status(3, 401, CHAL)));
      }
      assertThat(Bench.ended(step).outcome()).isInstanceOf(Outcome.CredentialsRefused.class);
    } else {
      assertThat(Bench.ended(step).outcome()).isInstanceOf(Outcome.CredentialsRefused.class);
    }
  }

  @Test
  void credentialsAcceptedForTheSessionAreNotSentAgain() {
    bench.client = Optional.of(new Login(Login.Scheme.MD5, "dev1", "s2", Optional.of("BAUGBw==")));
    var session = bench.session();
    assertThat(Bench.sent(session.open()).header().cred()).isPresent();
    var step =
        session.answer(
            bench.says(Bench.status(1, 212, CHAL) + Bench.replace("1", "old", "", "9", false)));
    assertThat(Bench.sent(step).header().cred()).isEmpty();
    assertThat(bench.keptNonces).containsExactly("client BAUGBw==");
  }

  @Test
  void basicCredentialsGoWithTheFirstMessage() {
    bench.client = Optional.of(new Login(Login.Scheme.BASIC, "dev1", "s2", Optional.empty()));
    assertThat(Bench.sent(bench.session().open()).header().cred())
        .contains(new Cred(Meta.of("b64", "syncml:auth-basic"), "ZGV2MTpzMg=="));
  }

  @Test
  void aServiceWithWrongCredentialsGetsNothingDone() {
    bench.server =
        Optional.of(new Login(Login.Scheme.MD5, "ExampleMDM", "s1", Optional.of("AAECAw==")));
    var session = bench.session();
    session.open();
    var cred = "<Cred><Meta><Type>syncml:auth-md5</Type></Meta><Data>AAAA</Data></Cred>";
    var body = Bench.ok(1) + Bench.replace("1", "old", "", "9", false);
    var step = session.answer(bench.says(body, cred, true));
    assertThat(Bench.codes(step)).isEqualTo("1=401");
    assertThat(Bench.sent(step).commands().getFirst())
        .isInstanceOfSatisfying(
            Command.Status.class,
            status -> {
              assertThat(status.code()).isEqualTo("401");
              assertThat(status.chal().orElseThrow().nextNonce())
                  .contains("AAECAwQFBgcICQoLDA0ODw==");
            });
    assertThat(Bench.ended(session.answer(bench.says(body, cred, true))).outcome())
        .isEqualTo(new Outcome.ServerNotProven());
    assertThat(bench.memory.log).isEmpty();
    assertThat(bench.keptNonces).isEmpty();
  }

  @Test
  void aServiceThatUsesNoCredentialsIsTakenAndRecorded() {
    bench.server =
        Optional.of(new Login(Login.Scheme.MD5, "ExampleMDM", "dummy", Optional.of("nonce")));
    var session = bench.session();
    session.open();
    assertThat(Bench.ended(session.answer(bench.says(Bench.ok(1)))).tally().proven())
        .isEqualTo(Tally.ServerProven.NOT_GIVEN);
  }
}
