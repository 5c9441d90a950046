package io.reeve.core.agent;

import io.reeve.core.spi.HealthCheck;
import io.reeve.core.spi.HealthCheck.Finding;
import io.reeve.enroll.DmAccount;
import io.reeve.enroll.Exchange;
import io.reeve.enroll.HttpBody;
import io.reeve.enroll.Identity;
import io.reeve.enroll.KeyHomeException;
import io.reeve.enroll.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The way to the service: its name, whether it answers over mutual TLS, and whether its clock and
/// ours agree. On the asker's thread.
final class HealthOfService {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// Certificates and signed messages are judged by the time.
  private static final Duration APART = Duration.ofMinutes(5);

  private final Parts parts;
  private final DmAccount account;
  private Optional<Instant> theirTime = Optional.empty();

  HealthOfService(Parts parts, DmAccount account) {
    this.parts = parts;
    this.account = account;
  }

  /// In this order: the clocks are compared by what the service has answered.
  List<HealthCheck> checks() {
    return List.of(
        new HealthCheck("service name", this::name),
        new HealthCheck("service", this::service),
        new HealthCheck("service's clock", this::clocks));
  }

  private Finding name() {
    var host = account.servers().getFirst().getHost();
    try {
      var addresses = InetAddress.getAllByName(host);
      return Finding.good(host + " is " + addresses[0].getHostAddress());
    } catch (UnknownHostException e) {
      return Finding.bad(
          host + " has no address",
          "check the network and the name server (reeve query \"select * from dns_resolvers\")");
    }
  }

  private Finding service() throws IOException {
    var server = account.servers().getFirst();
    try {
      var identity = Optional.<Identity>of(parts.enrolment().identity());
      var tls = Tls.context(account.trust(), identity);
      var answer =
          parts
              .exchange()
              .send(new Exchange.Call("GET", server, Map.of(), HttpBody.NONE, tls, PATIENCE));
      theirTime = answer.header("date").flatMap(Post.Delivered::time);
      return answer.status() < 500
          ? Finding.good(server + " answers")
          : Finding.bad(
              server + " answers with trouble of its own (HTTP " + answer.status() + ")",
              "wait, or tell the service's administrator; the agent goes on trying");
    } catch (KeyHomeException e) {
      return Finding.bad(Trouble.message(e), e.hint());
    } catch (IOException e) {
      return Finding.bad(Trouble.message(e), Trouble.of(e).hint());
    }
  }

  private Finding clocks() {
    if (theirTime.isEmpty()) {
      return Finding.good("the service has not told its time");
    }
    var apart = Duration.between(theirTime.get(), parts.clock().instant());
    var text =
        "%d s %s the service's"
            .formatted(apart.abs().toSeconds(), apart.isNegative() ? "behind" : "ahead of");
    return apart.abs().compareTo(APART) < 0
        ? Finding.good("this machine's clock is " + text)
        : Finding.bad("this machine's clock is " + text, "set the clock, or have it set by NTP");
  }
}
