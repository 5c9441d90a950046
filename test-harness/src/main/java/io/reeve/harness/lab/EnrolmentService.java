package io.reeve.harness.lab;

import io.reeve.enroll.xml.XmlElement;
import io.reeve.harness.lab.LabDialect.Step;
import io.reeve.harness.lab.Soap.Refused;
import io.reeve.harness.lab.Soap.Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// MS-MDE2: the four addresses a device meets before it is enrolled.
final class EnrolmentService {
  static final String DISCOVERY = "/EnrollmentServer/Discovery.svc";
  static final String POLICIES = "/EnrollmentServer/Policy.svc";
  static final String ENROLL = "/EnrollmentServer/Enroll.svc";

  private static final Pattern VERSION = Pattern.compile("[1-9]\\.0");
  private static final String TOKEN_TYPE = Soap.CONFIGURATION + "DeviceEnrollmentToken";

  private final Supplier<LabDialect> dialect;
  private final Supplier<String> base;
  private final Credentials credentials;
  private final Enrolments enrolments;
  private final boolean takesCertificates;

  /// @param base where the lab listens, without a slash at the end
  /// @param takesCertificates whether user certificates are taken at all
  EnrolmentService(
      Supplier<LabDialect> dialect,
      Supplier<String> base,
      Credentials credentials,
      Enrolments enrolments,
      boolean takesCertificates) {
    this.dialect = dialect;
    this.base = base;
    this.credentials = credentials;
    this.enrolments = enrolments;
    this.takesCertificates = takesCertificates;
  }

  /// One step of the protocol: from a request to the XML of the answer's body.
  @FunctionalInterface
  private interface Work {
    String answer(Request request) throws Refused;
  }

  WebReply discover(WebRequest web) {
    return switch (web.method()) {
      case "GET" -> WebReply.of(200, "text/html", "");
      default ->
          answer(
              web,
              "Discover",
              Soap.DISCOVERY + "/IDiscoveryService/DiscoverResponse",
              request -> {
                fail(Step.DISCOVER);
                return discovered(request);
              });
    };
  }

  WebReply policies(WebRequest web) {
    return answer(
        web,
        "GetPolicies",
        Soap.POLICY + "/IPolicy/GetPoliciesResponse",
        request -> {
          fail(Step.POLICIES);
          credentials.check(request, dialect.get().sloppy());
          return PolicyAnswer.TEXT;
        });
  }

  WebReply enroll(WebRequest web) {
    return answer(
        web,
        "RequestSecurityToken",
        Soap.ENROLLMENT + "/RSTRC/wstep",
        request -> granted(document(web, request)));
  }

  private WebReply answer(WebRequest web, String operation, String action, Work work) {
    boolean sloppy = dialect.get().sloppy();
    var message = "";
    try {
      var request = Soap.read(web.body(), operation, sloppy);
      message = request.message();
      return Soap.reply(action, message, work.answer(request), sloppy);
    } catch (Refused refused) {
      return Soap.fault(refused.fault(), message, sloppy);
    }
  }

  private void fail(Step step) throws Refused {
    var fault = dialect.get().faults().get(step);
    if (fault != null) {
      throw new Refused(fault);
    }
  }

  private String discovered(Request request) throws Refused {
    if (!VERSION.matcher(request.value("RequestVersion")).matches()) {
      throw Soap.refused(
          "MessageFormat", "RequestVersion '" + request.value("RequestVersion") + "' is unknown");
    }
    var policy = policy(request);
    var sign =
        policy.equals("Federated")
            ? "<AuthenticationServiceUrl>"
                + Markup.text(base.get() + SignInPage.PATH)
                + "</AuthenticationServiceUrl>"
            : "";
    return """
    <DiscoverResponse xmlns="%s"><DiscoverResult><AuthPolicy>%s</AuthPolicy>\
    <EnrollmentVersion>4.0</EnrollmentVersion>\
    <EnrollmentPolicyServiceUrl>%s</EnrollmentPolicyServiceUrl>\
    <EnrollmentServiceUrl>%s</EnrollmentServiceUrl>%s</DiscoverResult></DiscoverResponse>\
    """
        .formatted(
            Soap.DISCOVERY,
            policy,
            Markup.text(base.get() + POLICIES),
            Markup.text(base.get() + ENROLL),
            sign);
  }

  /// The first of the lab's own order that the device can do.
  private String policy(Request request) throws Refused {
    var offered =
        request.body().find("AuthPolicies").stream()
            .flatMap(policies -> policies.all("AuthPolicy"))
            .map(XmlElement::trimmed)
            .toList();
    var own =
        dialect.get().sloppy()
            ? List.of("OnPremise")
            : takesCertificates
                ? List.of("OnPremise", "Federated", "Certificate")
                : List.of("OnPremise", "Federated");
    return own.stream()
        .filter(offered::contains)
        .findFirst()
        .orElseThrow(() ->
            Soap.refused(
                "EnrollmentServer",
                "NotSupported",
                "this service authenticates by " + own + ", the device by " + offered));
  }

  private String document(WebRequest web, Request request) throws Refused {
    if (!request.value("TokenType").equals(TOKEN_TYPE)) {
      throw Soap.refused("MessageFormat", "TokenType must be " + TOKEN_TYPE);
    }
    var token =
        request
            .body()
            .child("BinarySecurityToken")
            .orElseThrow(
                () -> Soap.refused("MessageFormat", "the request carries no certificate request"));
    var der = Credentials.base64(token.text(), "CertificateRequest");
    var type = request.value("RequestType");
    return switch (type) {
      case Soap.TRUST + "/Issue" -> {
        fail(Step.ENROLL);
        var who = credentials.check(request, dialect.get().sloppy());
        yield enrolments.enroll(who, context(request), CertificateRequests.key(der));
      }
      case Soap.TRUST + "/Renew" -> {
        fail(Step.RENEW);
        yield enrolments.renew(proven(web, CertificateRequests.renewal(der)));
      }
      default -> throw Soap.refused("MessageFormat", "RequestType '" + type + "' is not served");
    };
  }

  /// A renewal also shows its certificate in TLS, and both must be the same.
  private CertificateRequests.Renewal proven(WebRequest web, CertificateRequests.Renewal renewal)
      throws Refused {
    boolean shown = web.peer().equals(Optional.of(renewal.old()));
    boolean needed = web.peer().isPresent() || !dialect.get().noClientCert();
    if (needed && !shown) {
      throw Soap.refused(
          "Authentication", "a renewal must show the certificate it renews in TLS as well");
    }
    return renewal;
  }

  private static ContextItems context(Request request) throws Refused {
    return ContextItems.of(
        request.body().child("AdditionalContext").stream()
            .flatMap(context -> context.all("ContextItem"))
            .toList());
  }

  private static String granted(String document) {
    return """
    <RequestSecurityTokenResponseCollection xmlns="%s"><RequestSecurityTokenResponse>\
    <TokenType>%s</TokenType><DispositionMessage xmlns="%s"/><RequestedSecurityToken>\
    <BinarySecurityToken xmlns="%s" ValueType="%sDeviceEnrollmentProvisionDoc" \
    EncodingType="%s">%s</BinarySecurityToken></RequestedSecurityToken>\
    <RequestID xmlns="%s">0</RequestID></RequestSecurityTokenResponse>\
    </RequestSecurityTokenResponseCollection>\
    """
        .formatted(
            Soap.TRUST,
            TOKEN_TYPE,
            Soap.ENROLLMENT,
            Soap.WSSE,
            Soap.CONFIGURATION,
            Soap.BASE64,
            Base64.getEncoder().encodeToString(document.getBytes(StandardCharsets.UTF_8)),
            Soap.ENROLLMENT);
  }
}
