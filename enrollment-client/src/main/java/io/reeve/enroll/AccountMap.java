package io.reeve.enroll;

import io.reeve.enroll.DmAccount.Auth;
import io.reeve.enroll.DmAccount.Poll;
import io.reeve.enroll.DmAccount.RenewalPlan;
import io.reeve.enroll.DmAccount.Retry;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// An account as a flat map of texts and back. Names are stable: they are what an installed agent
/// finds after an update.
final class AccountMap {
  private static final String DM_CLIENT = "dmclient/";
  private static final String APPLICATION = "application/";

  private final Map<String, String> map;

  private AccountMap(Map<String, String> map) {
    this.map = map;
  }

  static Map<String, String> write(DmAccount account) {
    var out = new AccountMap(new TreeMap<>());
    out.map.put("provider", account.providerId());
    out.map.put("name", account.name());
    out.list("server", account.servers());
    out.map.put("device", account.deviceId());
    account.user().ifPresent(user -> out.map.put("user", user));
    out.map.put("type", account.type().name());
    out.map.put("discovery", account.discovery().toString());
    out.map.put("version", account.enrollmentVersion());
    out.map.put("encoding", account.encoding());
    account.protocolVersion().ifPresent(version -> out.map.put("protocol", version));
    out.map.put("retry/attempts", String.valueOf(account.retry().attempts()));
    out.map.put("retry/initial", account.retry().initial().toString());
    out.map.put("retry/most", account.retry().most().toString());
    account.client().ifPresent(auth -> out.auth("client/", auth));
    account.server().ifPresent(auth -> out.auth("service/", auth));
    out.map.put("trust/system", String.valueOf(account.trust().system()));
    out.list("trust/root", account.trust().roots().stream().map(Certificates::base64).toList());
    out.poll(account.poll());
    out.renewal(account.renewal());
    account.certificateSearch().ifPresent(search -> out.map.put("certificate-search", search));
    account.dmClient().forEach((name, value) -> out.map.put(DM_CLIENT + name, value));
    account.application().forEach((name, value) -> out.map.put(APPLICATION + name, value));
    out.map.put("enrolled-at", account.enrolledAt().toString());
    return Map.copyOf(out.map);
  }

  static DmAccount read(Map<String, String> map) {
    var in = new AccountMap(map);
    return new DmAccount(
        in.text("provider"),
        in.text("name"),
        in.list("server", URI::create),
        in.text("device"),
        in.maybe("user"),
        in.parsed("type", EnrollmentType::valueOf),
        in.parsed("discovery", URI::create),
        in.text("version"),
        in.text("encoding"),
        in.maybe("protocol"),
        new Retry(
            in.number("retry/attempts"),
            in.parsed("retry/initial", Duration::parse),
            in.parsed("retry/most", Duration::parse)),
        in.readAuth("client/"),
        in.readAuth("service/"),
        new Trust(in.flag("trust/system"), in.list("trust/root", AccountMap::certificate)),
        in.readPoll(),
        new RenewalPlan(
            in.parsed("renewal/period", Duration::parse),
            in.parsed("renewal/retry-interval", Duration::parse),
            in.maybe("renewal/server").map(URI::create)),
        in.maybe("certificate-search"),
        in.below(DM_CLIENT),
        in.below(APPLICATION),
        in.parsed("enrolled-at", Instant::parse));
  }

  private void list(String name, List<?> values) {
    for (int i = 0; i < values.size(); i++) {
      map.put(name + "/" + i, values.get(i).toString());
    }
  }

  private void auth(String prefix, Auth auth) {
    map.put(prefix + "scheme", auth.scheme().name());
    map.put(prefix + "user", auth.user());
    map.put(prefix + "secret-name", auth.secret());
    map.put(prefix + "nonce-name", auth.nonce());
  }

  private void poll(Poll poll) {
    map.put("poll/first-interval", String.valueOf(poll.firstInterval()));
    map.put("poll/first-count", String.valueOf(poll.firstCount()));
    map.put("poll/second-interval", String.valueOf(poll.secondInterval()));
    map.put("poll/second-count", String.valueOf(poll.secondCount()));
    map.put("poll/remaining-interval", String.valueOf(poll.remainingInterval()));
    map.put("poll/remaining-count", String.valueOf(poll.remainingCount()));
    map.put("poll/on-login", String.valueOf(poll.onLogin()));
    map.put("poll/on-first-login", String.valueOf(poll.onFirstLoginOfEachUser()));
  }

  private void renewal(RenewalPlan plan) {
    map.put("renewal/period", plan.period().toString());
    map.put("renewal/retry-interval", plan.retryInterval().toString());
    plan.server().ifPresent(server -> map.put("renewal/server", server.toString()));
  }

  private Optional<Auth> readAuth(String prefix) {
    return maybe(prefix + "scheme")
        .map(_ ->
            new Auth(
                parsed(prefix + "scheme", Auth.Scheme::valueOf),
                text(prefix + "user"),
                text(prefix + "secret-name"),
                text(prefix + "nonce-name")));
  }

  private Poll readPoll() {
    return new Poll(
        number("poll/first-interval"),
        number("poll/first-count"),
        number("poll/second-interval"),
        number("poll/second-count"),
        number("poll/remaining-interval"),
        number("poll/remaining-count"),
        flag("poll/on-login"),
        flag("poll/on-first-login"));
  }

  private <T> List<T> list(String name, Function<String, T> parse) {
    var values = new ArrayList<T>();
    for (int i = 0; map.containsKey(name + "/" + i); i++) {
      values.add(parsed(name + "/" + i, parse));
    }
    return values;
  }

  private Map<String, String> below(String prefix) {
    var found = new TreeMap<String, String>();
    map.forEach((name, value) -> {
      if (name.startsWith(prefix)) {
        found.put(name.substring(prefix.length()), value);
      }
    });
    return found;
  }

  private Optional<String> maybe(String name) {
    return Optional.ofNullable(map.get(name));
  }

  private String text(String name) {
    return maybe(name)
        .orElseThrow(() -> new IllegalArgumentException("the stored account lacks '" + name + "'"));
  }

  private int number(String name) {
    return parsed(name, Integer::parseInt);
  }

  private boolean flag(String name) {
    return Boolean.parseBoolean(text(name));
  }

  private <T> T parsed(String name, Function<String, T> parse) {
    var value = text(name);
    try {
      return parse.apply(value);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "the stored account has a malformed '" + name + "': '" + value + "'", e);
    }
  }

  private static X509Certificate certificate(String base64) {
    return Certificates.fromBase64(base64);
  }
}
