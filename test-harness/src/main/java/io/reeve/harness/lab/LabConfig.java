package io.reeve.harness.lab;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// How a lab is started. [#at(Path)] gives one that listens on loopback; the `with` methods change
/// one thing each.
///
/// @param state the folder of CA, database and tokens; made when missing, mode 0700. One lab at a
///   time may use it
/// @param bind the address to listen on
/// @param port the port; 0 for the one this folder had last time, or else one the kernel chooses
/// @param names names and addresses the server certificate is for besides `localhost`, `127.0.0.1`
///   and `::1`; the first is the one in every URL given to devices
/// @param userCa a PEM file of the authorities whose user certificates may enrol
/// @param tokenType the `ValueType` under which an enrolment token is accepted besides
///   `DeviceEnrollmentUserToken`
/// @param approverKeys public Ed25519 keys in base64; devices do nothing destructive without the
///   approval of the owner of one of them; none when empty
/// @param scriptKeys public Ed25519 keys in base64 of those whose scripts devices run; when empty,
///   the lab has one of its own and signs what it sends
/// @param provider the PROVIDER-ID given to devices
/// @param certificateLife how long a device certificate is valid
/// @param renewPeriod how long before its end a device certificate may be renewed, in days (1 to
///   1000)
/// @param poll minutes between a device's sessions once the first ones are over, at least 1
/// @param hints whether devices are told where they may ask for news
/// @param dialect deviations from the standard, for tests
/// @param clock what time it is
public record LabConfig(
    Path state,
    String bind,
    int port,
    List<String> names,
    Optional<Path> userCa,
    Optional<String> tokenType,
    List<String> approverKeys,
    List<String> scriptKeys,
    String provider,
    Duration certificateLife,
    int renewPeriod,
    int poll,
    boolean hints,
    LabDialect dialect,
    Clock clock) {
  public LabConfig {
    names = List.copyOf(names);
    approverKeys = List.copyOf(approverKeys);
    scriptKeys = List.copyOf(scriptKeys);
    require(port >= 0 && port <= 65535, "port " + port + " is not between 0 and 65535");
    require(renewPeriod >= 1 && renewPeriod <= 1000, "renewal period must be 1 to 1000 days");
    require(poll >= 1, "poll interval must be at least 1 minute");
    require(certificateLife.isPositive(), "a certificate must be valid for some time");
    require(
        provider.matches("[A-Za-z0-9.-]{1,64}"), "provider '" + provider + "' is no plain name");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /// A lab on loopback with certificates for a year, renewable in their last 42 days.
  public static LabConfig at(Path state) {
    return new LabConfig(
        state,
        "127.0.0.1",
        0,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        "ReeveLab",
        Duration.ofDays(365),
        42,
        1440,
        false,
        LabDialect.STANDARD,
        Clock.systemUTC());
  }

  /// On that address and port.
  public LabConfig withAddress(String bind, int port) {
    return with(draft -> {
      draft.bind = bind;
      draft.port = port;
    });
  }

  /// With these names in the server certificate.
  public LabConfig withNames(List<String> names) {
    return with(draft -> draft.names = names);
  }

  /// With user certificates of the authorities in that PEM file.
  public LabConfig withUserCa(Path pem) {
    return with(draft -> draft.userCa = Optional.of(pem));
  }

  /// With enrolment tokens also accepted under that `ValueType`.
  public LabConfig withTokenType(String type) {
    return with(draft -> draft.tokenType = Optional.of(type));
  }

  /// With these approvers.
  public LabConfig withApproverKeys(List<String> keys) {
    return with(draft -> draft.approverKeys = keys);
  }

  /// With these keys for scripts; the lab signs none then.
  public LabConfig withScriptKeys(List<String> keys) {
    return with(draft -> draft.scriptKeys = keys);
  }

  /// With hints: what is asked of a device reaches it at once.
  public LabConfig withHints() {
    return with(draft -> draft.hints = true);
  }

  /// With certificates valid so long and renewable in so many of their last days.
  public LabConfig withCertificates(Duration life, int renewPeriod) {
    return with(draft -> {
      draft.certificateLife = life;
      draft.renewPeriod = renewPeriod;
    });
  }

  /// Speaking that dialect from the start.
  public LabConfig withDialect(LabDialect dialect) {
    return with(draft -> draft.dialect = dialect);
  }

  /// Reading the time from that clock. TLS itself goes by the system's.
  public LabConfig withClock(Clock clock) {
    return with(draft -> draft.clock = clock);
  }

  private LabConfig with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.config();
  }

  /// The same with every component open to change.
  private static final class Draft {
    Path state;
    String bind;
    int port;
    List<String> names;
    Optional<Path> userCa;
    Optional<String> tokenType;
    List<String> approverKeys;
    List<String> scriptKeys;
    String provider;
    Duration certificateLife;
    int renewPeriod;
    int poll;
    boolean hints;
    LabDialect dialect;
    Clock clock;

    Draft(LabConfig config) {
      state = config.state;
      bind = config.bind;
      port = config.port;
      names = config.names;
      userCa = config.userCa;
      tokenType = config.tokenType;
      approverKeys = config.approverKeys;
      scriptKeys = config.scriptKeys;
      provider = config.provider;
      certificateLife = config.certificateLife;
      renewPeriod = config.renewPeriod;
      poll = config.poll;
      hints = config.hints;
      dialect = config.dialect;
      clock = config.clock;
    }

    LabConfig config() {
      return new LabConfig(
          state,
          bind,
          port,
          names,
          userCa,
          tokenType,
          approverKeys,
          scriptKeys,
          provider,
          certificateLife,
          renewPeriod,
          poll,
          hints,
          dialect,
          clock);
    }
  }
}
