package io.reeve.harness.lab;

import io.reeve.harness.lab.LabViews.Device;
import io.reeve.harness.lab.LabViews.DeviceState;
import io.reeve.harness.lab.LabViews.Judgement;
import io.reeve.harness.lab.LabViews.Overall;
import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The enrolled devices, their certificates and their session secrets.
final class Devices {
  private final Database database;
  private final Clock clock;

  Devices(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /// What a device says of itself when it enrols.
  record Facts(
      String id,
      String name,
      String enrollmentType,
      String hardwareId,
      String osVersion,
      String osEdition) {}

  /// What lab and device prove themselves with under `syncml:auth-md5`. The digests are
  /// `B64(MD5(name:secret))`; the secrets themselves are not kept.
  record Secrets(
      String clientDigest,
      String serverDigest,
      String clientNonce,
      Instant clientNonceAt,
      String serverNonce) {
    /// Leaves the digests out: they are as good as the secrets.
    @Override
    public String toString() {
      return "Secrets[]";
    }
  }

  /// A certificate the lab has issued.
  record Issued(String device, Instant notAfter, boolean revoked) {}

  /// Stores a fresh enrolment; what was known of an earlier one of the same id is dropped, its
  /// assignments are kept. Its certificates become worthless.
  void enroll(Facts facts, String user, Secrets secrets) {
    var now = clock.instant();
    database.update(
        """
        INSERT INTO devices (id, name, user, state, enrollment_type, hardware_id, os_version,
          os_edition, enrolled, client_digest, server_digest, client_nonce, client_nonce_at,
          server_nonce) VALUES (?, ?, ?, 'ENROLLED', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, user = excluded.user,
          state = excluded.state, enrollment_type = excluded.enrollment_type,
          hardware_id = excluded.hardware_id, os_version = excluded.os_version,
          os_edition = excluded.os_edition, enrolled = excluded.enrolled, last_seen = NULL,
          client_digest = excluded.client_digest, server_digest = excluded.server_digest,
          client_nonce = excluded.client_nonce, client_nonce_at = excluded.client_nonce_at,
          server_nonce = excluded.server_nonce\
        """,
        facts.id,
        facts.name,
        user,
        facts.enrollmentType,
        facts.hardwareId,
        facts.osVersion,
        facts.osEdition,
        now,
        secrets.clientDigest,
        secrets.serverDigest,
        secrets.clientNonce,
        now,
        secrets.serverNonce);
    database.update("DELETE FROM nodes WHERE device = ?", facts.id);
    database.update("DELETE FROM reports WHERE device = ?", facts.id);
    database.update(
        "UPDATE commands SET state = 'CANCELLED' WHERE device = ? AND state IN ('QUEUED', 'SENT')",
        facts.id);
    revoke(facts.id);
  }

  List<Device> all() {
    return database.all(SELECT + " ORDER BY d.enrolled, d.id", this::read);
  }

  Optional<Device> find(String id) {
    return database.one(SELECT + " WHERE d.id = ?", this::read, id);
  }

  /// The device, which must exist.
  Device known(String id) {
    return find(id)
        .orElseThrow(() ->
            LabException.missing(
                "there is no device '" + id + "'", "list them: GET /api/v1/devices"));
  }

  void state(String id, DeviceState state) {
    database.update("UPDATE devices SET state = ? WHERE id = ?", state, id);
  }

  void forget(String id) {
    database.update("DELETE FROM devices WHERE id = ?", id);
  }

  void seen(String id) {
    database.update("UPDATE devices SET last_seen = ? WHERE id = ?", clock.instant(), id);
  }

  Secrets secrets(String id) {
    return database
        .one(
            """
            SELECT client_digest, server_digest, client_nonce, client_nonce_at, server_nonce
            FROM devices WHERE id = ?\
            """,
            row ->
                new Secrets(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    Database.time(row, "client_nonce_at"),
                    row.getString(5)),
            id)
        .orElseThrow();
  }

  /// The nonce that device must use from now on.
  void clientNonce(String id, String base64) {
    database.update(
        "UPDATE devices SET client_nonce = ?, client_nonce_at = ? WHERE id = ?",
        base64,
        clock.instant(),
        id);
  }

  /// The nonce that device wants the lab to use from now on.
  void serverNonce(String id, String base64) {
    database.update("UPDATE devices SET server_nonce = ? WHERE id = ?", base64, id);
  }

  void issued(String device, X509Certificate certificate) {
    database.update(
        "INSERT INTO certificates (thumbprint, device, issued, not_after) VALUES (?, ?, ?, ?)",
        Pem.sha256(certificate),
        device,
        clock.instant(),
        certificate.getNotAfter().toInstant());
  }

  Optional<Issued> issued(X509Certificate certificate) {
    return database.one(
        "SELECT device, not_after, revoked IS NOT NULL FROM certificates WHERE thumbprint = ?",
        row -> new Issued(row.getString(1), Database.time(row, "not_after"), row.getBoolean(3)),
        Pem.sha256(certificate));
  }

  /// Notes that the device uses this certificate; the ones issued before it are no longer needed.
  void uses(String device, X509Certificate certificate) {
    var thumbprint = Pem.sha256(certificate);
    int first =
        database.update(
            "UPDATE certificates SET seen = ? WHERE thumbprint = ? AND seen IS NULL",
            clock.instant(),
            thumbprint);
    if (first == 1) {
      database.update(
          """
          UPDATE certificates SET revoked = ? WHERE device = ? AND revoked IS NULL
            AND rowid < (SELECT rowid FROM certificates WHERE thumbprint = ?)\
          """,
          clock.instant(),
          device,
          thumbprint);
    }
  }

  /// Makes all certificates of the device worthless and says how many that were.
  int revoke(String device) {
    return database.update(
        "UPDATE certificates SET revoked = ? WHERE device = ? AND revoked IS NULL",
        clock.instant(),
        device);
  }

  private static final String SELECT =
      """
      SELECT d.*,
        (SELECT max(not_after) FROM certificates c WHERE c.device = d.id) AS not_after,
        r.at AS judged, json_extract(r.data, '$.overall') AS overall,
        json_extract(r.data, '$.counts.NON_COMPLIANT') AS failing,
        substr(json_extract(o.data, '$[0].name') || ' ' || json_extract(o.data, '$[0].version'),
          1, 200) AS system
      FROM devices d
        LEFT JOIN reports r ON r.device = d.id AND r.kind = 'compliance'
        LEFT JOIN reports o ON o.device = d.id AND o.kind = 'inventory/os_version'\
      """;

  private Device read(ResultSet row) throws SQLException {
    var id = row.getString("id");
    return new Device(
        id,
        row.getString("name"),
        row.getString("user"),
        DeviceState.valueOf(row.getString("state")),
        row.getString("enrollment_type"),
        row.getString("hardware_id"),
        row.getString("os_version"),
        row.getString("os_edition"),
        Optional.ofNullable(row.getString("system")),
        Database.time(row, "enrolled"),
        Database.maybeTime(row, "last_seen"),
        Database.time(row, "not_after"),
        database.all(
            "SELECT profile FROM assignments WHERE device = ? ORDER BY position",
            one -> one.getString(1),
            id),
        row.getInt("waiting"),
        judgement(row));
  }

  private static Optional<Judgement> judgement(ResultSet row) throws SQLException {
    var at = Database.maybeTime(row, "judged");
    var word = Optional.ofNullable(row.getString("overall")).orElse("");
    int failing = Math.max(0, row.getInt("failing"));
    return at.map(time -> new Judgement(overall(word), failing, time));
  }

  private static Overall overall(String word) {
    return Stream.of(Overall.values())
        .filter(overall -> overall.name().equals(word))
        .findFirst()
        .orElse(Overall.UNKNOWN);
  }
}
