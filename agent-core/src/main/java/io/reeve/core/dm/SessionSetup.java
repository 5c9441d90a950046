package io.reeve.core.dm;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a session begins with.
///
/// @param server the management address, as Target
/// @param deviceId as Source; the same as `DevInfo/DevId`
/// @param sessionId 1 to 65535; a new one each time
/// @param version SyncApplicationVersion, for example `1.0`
/// @param byServer whether the service asked for the session
/// @param login whether the person the enrolment belongs to is there
/// @param devInfo the nodes to report at once, by address, in order
/// @param events alerts of this session beside those of the outbox
/// @param limits what this side accepts
public record SessionSetup(
    String server,
    String deviceId,
    int sessionId,
    String version,
    boolean byServer,
    LoginStatus login,
    Map<String, String> devInfo,
    List<Event> events,
    Limits limits) {
  private static final int LARGEST_ID = 0xFFFF;

  public SessionSetup {
    devInfo = Collections.unmodifiableMap(new LinkedHashMap<>(devInfo));
    events = List.copyOf(events);
    if (sessionId < 1 || sessionId > LARGEST_ID) {
      throw new IllegalArgumentException("session id " + sessionId + " is not in 1 to 65535");
    }
  }

  /// Whether somebody is logged in.
  public enum LoginStatus {
    /// The person the enrolment belongs to.
    USER("user"),
    OTHERS("others"),
    NONE("none");

    private final String wire;

    LoginStatus(String wire) {
      this.wire = wire;
    }

    String wire() {
      return wire;
    }
  }

  /// An alert without a place in the outbox.
  ///
  /// @param code 1224 or 1226
  public record Event(int code, String type, String format, String data) {
    /// The person at the machine ends the enrolment.
    public static Event unenrolledByUser() {
      return new Event(1226, "com.microsoft:mdm.unenrollment.userrequest", "int", "1");
    }
  }

  /// What this side accepts.
  ///
  /// @param message the largest message in bytes, announced
  /// @param object the largest object in bytes, announced
  /// @param messages the most messages sent in a session
  public record Limits(int message, int object, int messages) {
    /// 1 MiB, 2 MiB, 500.
    public static final Limits USUAL = new Limits(1024 * 1024, 2 * 1024 * 1024, 500);
  }

  /// Whether Microsoft's namespace is used.
  boolean msft() {
    return major() >= 3;
  }

  /// The session's id as it travels: decimal at first, upper-case hexadecimal from version 2.0.
  String wireId() {
    return major() >= 2
        ? Integer.toHexString(sessionId).toUpperCase(Locale.ROOT)
        : Integer.toString(sessionId);
  }

  private int major() {
    var dot = version.indexOf('.');
    try {
      return Integer.parseInt(dot < 0 ? version : version.substring(0, dot));
    } catch (NumberFormatException _) {
      return 1;
    }
  }
}
