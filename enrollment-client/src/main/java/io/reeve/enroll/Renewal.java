package io.reeve.enroll;

import io.reeve.enroll.DeviceKeys.KeySpec;
import io.reeve.enroll.RenewalSchedule.Trouble;
import io.reeve.enroll.RenewalState.Status;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Renews the device's certificate on its own behalf (ROBO): a new key, a request signed with the
/// old one, and the old identity shown in TLS. Until the new identity stands, the old one does.
public final class Renewal {
  private static final Logger log = LoggerFactory.getLogger(Renewal.class);

  private final Exchange exchange;
  private final DeviceKeys keys;
  private final Clock clock;
  private final Supplier<UUID> ids;

  /// @param exchange the way to the network
  /// @param keys holds the identity to renew, and takes the new one
  /// @param clock tells what is due
  public Renewal(Exchange exchange, DeviceKeys keys, Clock clock) {
    this(exchange, keys, clock, UUID::randomUUID);
  }

  Renewal(Exchange exchange, DeviceKeys keys, Clock clock, Supplier<UUID> ids) {
    this.exchange = exchange;
    this.keys = keys;
    this.clock = clock;
    this.ids = ids;
  }

  /// When the next try is due, perhaps in the past; empty when none is to come because the
  /// certificate has ended or will have by then.
  public static Optional<Instant> due(
      DmAccount account, X509Certificate certificate, RenewalState state, Instant now) {
    return RenewalSchedule.due(account, certificate, state, now);
  }

  /// What is known of the renewal, in a sentence for people.
  public static String sentence(
      DmAccount account, X509Certificate certificate, RenewalState state, Instant now) {
    return RenewalSchedule.sentence(account, certificate, state, now);
  }

  /// Tries once, due or not. Trouble of network or service is never thrown: it is in the state,
  /// with the time of the next try, and the old certificate stays in use.
  ///
  /// @throws KeyHomeException when there is no identity, or the new key cannot be made or kept
  public Outcome renew(DmAccount account, DeviceFacts facts, RenewalState state)
      throws KeyHomeException {
    var old =
        keys.identity()
            .orElseThrow(() ->
                new KeyHomeException(
                    "there is no certificate to renew", "unenrol and enrol again"));
    // Before anything else: where the key lives on a token it is gone once the new one stands.
    var signed = signed(account, old);
    var now = clock.instant();
    try {
      var provisioning = new Attempt(account, facts, old).run();
      provisioning.notes().forEach(note -> log.info("renewal: {}", note));
      var certificate = provisioning.chain().getFirst();
      log.info("certificate renewed until {}", certificate.getNotAfter().toInstant());
      return new Outcome(
          true,
          provisioning.account(),
          new RenewalState(
              Status.SUCCEEDED,
              0,
              0,
              Optional.of(now),
              Optional.of(now),
              // A service that issues for less than its own renewal period must not make a loop.
              Optional.of(now.plus(account.renewal().retryInterval())),
              "renewed",
              signed));
    } catch (RefusedException e) {
      var refused = e.refused();
      log.warn("renewal refused: {} {}", refused.code(), refused.sentence());
      var code = Integer.parseUnsignedInt(refused.code().substring(2), 16);
      var text = "the service refused it: " + refused.sentence() + " (" + refused.code() + ")";
      var trouble = refused.retryable() ? Trouble.PASSING : Trouble.REFUSED;
      return failed(account, state, now, code, text, trouble);
    } catch (IOException e) {
      log.warn("renewal not possible now: {}", e.getMessage());
      var code =
          e instanceof UntrustedServerException ? Hresult.TLS_CERTIFICATE : Hresult.CONNECTIVITY;
      return failed(
          account,
          state,
          now,
          code.code(),
          "it could not be tried: " + e.getMessage(),
          Trouble.UNREACHABLE);
    }
  }

  /// The outcome of a try that this machine itself was in the way of. It counts as a failure, so
  /// that the next one waits as it does after any other.
  ///
  /// @param why what was in the way, in a sentence
  public static Outcome failed(DmAccount account, RenewalState state, Instant now, String why) {
    var text = "it could not be tried: " + why;
    return failed(account, state, now, Hresult.UNKNOWN.code(), text, Trouble.UNREACHABLE);
  }

  private static Outcome failed(
      DmAccount account, RenewalState state, Instant now, int code, String text, Trouble trouble) {
    int failures = state.failures() + 1;
    var next = RenewalSchedule.afterFailure(account, failures, trouble, now);
    return new Outcome(
        false,
        account,
        new RenewalState(
            Status.FAILED,
            code,
            failures,
            Optional.of(now),
            state.renewedAt(),
            Optional.of(next),
            text,
            state.signedEntDmId()));
  }

  private static Optional<String> signed(DmAccount account, Identity old) throws KeyHomeException {
    if (account.entDmId().isEmpty()) {
      return Optional.empty();
    }
    try {
      var signature = Signature.getInstance(Csr.signatureAlgorithm("SHA256", old.key()));
      signature.initSign(old.key());
      signature.update(account.entDmId().get().getBytes(StandardCharsets.UTF_8));
      return Optional.of(Base64.getEncoder().encodeToString(signature.sign()));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new KeyHomeException("the old key cannot sign", "unenrol and enrol again", e);
    }
  }

  /// After a try.
  ///
  /// @param renewed whether there is a new certificate, already installed
  /// @param account to be used from now on; changed when the service changed its roots or plan
  /// @param state to be kept
  public record Outcome(boolean renewed, DmAccount account, RenewalState state) {}

  private final class Attempt {
    private final DmAccount account;
    private final DeviceFacts facts;
    private final Identity old;
    private final Soap soap;

    Attempt(DmAccount account, DeviceFacts facts, Identity old) {
      this.account = account;
      this.facts = facts;
      this.old = old;
      var tls = Tls.context(account.trust(), Optional.of(old));
      soap = new Soap(exchange, tls, new Faults(new Redaction(List.of())));
    }

    Provisioning run() throws IOException, KeyHomeException, RefusedException {
      var service = service();
      try (var candidate = keys.generate(sameKind(old.certificate()))) {
        var answer = soap.post(service, request(service, candidate));
        var document = TokenResponse.document(answer);
        var known = new ArrayList<>(old.chain().subList(1, old.chain().size()));
        known.addAll(account.trust().roots());
        var provisioning =
            Provisioning.renewed(document, candidate.publicKey(), account, known, clock.instant());
        candidate.succeed(provisioning.chain());
        return provisioning;
      }
    }

    /// The service the account names, else what discovery at the accepted address says. A redirect
    /// is not followed.
    private URI service() throws IOException, RefusedException {
      if (account.renewal().server().isPresent()) {
        return account.renewal().server().get();
      }
      var offered = List.of(AuthPolicy.values());
      return new Discovery(soap, ids)
          .discover(account.discovery(), account.user().orElse(""), facts, offered)
          .enrolmentService();
    }

    private String request(URI service, DeviceKeys.Candidate candidate) throws KeyHomeException {
      var subject =
          switch (account.type()) {
            case DEVICE -> facts.deviceId();
            case FULL -> account.user().orElse(facts.deviceId());
          };
      var csr =
          Csr.make(
              candidate.publicKey(), candidate.privateKey(), subject, facts.deviceId(), "SHA256");
      var further = new LinkedHashMap<String, String>();
      account.entDmId().ifPresent(id -> further.put("EmmDeviceId", id));
      var body =
          Bodies.requestToken(
              Uris.RENEW, Uris.PKCS7, RenewalBlob.make(csr, old), account.type(), facts, further);
      var security = SecurityHeader.renewal(account.user().orElse(""), clock.instant());
      return new Envelope(Uris.REQUEST_TOKEN, ids.get(), service, security, body).xml();
    }

    private static KeySpec sameKind(X509Certificate certificate) {
      return switch (certificate.getPublicKey()) {
        case RSAPublicKey rsa -> KeySpec.rsa(Math.max(2048, rsa.getModulus().bitLength()));
        case ECPublicKey ec ->
            new KeySpec("EC", ec.getParams().getCurve().getField().getFieldSize());
        default -> KeyPolicy.DEFAULT.key();
      };
    }
  }
}
