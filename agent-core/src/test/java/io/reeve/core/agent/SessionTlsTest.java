package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.enroll.Identity;
import io.reeve.enroll.Trust;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class SessionTlsTest {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-20T08:00:00Z"));
  private final AtomicReference<String> roots = new AtomicReference<>("roots");
  private final SessionTls tls = new SessionTls(nanos::get, now::get, _ -> roots.get());
  private final Identity identity = identity();
  private final Trust trust = Trust.only(List.of(identity.certificate()));

  private static Identity identity() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
      var certificate = TestAccount.certificate(pair, Duration.ofDays(9));
      return new Identity(pair.getPrivate(), List.of(certificate));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void sessionsShareAContextForAnHour() {
    var first = tls.context(trust, identity, false);
    nanos.addAndGet(Duration.ofMinutes(59).toNanos());
    assertThat(tls.context(trust, identity, false)).isSameAs(first);
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(tls.context(trust, identity, false)).isNotSameAs(first);
  }

  @Test
  void theHourGoesOnWhileTheMachineSleeps() {
    var first = tls.context(trust, identity, false);
    now.updateAndGet(at -> at.plus(Duration.ofMinutes(59)));
    assertThat(tls.context(trust, identity, false)).isSameAs(first);
    now.updateAndGet(at -> at.plus(Duration.ofMinutes(1)));
    var second = tls.context(trust, identity, false);
    assertThat(second).isNotSameAs(first);
    now.updateAndGet(at -> at.minusSeconds(1));
    assertThat(tls.context(trust, identity, false)).as("set back").isNotSameAs(second);
  }

  @Test
  void rootsThatTheSystemNoLongerTrustsEndIt() {
    var first = tls.context(trust, identity, false);
    roots.set("fewer roots");
    assertThat(tls.context(trust, identity, false)).isNotSameAs(first);
  }

  @Test
  void noTlsSessionOutlivesItsContext() {
    assertThat(tls.context(trust, identity, false).getClientSessionContext().getSessionTimeout())
        .isEqualTo(3600);
  }

  @Test
  void anotherIdentityOrTrustHasAContextOfItsOwn() {
    var first = tls.context(trust, identity, false);
    var renewed = identity();
    assertThat(tls.context(trust, renewed, false)).isNotSameAs(first);
    var second = tls.context(trust, renewed, false);
    var wider = trust.plus(List.of(renewed.certificate()));
    assertThat(tls.context(wider, renewed, false)).isNotSameAs(second);
  }

  @Test
  void aChangeOnTrialIsProvenWithNothingOfBefore() {
    var first = tls.context(trust, identity, false);
    var proof = tls.context(trust, identity, true);
    assertThat(proof).isNotSameAs(first);
    assertThat(tls.context(trust, identity, false)).isSameAs(proof);
  }
}
