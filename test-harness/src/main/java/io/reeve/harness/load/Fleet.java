package io.reeve.harness.load;

import io.reeve.core.local.AgentException;
import io.reeve.core.transport.NettyExchange;
import io.reeve.enroll.DeviceFacts;
import io.reeve.enroll.Enroller;
import io.reeve.enroll.EnrollmentRequest;
import io.reeve.enroll.EnrollmentRequest.Credential;
import io.reeve.enroll.EnrollmentRequest.Target;
import io.reeve.enroll.EnrollmentResult;
import io.reeve.enroll.EnrollmentType;
import io.reeve.enroll.Exchange;
import io.reeve.enroll.KeyHomeException;
import io.reeve.enroll.Trust;
import io.reeve.harness.lab.Lab;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The devices, and the service they belong to.
final class Fleet {
  private static final String USER = "fleet@example.org";
  private static final String PROFILE = "load";
  private static final int USES_OF_A_TOKEN = 100_000;

  private final Lab lab;
  private final Trust trust;
  private final int settings;
  private final Exchange exchange = new NettyExchange();
  private final List<LoadDevice> devices = Collections.synchronizedList(new ArrayList<>());
  private final Credential credential;

  /// @param settings how many each device is given
  Fleet(Lab lab, int settings) throws IOException {
    this.lab = lab;
    this.trust = Trust.only(List.of(authority(lab)));
    this.settings = settings;
    this.credential =
        new Credential.Token(
            Optional.of(USER),
            lab.admin().newToken(USER, Duration.ofDays(1), USES_OF_A_TOKEN).secret(),
            Credential.Token.USER_TOKEN);
    lab.admin().putProfile(new Profile(PROFILE, false, items(settings)));
  }

  private static X509Certificate authority(Lab lab) throws IOException {
    try (var in = Files.newInputStream(lab.caFile())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (CertificateException impossible) {
      throw new IOException(lab.caFile() + " holds no certificate", impossible);
    }
  }

  private static List<Item> items(int settings) {
    return IntStream.range(0, settings)
        .mapToObj(i ->
            Item.of(
                "./Device/Vendor/Reeve/Hosts/host%d.example".formatted(i),
                "chr",
                "192.0.2." + i % 250))
        .toList();
  }

  List<LoadDevice> devices() {
    return List.copyOf(devices);
  }

  /// Enrols the device of that number and gives it its settings.
  LoadDevice enrol(int number) throws IOException, KeyHomeException {
    var keys = new MemoryKeys();
    var request =
        new EnrollmentRequest(
            new Target.Server(lab.discovery().toString()),
            credential,
            trust,
            EnrollmentType.DEVICE,
            facts(number));
    return switch (new Enroller(exchange, keys, Clock.systemUTC()).enroll(request)) {
      case EnrollmentResult.Enrolled enrolled -> {
        var device = new LoadDevice(exchange, trust, keys, enrolled.account());
        lab.admin().assign(device.id(), PROFILE);
        devices.add(device);
        yield device;
      }
      case EnrollmentResult.Refused refused ->
          throw new IOException("device " + number + " was refused: " + refused.sentence());
    };
  }

  private static DeviceFacts facts(int number) {
    return new DeviceFacts(
        "%032X".formatted(number),
        "%064X".formatted(number),
        "virtual-" + number,
        "10.0.22631.0",
        48,
        "1.0.0.0",
        "en-US",
        List.of(
            "02-00-00-%02X-%02X-%02X".formatted(number >> 16, number >> 8 & 255, number & 255)));
  }

  /// @throws AgentException when a device has not taken what the service gave it: then nothing that
  ///   was measured means anything
  void check() {
    for (var device : devices()) {
      if (device.settings() != settings) {
        throw new AgentException(
            AgentException.Kind.FAILED,
            "device %s has %d settings instead of %d"
                .formatted(device.id(), device.settings(), settings),
            "this is a defect: please report it");
      }
    }
  }
}
