package io.reeve.harness.lab;

import io.reeve.harness.lab.Credentials.Who;
import io.reeve.harness.lab.LabViews.DeviceState;
import io.reeve.harness.lab.ProvisioningDocument.Handout;
import io.reeve.harness.lab.Soap.Refused;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/// Takes devices in and renews their certificates.
final class Enrolments {
  private final LabConfig config;
  private final ScriptSigner signer;
  private final Supplier<LabDialect> dialect;
  private final Supplier<String> base;
  private final CertificateAuthority authority;
  private final Database database;
  private final Accounts accounts;
  private final Devices devices;
  private final Events events;
  private final SecureRandom random = new SecureRandom();

  Enrolments(
      LabConfig config,
      Supplier<LabDialect> dialect,
      Supplier<String> base,
      CertificateAuthority authority,
      Memory memory,
      ScriptSigner signer) {
    this.signer = signer;
    this.config = config;
    this.dialect = dialect;
    this.base = base;
    this.authority = authority;
    this.database = memory.database();
    this.accounts = memory.accounts();
    this.devices = memory.devices();
    this.events = memory.events();
  }

  /// Enrols and gives the provisioning document. A use of the token is taken only if all goes well.
  String enroll(Who who, ContextItems context, PublicKey key) throws Refused {
    var facts = context.facts(dialect.get().sloppy());
    checkOwner(who, facts.id());
    var certificate = authority.device(facts.id(), key, config.certificateLife());
    var handout = handout(facts.id());
    boolean enrolled =
        database.inTransaction(() -> {
          if (who.token().isPresent() && !accounts.use(who.token().get())) {
            return false;
          }
          devices.enroll(facts, who.user(), secrets(handout));
          devices.issued(facts.id(), certificate);
          return true;
        });
    if (!enrolled) {
      throw Soap.refused("Authentication", "the enrolment token has just been used up");
    }
    events.add(
        facts.id(),
        "device.enrolled",
        Json.object().put("user", who.user()).put("name", facts.name()));
    return document()
        .enrolment(
            facts.id(),
            facts.enrollmentType(),
            certificate,
            dialect.get().authMd5() ? Optional.of(handout) : Optional.empty());
  }

  /// Nobody may take over the device of another user.
  private void checkOwner(Who who, String id) throws Refused {
    var known = devices.find(id);
    if (known.isPresent()
        && known.get().state() != DeviceState.GONE
        && !known.get().user().equals(who.user())) {
      throw Soap.refused(
          "Authorization", "this device is enrolled for another user, who must unenrol it first");
    }
  }

  /// Issues a certificate for the new key. The old one is good until the new one has been used.
  String renew(CertificateRequests.Renewal renewal) throws Refused {
    var issued =
        devices
            .issued(renewal.old())
            .filter(certificate -> authority.signed(renewal.old()) && !certificate.revoked())
            .orElseThrow(
                () -> Soap.refused("Authentication", "the certificate is not one of this service"));
    var device = devices.known(issued.device());
    var now = config.clock().instant();
    boolean inPeriod =
        !now.isBefore(issued.notAfter().minus(Duration.ofDays(config.renewPeriod())))
            && now.isBefore(issued.notAfter());
    if (device.state() != DeviceState.ENROLLED || !inPeriod) {
      throw Soap.refused(
          "EnrollmentServer",
          "NotEligibleToRenew",
          "the certificate ends on %s and is renewed in its last %d days only"
              .formatted(issued.notAfter(), config.renewPeriod()));
    }
    X509Certificate fresh = authority.device(device.id(), renewal.key(), config.certificateLife());
    devices.issued(device.id(), fresh);
    events.add(
        device.id(),
        "certificate.renewed",
        Json.object().put("expires", fresh.getNotAfter().toInstant().toString()));
    return document().renewal(device.enrollmentType(), fresh);
  }

  private ProvisioningDocument document() {
    return new ProvisioningDocument(
        config,
        authority.root(),
        base.get() + ManagementService.PATH,
        base.get() + Hints.PATH,
        signer.publicKeys());
  }

  private Handout handout(String device) {
    // The sloppy server's first nonce is a word; the device must cope and take the next one.
    var first = dialect.get().sloppy() ? "nonce" : secret(16);
    return new Handout(device, secret(24), first, secret(24), secret(16));
  }

  private String secret(int bytes) {
    var noise = new byte[bytes];
    random.nextBytes(noise);
    return Base64.getEncoder().encodeToString(noise);
  }

  private Devices.Secrets secrets(Handout handout) {
    return new Devices.Secrets(
        Md5.identity(handout.deviceName(), handout.clientSecret()),
        Md5.identity(config.provider(), handout.serverSecret()),
        handout.clientNonce(),
        config.clock().instant(),
        handout.serverNonce());
  }
}
