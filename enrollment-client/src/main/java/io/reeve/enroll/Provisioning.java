package io.reeve.enroll;

import io.reeve.enroll.DmAccount.RenewalPlan;
import java.net.URI;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checks a provisioning document and makes an account of it. Touches nothing.
///
/// @param account what sessions need
/// @param chain the device's certificate, then intermediate ones
/// @param secrets by the names the account refers to
/// @param notes what is worth a log line
record Provisioning(
    DmAccount account,
    List<X509Certificate> chain,
    Map<String, String> secrets,
    List<String> notes) {
  private static final Set<String> KNOWN = Set.of("CertificateStore", "APPLICATION", "DMClient");
  private static final int MOST_DAYS = 1000;

  /// @param key the public key a certificate was asked for
  static Provisioning read(
      byte[] bytes, PublicKey key, EnrollmentRequest request, Discovery.Found found, Instant now)
      throws RefusedException {
    var document = Characteristic.read(bytes);
    var notes = new ArrayList<>(unknown(document));
    var certificates = IssuedCertificates.read(document, key, List.of(), now);
    notes.addAll(certificates.notes());
    if (certificates.store() != request.type()) {
      throw Characteristic.broken(
          "the enrolment is "
              + request.type().wire()
              + " but the certificate is for My/"
              + certificates.store().store());
    }
    var application = Application.read(document);
    if (application.certificateSearch().isPresent()) {
      SearchCriteria.read(application.certificateSearch().get())
          .check(certificates.chain().getFirst(), certificates.store());
    }
    if (application.encoding().equals(DmAccount.WBXML)) {
      notes.add("the service prefers WBXML; sessions use XML");
    }
    var client = DmClient.read(document, application.providerId());
    notes.addAll(client.notes());
    var account =
        new DmAccount(
            client.providerId(),
            application.name(),
            client.servers().isEmpty() ? List.of(application.address()) : client.servers(),
            application.hardwareId() ? request.facts().hardwareId() : request.facts().deviceId(),
            user(request),
            request.type(),
            found.discovery(),
            found.version(),
            application.encoding(),
            application.protocolVersion(),
            application.retry(),
            application.client(),
            application.server(),
            request.trust().plus(certificates.roots()),
            client.poll(),
            plan(document, RenewalPlan.DEFAULT),
            application.certificateSearch(),
            client.parms(),
            application.further(),
            now);
    return new Provisioning(account, certificates.chain(), application.secrets(), notes);
  }

  /// A renewal's document: a certificate, and what else changes of an account that stands.
  ///
  /// @param known issuers from before
  static Provisioning renewed(
      byte[] bytes,
      PublicKey key,
      DmAccount account,
      Collection<X509Certificate> known,
      Instant now)
      throws RefusedException {
    var document = Characteristic.read(bytes);
    var notes = new ArrayList<>(unknown(document));
    var certificates = IssuedCertificates.read(document, key, known, now);
    notes.addAll(certificates.notes());
    if (certificates.store() != account.type()) {
      throw Characteristic.broken(
          "the enrolment is "
              + account.type().wire()
              + " but the certificate is for My/"
              + certificates.store().store());
    }
    for (var application : document.at("APPLICATION")) {
      var provider = application.text("PROVIDER-ID").orElse(account.providerId());
      if (!provider.equals(account.providerId())) {
        throw Characteristic.broken("it is for the provider '" + provider + "'");
      }
    }
    if (certificates.chain().getFirst().getNotAfter().toInstant().isBefore(now)) {
      throw Characteristic.broken("the new certificate has already ended");
    }
    var changed =
        account.with(account.trust().plus(certificates.roots()), plan(document, account.renewal()));
    return new Provisioning(changed, certificates.chain(), Map.of(), notes);
  }

  private static List<String> unknown(Characteristic document) {
    return document.children().stream()
        .map(Characteristic::type)
        .filter(type -> !KNOWN.contains(type))
        .map(type -> "the provisioning document's part " + type + " is unknown and ignored")
        .toList();
  }

  private static Optional<String> user(EnrollmentRequest request) {
    return request
        .credential()
        .user()
        .or(() ->
            request.target() instanceof EnrollmentRequest.Target.Mail(var address)
                ? Optional.of(address)
                : Optional.empty());
  }

  private static RenewalPlan plan(Characteristic document, RenewalPlan former)
      throws RefusedException {
    var renew = document.at("CertificateStore", "My", "WSTEP", "Renew");
    if (renew.isEmpty()) {
      return former;
    }
    var parms = renew.getFirst();
    parms.flag("ROBOSupport", true);
    // The specification's prose has the second name, its samples the first.
    int period =
        parms.has("RenewPeriod")
            ? days(parms, "RenewPeriod", former.period())
            : days(parms, "RenewalPeriod", former.period());
    int retry = days(parms, "RetryInterval", former.retryInterval());
    if (parms.has("RetryInterval") && retry > period) {
      throw Characteristic.broken(
          "its RetryInterval of " + retry + " days is over its RenewPeriod of " + period);
    }
    return new RenewalPlan(
        Duration.ofDays(period),
        Duration.ofDays(Math.min(retry, period)),
        serverUrl(parms).or(former::server));
  }

  private static int days(Characteristic parms, String name, Duration fallback)
      throws RefusedException {
    int days = parms.number(name, Math.toIntExact(fallback.toDays()));
    if (days < 1 || days > MOST_DAYS) {
      throw Characteristic.broken("its " + name + " is not 1 to " + MOST_DAYS + " days: " + days);
    }
    return days;
  }

  private static Optional<URI> serverUrl(Characteristic parms) throws RefusedException {
    var text = parms.text("ServerURL");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Addresses.https(text.get())
            .orElseThrow(
                () -> Characteristic.broken("its ServerURL is no https address: " + text.get())));
  }

  /// Without the secrets.
  @Override
  public String toString() {
    return "Provisioning[" + account.providerId() + "]";
  }
}
