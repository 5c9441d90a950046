package io.reeve.enroll;

import io.reeve.enroll.xml.XmlElement;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Asks a discovery service where to enrol and with what right.
final class Discovery {
  private static final String OLDEST_VERSION = "3.0";

  private final Soap soap;
  private final Supplier<UUID> ids;

  Discovery(Soap soap, Supplier<UUID> ids) {
    this.soap = soap;
    this.ids = ids;
  }

  Found discover(URI at, String mail, DeviceFacts facts, List<AuthPolicy> offered)
      throws IOException, RefusedException {
    var body = Bodies.discover(mail, facts, offered);
    var envelope = new Envelope(Uris.DISCOVER, ids.get(), at, "", body);
    var result =
        soap.post(at, envelope.xml())
            .find("DiscoverResult")
            .orElseThrow(() -> broken(at, "it has no DiscoverResult"));
    var policy = policy(at, text(result, "AuthPolicy").orElse(""));
    var enrolment =
        address(at, result, "EnrollmentServiceUrl")
            .orElseThrow(() -> broken(at, "it has no EnrollmentServiceUrl"));
    var policyService = address(at, result, "EnrollmentPolicyServiceUrl");
    if (policyService.isPresent() && !sameHost(policyService.get(), enrolment)) {
      throw broken(
          at,
          "its policy service is on "
              + policyService.get().getHost()
              + ", its enrolment service on "
              + enrolment.getHost()
              + ", and they must be on one host");
    }
    return new Found(
        at,
        policy,
        policyService,
        enrolment,
        address(at, result, "AuthenticationServiceUrl"),
        text(result, "EnrollmentVersion").orElse(OLDEST_VERSION));
  }

  private static AuthPolicy policy(URI at, String wire) throws RefusedException {
    return AuthPolicy.of(wire)
        .orElseThrow(() -> broken(at, "its AuthPolicy is '" + wire + "', which nobody knows"));
  }

  private static Optional<URI> address(URI at, XmlElement result, String name)
      throws RefusedException {
    var text = text(result, name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Addresses.https(text.get())
            .orElseThrow(() -> broken(at, "its " + name + " is no https address: " + text.get())));
  }

  private static Optional<String> text(XmlElement result, String name) {
    return result.child(name).map(XmlElement::trimmed).filter(text -> !text.isEmpty());
  }

  private static boolean sameHost(URI one, URI other) {
    return one.getHost().toLowerCase(Locale.ROOT).equals(other.getHost().toLowerCase(Locale.ROOT));
  }

  private static RefusedException broken(URI at, String why) {
    return RefusedException.broken("the discovery answer of " + at.getHost(), why);
  }

  /// What discovery tells.
  ///
  /// @param discovery the address that answered
  /// @param policy the right wanted
  /// @param policyService where GetPolicies goes; empty to skip it
  /// @param enrolmentService where the certificate is asked for
  /// @param authenticationService the web sign-in page; empty when there is none
  /// @param version the newest protocol version the service speaks
  record Found(
      URI discovery,
      AuthPolicy policy,
      Optional<URI> policyService,
      URI enrolmentService,
      Optional<URI> authenticationService,
      String version) {
    /// Whether both sides speak that version.
    boolean speaks(int major) {
      try {
        return Double.parseDouble(version) >= major;
      } catch (NumberFormatException _) {
        return false;
      }
    }
  }
}
