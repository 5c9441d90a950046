package io.reeve.enroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.enroll.DmAccount.Auth;
import io.reeve.enroll.DmAccount.Poll;
import io.reeve.enroll.DmAccount.RenewalPlan;
import io.reeve.enroll.DmAccount.Retry;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DmAccountTest {
  private static final DmAccount ACCOUNT =
      new DmAccount(
          "Example",
          "An \u00c9xample",
          List.of(URI.create("https://a.example.org/dm"), URI.create("https://b.example.org/dm")),
          "D1",
          Optional.of("ann@example.org"),
          EnrollmentType.FULL,
          URI.create(Given.URL),
          "5.0",
          DmAccount.XML,
          Optional.of("1.2"),
          new Retry(3, Duration.ofSeconds(16), Duration.ofDays(1)),
          Optional.of(new Auth(Auth.Scheme.BASIC, "u", Auth.CLIENT_SECRET, Auth.CLIENT_NONCE)),
          Optional.empty(),
          new Trust(true, List.of(Given.PKI.root, Given.PKI.issuing)),
          new Poll(1, 2, 3, 4, 5, 6, true, true),
          new RenewalPlan(
              Duration.ofDays(9),
              Duration.ofDays(3),
              Optional.of(URI.create("https://renew.example.org/"))),
          Optional.of("Subject=CN%3Dx"),
          Map.of("EntDMID", "7", "FirstSyncStatus/TimeOutUntilSyncFailure", "60"),
          Map.of("ROLE", "32", "TO-NAPID", ""),
          Pki.NOW);

  @Test
  void anAccountSurvivesItsMap() {
    assertThat(DmAccount.fromMap(ACCOUNT.toMap())).isEqualTo(ACCOUNT);
  }

  @ParameterizedTest
  @CsvSource({"provider", "server/0", "trust/system", "retry/attempts", "enrolled-at", "type"})
  void aMapThatLacksAPartOrHasItBrokenNamesIt(String name) {
    var map = new HashMap<>(ACCOUNT.toMap());
    map.remove("server/1");
    assertThat(map.remove(name)).isNotNull();
    assertThatThrownBy(() -> DmAccount.fromMap(map)).isInstanceOf(IllegalArgumentException.class);
    map.put(name, "::");
    if (!name.equals("provider") && !name.equals("trust/system")) {
      assertThatThrownBy(() -> DmAccount.fromMap(map))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + name + "'");
    }
  }

  @ParameterizedTest
  @CsvSource({"1, PT16S", "2, PT32S", "3, PT1M4S", "14, PT24H", "99, PT24H", "0, PT16S"})
  void pausesDoubleUpToTheLongest(int number, Duration pause) {
    assertThat(Retry.DEFAULT.pause(number)).isEqualTo(pause);
  }

  @Test
  void anAddressThatIsNotHttpsIsNoAccount() {
    assertThatThrownBy(() -> ACCOUNT.withServers(List.of(URI.create("http://a/"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ACCOUNT.withServers(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0a1b2c3d4e5f60718293a4b5c6d7e8f9, 48, en-US, device id",
    "0A1B2C3D4E5F60718293A4B5C6D7E8F9, -1, en-US, OS edition"
  })
  void factsOfAWrongFormAreRefused(String deviceId, int edition, String locale, String what) {
    assertThatThrownBy(() ->
            new DeviceFacts(
                deviceId,
                Given.FACTS.hardwareId(),
                "n",
                "1.0.0.0",
                edition,
                "1.0.0.0",
                locale,
                List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(what);
  }
}
