package io.reeve.enroll;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is known of renewing the certificate; kept over restarts as notes, and read by the service
/// under `CertificateStore/My/WSTEP/Renew`.
///
/// @param status as `Renew/Status`
/// @param errorCode as `Renew/ErrorCode`: an HRESULT, 0 for none
/// @param failures tries since the last success, that did not succeed
/// @param lastTry when the last try began
/// @param renewedAt when the certificate was last renewed
/// @param nextTry not before this; empty when only the certificate's end counts
/// @param text how the last try ended, in a sentence; empty before the first
/// @param signedEntDmId base64 of EntDMID signed with the key before the last renewal; empty before
public record RenewalState(
    Status status,
    int errorCode,
    int failures,
    Optional<Instant> lastTry,
    Optional<Instant> renewedAt,
    Optional<Instant> nextTry,
    String text,
    Optional<String> signedEntDmId) {
  /// Nothing has happened yet.
  public static final RenewalState INITIAL =
      new RenewalState(
          Status.NOT_STARTED,
          0,
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          "",
          Optional.empty());

  /// The values of `Renew/Status`; the number on the wire is the ordinal.
  public enum Status {
    NOT_STARTED,
    IN_PROGRESS,
    SUCCEEDED,
    FAILED
  }

  /// As a flat map of texts.
  public Map<String, String> toMap() {
    var map = new TreeMap<String, String>();
    map.put("status", status.name());
    map.put("error", Integer.toHexString(errorCode));
    map.put("failures", String.valueOf(failures));
    lastTry.ifPresent(at -> map.put("last-try", at.toString()));
    renewedAt.ifPresent(at -> map.put("renewed-at", at.toString()));
    nextTry.ifPresent(at -> map.put("next-try", at.toString()));
    map.put("text", text);
    signedEntDmId.ifPresent(signed -> map.put("signed-entdmid", signed));
    return map;
  }

  /// Reads what [#toMap] wrote; an empty map is [#INITIAL].
  public static RenewalState fromMap(Map<String, String> map) {
    return new RenewalState(
        Status.valueOf(map.getOrDefault("status", Status.NOT_STARTED.name())),
        Integer.parseUnsignedInt(map.getOrDefault("error", "0"), 16),
        Integer.parseInt(map.getOrDefault("failures", "0")),
        Optional.ofNullable(map.get("last-try")).map(Instant::parse),
        Optional.ofNullable(map.get("renewed-at")).map(Instant::parse),
        Optional.ofNullable(map.get("next-try")).map(Instant::parse),
        map.getOrDefault("text", ""),
        Optional.ofNullable(map.get("signed-entdmid")));
  }
}
