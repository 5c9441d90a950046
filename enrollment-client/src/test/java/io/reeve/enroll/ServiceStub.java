package io.reeve.enroll;

import io.reeve.enroll.xml.XmlElement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.xml.stream.XMLStreamException;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;

/// An enrolment service without a network. It checks each request the way the strictest services
/// do, whatever its own style of answering.
final class ServiceStub implements Exchange {
  enum Style {
    /// Answers as the specification has it.
    STRICT,
    /// Answers as services in the field do: no namespaces, lower-case faults with HTTP 200.
    SLOPPY
  }

  enum Step {
    PROBE,
    DISCOVER,
    POLICIES,
    TOKEN
  }

  interface Reply {
    Answer to(Call call) throws IOException;
  }

  final Style style;
  final Pki pki;
  final List<Call> calls = new ArrayList<>();
  final Map<Step, Reply> instead = new EnumMap<>(Step.class);
  String subject = "CN=device-1";
  UnaryOperator<String> discovery = UnaryOperator.identity();
  UnaryOperator<String> policies = UnaryOperator.identity();
  UnaryOperator<String> document = UnaryOperator.identity();
  UnaryOperator<String> token = UnaryOperator.identity();
  Function<Issue, String> documents;

  ServiceStub(Style style, Pki pki) {
    this.style = style;
    this.pki = pki;
    documents = issue -> Issue.document(pki, pki.client(subject, issue.key()));
  }

  /// The body of the last request of that kind.
  String sent(Step step) {
    return calls.stream()
        .filter(call -> step(call) == step)
        .map(ServiceStub::text)
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  @Override
  public Answer send(Call call) throws IOException {
    calls.add(call);
    var step = step(call);
    var other = instead.get(step);
    if (other != null) {
      return other.to(call);
    }
    return switch (step) {
      case PROBE -> new Answer(200, Map.of(), new HttpBody("text/html", new byte[0]));
      case DISCOVER -> soap(discovery.apply(discoverResult()));
      case POLICIES -> soap(policies.apply(policyResult()));
      case TOKEN -> soap(token.apply(tokenResult(text(call))));
    };
  }

  private static Step step(Call call) {
    if (call.method().equals("GET")) {
      return Step.PROBE;
    }
    var body = text(call);
    requireStrictForm(body);
    return body.contains("<Discover xmlns=\"" + Uris.DISCOVERY + "\"")
        ? Step.DISCOVER
        : body.contains("<GetPolicies xmlns=\"" + Uris.POLICY + "\"") ? Step.POLICIES : Step.TOKEN;
  }

  /// What a Go server that reads prefix declarations as attributes checks.
  private static void requireStrictForm(String body) {
    try {
      var envelope = XmlElement.read(body.getBytes(StandardCharsets.UTF_8), 1 << 20, 64);
      var header = envelope.child("Header").orElseThrow();
      for (var name : List.of("Action", "MessageID", "ReplyTo", "To")) {
        if (header.child(name).isEmpty()) {
          throw new AssertionError("no " + name + " in " + body);
        }
      }
    } catch (XMLStreamException e) {
      throw new AssertionError(body, e);
    }
    if (!body.startsWith("<s:Envelope xmlns:")
        || !body.contains(" xmlns:s=\"" + Uris.SOAP + "\"")
        || !body.contains(" xmlns:a=\"" + Uris.ADDRESSING + "\"")
        || !body.contains("<a:MessageID>urn:uuid:")) {
      throw new AssertionError(body);
    }
  }

  static String text(Call call) {
    return new String(call.body().bytes(), StandardCharsets.UTF_8);
  }

  private static String discoverResult() {
    return """
    <DiscoverResponse xmlns="http://schemas.microsoft.com/windows/management/2012/01/enrollment">
      <DiscoverResult>
        <AuthPolicy>OnPremise</AuthPolicy>
        <EnrollmentVersion>4.0</EnrollmentVersion>
        <EnrollmentPolicyServiceUrl>https://mdm.example.org/policy</EnrollmentPolicyServiceUrl>
        <EnrollmentServiceUrl>https://mdm.example.org/enroll</EnrollmentServiceUrl>
      </DiscoverResult>
    </DiscoverResponse>\
    """;
  }

  private static String policyResult() {
    return """
    <GetPoliciesResponse xmlns="http://schemas.microsoft.com/windows/pki/2009/01/enrollmentpolicy">
      <response><policyID/><policyFriendlyName/><policies><policy>
        <policyOIDReference>0</policyOIDReference><cAs xsi:nil="true"/>
        <attributes>
          <policySchema>3</policySchema>
          <privateKeyAttributes><minimalKeyLength>2048</minimalKeyLength></privateKeyAttributes>
          <hashAlgorithmOIDReference>0</hashAlgorithmOIDReference>
        </attributes>
      </policy></policies></response>
      <cAs xsi:nil="true"/>
      <oIDs><oID><value>2.16.840.1.101.3.4.2.1</value><group>4</group>
        <oIDReferenceID>0</oIDReferenceID><defaultName>szOID_NIST_sha256</defaultName></oID></oIDs>
    </GetPoliciesResponse>\
    """;
  }

  private String tokenResult(String body) {
    var xml = document.apply(documents.apply(Issue.of(body, request(body))));
    var encoder = style == Style.STRICT ? Base64.getEncoder() : Base64.getMimeEncoder();
    var encoded = encoder.encodeToString(xml.getBytes(StandardCharsets.UTF_8));
    return """
    <RequestSecurityTokenResponseCollection xmlns="http://docs.oasis-open.org/ws-sx/ws-trust/200512">
      <RequestSecurityTokenResponse>
        <TokenType>
          http://schemas.microsoft.com/5.0.0.0/ConfigurationManager/Enrollment/DeviceEnrollmentToken
        </TokenType>
        <DispositionMessage xmlns="http://schemas.microsoft.com/windows/pki/2009/01/enrollment"/>
        <RequestedSecurityToken>
          <BinarySecurityToken ValueType="http://schemas.microsoft.com/5.0.0.0/ConfigurationManager/Enrollment/DeviceEnrollmentProvisionDoc">%s</BinarySecurityToken>
        </RequestedSecurityToken>
        <RequestID xmlns="http://schemas.microsoft.com/windows/pki/2009/01/enrollment">0</RequestID>
      </RequestSecurityTokenResponse>
    </RequestSecurityTokenResponseCollection>\
    """
        .formatted(encoded);
  }

  /// The PKCS#10 in a request, out of its CMS wrapping for a renewal.
  static byte[] request(String body) {
    try {
      var token =
          XmlElement.read(body.getBytes(StandardCharsets.UTF_8), 1 << 20, 64)
              .at("Body", "RequestSecurityToken", "BinarySecurityToken")
              .orElseThrow();
      var bytes = Issue.base64(token.text());
      return Uris.PKCS7.equals(token.attributes().get("ValueType"))
          ? (byte[]) new CMSSignedData(bytes).getSignedContent().getContent()
          : bytes;
    } catch (XMLStreamException | CMSException e) {
      throw new AssertionError(body, e);
    }
  }

  Answer soap(String body) {
    var envelope =
        switch (style) {
          case STRICT ->
              """
              <s:Envelope xmlns:s="%s" xmlns:a="%s" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
              <s:Header><a:Action s:mustUnderstand="1">x</a:Action></s:Header><s:Body>%s</s:Body></s:Envelope>\
              """
                  .formatted(Uris.SOAP, Uris.ADDRESSING, body);
          case SLOPPY ->
              """
              <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
              \t<s:Header>\r\n\t\t<Action mustUnderstand="1">x</Action><RelatesTo>invalid_message_id</RelatesTo></s:Header>
              \t<!-- generated --><s:Body>\t%s\t</s:Body>
              </s:Envelope>\
              """
                  .formatted(body.replaceAll(" xmlns=\"[^\"]*\"", ""));
        };
    return new Answer(
        200,
        Map.of(),
        new HttpBody(
            "application/soap+xml; charset=utf-8", envelope.getBytes(StandardCharsets.UTF_8)));
  }

  /// A fault in this stub's style.
  Answer fault(String subcode, String errorType, String text) {
    var detail =
        errorType.isEmpty()
            ? ""
            : "<s:Detail><DeviceEnrollmentServiceError><ErrorType>"
                + errorType
                + "</ErrorType><Message>m</Message><TraceId>t-1</TraceId>"
                + "</DeviceEnrollmentServiceError></s:Detail>";
    var strict =
        "<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>"
            + subcode
            + "</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang=\"en\">"
            + text
            + "</s:Text></s:Reason>"
            + detail
            + "</s:Fault>";
    var answer =
        soap(
            style == Style.STRICT
                ? strict
                : strict
                    .replace("s:Fault", "s:fault")
                    .replace("s:Code", "s:code")
                    .replace("s:Value", "s:value")
                    .replace("s:Subcode", "s:subcode")
                    .replace("s:Reason", "s:reason")
                    .replace("s:Text", "s:text"));
    return new Answer(style == Style.STRICT ? 500 : 200, Map.of(), answer.body());
  }
}
