package io.reeve.harness.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.transport.NettyExchange;
import io.reeve.enroll.DeviceFacts;
import io.reeve.enroll.DeviceKeys;
import io.reeve.enroll.DmAccount;
import io.reeve.enroll.Enroller;
import io.reeve.enroll.EnrollmentRequest;
import io.reeve.enroll.EnrollmentRequest.Credential;
import io.reeve.enroll.EnrollmentRequest.Target;
import io.reeve.enroll.EnrollmentResult;
import io.reeve.enroll.EnrollmentType;
import io.reeve.enroll.Exchange;
import io.reeve.enroll.Exchange.Answer;
import io.reeve.enroll.HttpBody;
import io.reeve.enroll.Tls;
import io.reeve.enroll.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// A device's side of a lab, made of the agent's own parts and of bare requests.
final class LabClient {
  static final String ID = "0A1B2C3D4E5F60718293A4B5C6D7E8F9";
  static final Exchange EXCHANGE = new NettyExchange();

  final Lab lab;
  final DeviceKeys keys;
  final Clock clock;

  private final DeviceFacts facts;

  LabClient(Lab lab, Path folder, Clock clock) {
    this(lab, folder.resolve("keys.p12"), clock, facts());
  }

  /// @param keys the file of the device's key
  LabClient(Lab lab, Path keys, Clock clock, DeviceFacts facts) {
    this.lab = lab;
    this.keys = DeviceKeys.pkcs12(keys);
    this.clock = clock;
    this.facts = facts;
  }

  static DeviceFacts facts() {
    return facts(ID, "laptop-1", "10.0.22631.0");
  }

  static DeviceFacts facts(String id, String name, String system) {
    return new DeviceFacts(
        id, "F".repeat(64), name, system, 48, "1.0.0.0", "en-US", List.of("00-0C-29-51-60-9D"));
  }

  Trust trust() {
    try {
      return Trust.only(Pem.certificates(lab.caFile()));
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  EnrollmentResult enroll(Credential credential) throws Exception {
    return enroll(credential, EnrollmentType.FULL);
  }

  EnrollmentResult enroll(Credential credential, EnrollmentType type) throws Exception {
    var request =
        new EnrollmentRequest(
            new Target.Server(lab.discovery().toString()), credential, trust(), type, facts);
    return new Enroller(EXCHANGE, keys, clock).enroll(request);
  }

  /// Enrols ann with her password.
  DmAccount enrolled() throws Exception {
    return enrolled("ann@example.org");
  }

  /// Enrols that user with a password.
  DmAccount enrolled(String user) throws Exception {
    lab.admin().putUser(user, "correct horse".toCharArray());
    var result = enroll(new Credential.Password(user, "correct horse"));
    if (result instanceof EnrollmentResult.Enrolled enrolled) {
      return enrolled.account();
    }
    throw new AssertionError(result);
  }

  SSLContext withIdentity() throws Exception {
    return Tls.context(trust(), keys.identity());
  }

  SSLContext anonymous() {
    return Tls.context(trust(), Optional.empty());
  }

  Answer send(
      SSLContext tls, String method, String path, Map<String, String> headers, HttpBody body)
      throws IOException {
    return EXCHANGE.send(
        new Exchange.Call(
            method, URI.create(lab.uri() + path), headers, body, tls, Duration.ofSeconds(60)));
  }

  Answer soap(String path, String text) throws IOException {
    return send(anonymous(), "POST", path, Map.of(), body("application/soap+xml", text));
  }

  /// Posts SyncML and gives the answer's text.
  String sync(SSLContext tls, String text) throws IOException {
    return text(
        send(
            tls,
            "POST",
            ManagementService.PATH,
            Map.of(),
            body("application/vnd.syncml.dm+xml", text)));
  }

  Answer api(String method, String path, String json) throws IOException {
    var token = Files.readString(lab.adminTokenFile()).strip();
    return send(
        anonymous(),
        method,
        "/api/v1" + path,
        Map.of("Authorization", "Bearer " + token),
        json.isEmpty() ? HttpBody.NONE : body("application/json", json));
  }

  static HttpBody body(String type, String text) {
    return new HttpBody(type, text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(Answer answer) {
    return new String(answer.body().bytes(), StandardCharsets.UTF_8);
  }

  static JsonNode json(Answer answer) throws IOException {
    return Json.parse(text(answer));
  }

  /// A message of the device with that body.
  static String message(String session, int number, String body) {
    return """
    <SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>\
    <SessionID>%s</SessionID><MsgID>%d</MsgID><Target><LocURI>lab</LocURI></Target>\
    <Source><LocURI>%s</LocURI></Source></SyncHdr><SyncBody>%s</SyncBody></SyncML>\
    """
        .formatted(session, number, ID, body);
  }

  static final String HELLO = "<Alert><CmdID>1</CmdID><Data>1201</Data></Alert><Final/>";
}
