package io.reeve.enroll;

import io.reeve.enroll.EnrollmentRequest.Credential;
import io.reeve.enroll.EnrollmentRequest.Target;
import io.reeve.enroll.EnrollmentResult.Enrolled;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Enrols this machine: discovery, policy, certificate, account.
public final class Enroller {
  private static final Logger log = LoggerFactory.getLogger(Enroller.class);

  private final Exchange exchange;
  private final DeviceKeys keys;
  private final Clock clock;
  private final Supplier<UUID> ids;

  /// @param exchange the way to the network
  /// @param keys where the new identity goes
  /// @param clock judges certificates and stamps requests
  public Enroller(Exchange exchange, DeviceKeys keys, Clock clock) {
    this(exchange, keys, clock, UUID::randomUUID);
  }

  /// @param ids names the messages
  Enroller(Exchange exchange, DeviceKeys keys, Clock clock, Supplier<UUID> ids) {
    this.exchange = exchange;
    this.keys = keys;
    this.clock = clock;
    this.ids = ids;
  }

  /// Enrols. Either everything is installed when this returns, or nothing is.
  ///
  /// @throws IOException when the service cannot be reached, most often an [ExchangeException]; an
  ///   [UntrustedServerException] when its certificate is the reason
  /// @throws KeyHomeException when the key cannot be made or kept on this machine
  public EnrollmentResult enroll(EnrollmentRequest request) throws IOException, KeyHomeException {
    try {
      return new Attempt(request).run();
    } catch (RefusedException e) {
      var refused = e.refused();
      log.info("enrolment refused: {} {}", refused.code(), refused.sentence());
      return refused;
    }
  }

  /// One enrolment, from discovery to the installed identity.
  private final class Attempt {
    private final EnrollmentRequest request;
    private final SSLContext tls;
    private final Soap soap;
    private final List<String> notes = new ArrayList<>();

    Attempt(EnrollmentRequest request) {
      this.request = request;
      var redaction = new Redaction(request.credential().secrets());
      tls = Tls.context(request.trust(), Optional.empty());
      soap = new Soap(exchange, tls, new Faults(redaction));
    }

    Enrolled run() throws IOException, KeyHomeException, RefusedException {
      var at = new Location(exchange, tls).find(request.target(), notes);
      var found =
          new Discovery(soap, ids)
              .discover(at, mail(), request.facts(), SignIn.offered(request.credential()));
      SignIn.check(found, request.credential());
      var policy = policy(found);
      try (var candidate = keys.generate(policy.key())) {
        var document = token(found, candidate, policy);
        var now = clock.instant();
        var provisioning = Provisioning.read(document, candidate.publicKey(), request, found, now);
        candidate.install(provisioning.chain(), provisioning.secrets());
        return enrolled(provisioning);
      }
    }

    private Enrolled enrolled(Provisioning provisioning) {
      notes.addAll(provisioning.notes());
      notes.forEach(note -> log.info("enrolment: {}", note));
      return new Enrolled(provisioning.account(), provisioning.chain(), keys.where(), notes);
    }

    private String mail() {
      return request.target() instanceof Target.Mail(var address)
          ? address
          : request.credential().user().orElse("");
    }

    private KeyPolicy policy(Discovery.Found found)
        throws IOException, KeyHomeException, RefusedException {
      var service = found.policyService();
      if (service.isEmpty()) {
        return KeyPolicy.DEFAULT;
      }
      var envelope = envelope(Uris.GET_POLICIES, service.get(), Uris.X509V3, Bodies.getPolicies());
      return KeyPolicy.read(soap.post(service.get(), envelope), found.speaks(5));
    }

    private byte[] token(Discovery.Found found, DeviceKeys.Candidate candidate, KeyPolicy policy)
        throws IOException, KeyHomeException, RefusedException {
      var csr =
          Csr.make(
              candidate.publicKey(),
              candidate.privateKey(),
              subject(),
              request.facts().deviceId(),
              policy.hash());
      var further = new LinkedHashMap<String, String>();
      // The agent runs on machines that are set up; some services want to hear so.
      further.put("NotInOobe", "true");
      if (found.speaks(5)) {
        further.put("RequestVersion", Bodies.REQUEST_VERSION);
      }
      var body =
          Bodies.requestToken(
              Uris.ISSUE, Uris.PKCS10, csr, request.type(), request.facts(), further);
      var service = found.enrolmentService();
      var envelope = envelope(Uris.REQUEST_TOKEN, service, Uris.USER_TOKEN, body);
      return TokenResponse.document(soap.post(service, envelope));
    }

    /// The device id for a device, the user's name for a user.
    private String subject() {
      return switch (request.type()) {
        case DEVICE -> request.facts().deviceId();
        case FULL -> {
          var user = mail();
          yield user.isEmpty() ? request.facts().deviceId() : user;
        }
      };
    }

    private String envelope(String action, URI to, String certificateType, String body)
        throws KeyHomeException {
      var security = SecurityHeader.of(request.credential(), certificateType, clock.instant());
      var envelope = new Envelope(action, ids.get(), to, security, body).xml();
      return request.credential() instanceof Credential.Certificate certificate
          ? SignedEnvelope.sign(envelope, certificate.identity(), SecurityHeader.CERTIFICATE_ID)
          : envelope;
    }
  }
}
