package io.reeve.enroll;

import io.reeve.enroll.EnrollmentRequest.Credential;
import io.reeve.enroll.EnrollmentRequest.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What tests start from.
final class Given {
  static final String URL = "https://mdm.example.org/discovery";
  static final Pki PKI = new Pki();
  static final Clock CLOCK = Clock.fixed(Pki.NOW, ZoneOffset.UTC);
  static final UUID ID = UUID.fromString("11111111-2222-4333-8444-555555555555");
  static final Credential PASSWORD = new Credential.Password("ann@example.org", "pass&word<1>");
  static final Credential TOKEN =
      new Credential.Token(Optional.empty(), "{\"type\":1,\"key\":\"k3y?>\"}", Uris.USER_TOKEN);
  static final DeviceFacts FACTS =
      new DeviceFacts(
          "0A1B2C3D4E5F60718293A4B5C6D7E8F9",
          "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF",
          "ann's <laptop>",
          "10.0.22631.0",
          48,
          "0.1.0.0",
          "en-US",
          List.of("00-0C-29-51-60-9D", "00-0C-29-51-60-A7"));

  private Given() {}

  static EnrollmentRequest request(Credential credential) {
    return request(new Target.Server(URL), credential, EnrollmentType.DEVICE);
  }

  static EnrollmentRequest request(Target target, Credential credential, EnrollmentType type) {
    return new EnrollmentRequest(target, credential, Trust.only(List.of(PKI.root)), type, FACTS);
  }

  static EnrollmentResult enrol(Exchange exchange, Path keys, EnrollmentRequest request)
      throws IOException, KeyHomeException {
    return new Enroller(exchange, DeviceKeys.pkcs12(keys), CLOCK, () -> ID).enroll(request);
  }
}
