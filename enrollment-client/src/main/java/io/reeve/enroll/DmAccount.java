package io.reeve.enroll;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The account an enrolment gives: everything a session and the agent need to know of the service.
/// It holds no secret, only the names under which [DeviceKeys#secret(String)] keeps them, so it may
/// be stored and shown.
///
/// @param providerId PROVIDER-ID: the service's name in the tree
/// @param name what people call the service
/// @param servers the management addresses, all `https`, in order of preference; at least one
/// @param deviceId the id the service knows this device by: SyncHdr Source and DevInfo DevId
/// @param user who enrolled; empty when nobody's name was given
/// @param type whom the enrolment is for
/// @param discovery the accepted discovery address; renewal starts there again
/// @param enrollmentVersion as discovery answered, for example `4.0`
/// @param encoding the media type of sessions
/// @param protocolVersion PROTOVER, `1.1` or `1.2`; empty when the service did not say
/// @param retry what to do when a session finds no connection
/// @param client how this device authenticates to the service (APPSRV); empty for TLS alone
/// @param server how the service authenticates to this device (CLIENT); empty for TLS alone
/// @param trust which roots vouch for the management server
/// @param poll when to ask the service by itself
/// @param renewal when and where the certificate is renewed
/// @param certificateSearch SSLCLIENTCERTSEARCHCRITERIA, decoded from XML but not further; empty
///   when the document gave none
/// @param dmClient parms of `DMClient/Provider/{id}` by path below it, as `EntDMID` or
///   `FirstSyncStatus/TimeOutUntilSyncFailure`; a flag has the empty text
/// @param application further parms of the application, as `ROLE`; a flag has the empty text
/// @param enrolledAt when
public record DmAccount(
    String providerId,
    String name,
    List<URI> servers,
    String deviceId,
    Optional<String> user,
    EnrollmentType type,
    URI discovery,
    String enrollmentVersion,
    String encoding,
    Optional<String> protocolVersion,
    Retry retry,
    Optional<Auth> client,
    Optional<Auth> server,
    Trust trust,
    Poll poll,
    RenewalPlan renewal,
    Optional<String> certificateSearch,
    Map<String, String> dmClient,
    Map<String, String> application,
    Instant enrolledAt) {
  /// The media type of sessions in XML.
  public static final String XML = "application/vnd.syncml.dm+xml";

  /// The media type of sessions in WBXML, which this agent knows of but does not speak.
  public static final String WBXML = "application/vnd.syncml.dm+wbxml";

  public DmAccount {
    servers = List.copyOf(servers);
    dmClient = Map.copyOf(dmClient);
    application = Map.copyOf(application);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("an account needs a management address");
    }
    for (var each : servers) {
      if (!"https".equalsIgnoreCase(each.getScheme())) {
        throw new IllegalArgumentException("management address is not https: " + each);
      }
    }
  }

  /// Reads what [#toMap] wrote.
  ///
  /// @throws IllegalArgumentException when a part is missing or malformed; the message names it
  public static DmAccount fromMap(Map<String, String> map) {
    return AccountMap.read(map);
  }

  /// As a flat map of texts, for example to keep as notes. Holds no secret.
  public Map<String, String> toMap() {
    return AccountMap.write(this);
  }

  /// EntDMID: the id under which the service files this device, if it gave one.
  public Optional<String> entDmId() {
    return Optional.ofNullable(dmClient.get("EntDMID"));
  }

  /// SyncApplicationVersion, if the service gave one.
  public Optional<String> syncApplicationVersion() {
    return Optional.ofNullable(dmClient.get("SyncApplicationVersion"));
  }

  /// The same account at other addresses.
  public DmAccount withServers(List<URI> others) {
    return copy(others, trust, renewal);
  }

  /// The same account after a renewal.
  DmAccount with(Trust otherTrust, RenewalPlan otherRenewal) {
    return copy(servers, otherTrust, otherRenewal);
  }

  private DmAccount copy(List<URI> otherServers, Trust otherTrust, RenewalPlan otherRenewal) {
    return new DmAccount(
        providerId,
        name,
        otherServers,
        deviceId,
        user,
        type,
        discovery,
        enrollmentVersion,
        encoding,
        protocolVersion,
        retry,
        client,
        server,
        otherTrust,
        poll,
        otherRenewal,
        certificateSearch,
        dmClient,
        application,
        enrolledAt);
  }

  /// A user name and the names of its secrets. Of a nonce the text is kept as it came: base64 by
  /// the specification, anything in the field.
  ///
  /// @param scheme how
  /// @param user AAUTHNAME; empty when the document gave none
  /// @param secret the name of the secret in [DeviceKeys]
  /// @param nonce the name of the nonce to begin with in [DeviceKeys]; there may be none under it
  public record Auth(Scheme scheme, String user, String secret, String nonce) {
    /// The secret this device proves itself with.
    public static final String CLIENT_SECRET = "client.secret";

    /// The nonce to begin with for this device's proof.
    public static final String CLIENT_NONCE = "client.nonce";

    /// The secret the service proves itself with.
    public static final String SERVER_SECRET = "server.secret";

    /// The nonce to begin with for the service's proof.
    public static final String SERVER_NONCE = "server.nonce";

    /// How one side proves who it is.
    public enum Scheme {
      /// `syncml:auth-basic`
      BASIC,
      /// `syncml:auth-md5`
      DIGEST
    }
  }

  /// What to do when a session finds no connection.
  ///
  /// @param attempts how many tries after the first
  /// @param initial before the first of them
  /// @param most the longest pause
  public record Retry(int attempts, Duration initial, Duration most) {
    /// What the specification gives where the service says nothing.
    public static final Retry DEFAULT = new Retry(3, Duration.ofSeconds(16), Duration.ofDays(1));

    /// The pause before the try of that number, counted from 1.
    public Duration pause(int number) {
      long factor = 1L << Math.min(Math.max(number - 1, 0), 30);
      var pause = initial.multipliedBy(factor);
      return pause.compareTo(most) > 0 ? most : pause;
    }
  }

  /// The poll table, in minutes and counts as it came. An interval of 0 switches its schedule off;
  /// a count of 0 with an interval means for ever.
  public record Poll(
      int firstInterval,
      int firstCount,
      int secondInterval,
      int secondCount,
      int remainingInterval,
      int remainingCount,
      boolean onLogin,
      boolean onFirstLoginOfEachUser) {
    /// What the specification gives where the service says nothing.
    public static final Poll DEFAULT = new Poll(15, 10, 0, 0, 0, 0, false, false);
  }

  /// When and where the certificate is renewed.
  ///
  /// @param period how long before its end
  /// @param retryInterval between two tries
  /// @param server ServerURL: the enrolment service to ask, without a new discovery
  public record RenewalPlan(Duration period, Duration retryInterval, Optional<URI> server) {
    /// What the specification gives where the service says nothing.
    public static final RenewalPlan DEFAULT =
        new RenewalPlan(Duration.ofDays(42), Duration.ofDays(7), Optional.empty());
  }
}
