package io.reeve.core.agent;

import io.reeve.enroll.DeviceKeys.KeySpec;
import io.reeve.enroll.DmAccount;
import io.reeve.enroll.EnrollmentType;
import io.reeve.enroll.Trust;
import java.math.BigInteger;
import java.net.URI;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An enrolment made up for tests.
final class TestAccount {
  private static final URI SERVER = URI.create("https://mdm.example.org/omadm");

  private TestAccount() {}

  /// Enrols an agent without a service, with a certificate that lasts that long.
  static void enrol(Agent agent, Duration left) throws Exception {
    enrol(agent, left, Map.of());
  }

  /// @param dmClient as the provisioning document gave it
  static void enrol(Agent agent, Duration left, Map<String, String> dmClient) throws Exception {
    try (var candidate = agent.parts.keys().generate(new KeySpec("EC", 256))) {
      var pair = new KeyPair(candidate.publicKey(), candidate.privateKey());
      candidate.install(List.of(certificate(pair, left)), Map.of());
    }
    agent.loop.ask(() -> {
      agent.parts.enrolment().begin(account(dmClient));
      return true;
    });
  }

  static X509Certificate certificate(KeyPair pair, Duration left) throws Exception {
    var now = Instant.now();
    var name = new X500Name("CN=device");
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.ONE,
                    Date.from(now.minus(Duration.ofDays(1))),
                    Date.from(now.plus(left)),
                    name,
                    pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
  }

  private static DmAccount account(Map<String, String> dmClient) {
    return new DmAccount(
        "Example",
        "Example",
        List.of(SERVER),
        "DEV1",
        Optional.empty(),
        EnrollmentType.DEVICE,
        URI.create("https://mdm.example.org/EnrollmentServer/Discovery.svc"),
        "4.0",
        DmAccount.XML,
        Optional.of("1.2"),
        DmAccount.Retry.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        Trust.SYSTEM,
        DmAccount.Poll.DEFAULT,
        DmAccount.RenewalPlan.DEFAULT,
        Optional.empty(),
        dmClient,
        Map.of(),
        Instant.now());
  }
}
