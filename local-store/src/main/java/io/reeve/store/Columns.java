package io.reeve.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reeve.policy.Address;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How our types are kept in columns. These forms are in files on disk: extend, never change.
final class Columns {
  private Columns() {}

  /// A letter for the kind, a colon, and the value as it travels.
  static String text(Value value) {
    return switch (value) {
      case Value.Absent() -> "a:";
      case Value.Bool _ -> "b:" + value.wire();
      case Value.Int _ -> "i:" + value.wire();
      case Value.Text _ -> "t:" + value.wire();
      case Value.Bytes _ -> "x:" + value.wire();
    };
  }

  static Value value(String text) {
    var wire = text.substring(2);
    return switch (text.charAt(0)) {
      case 'a' -> Value.absent();
      case 'b' -> Value.of(Boolean.parseBoolean(wire));
      case 'i' -> Value.of(Long.parseLong(wire));
      case 't' -> Value.of(wire);
      case 'x' -> new Value.Bytes(wire);
      default -> throw new IllegalStateException("unknown kind of value in the store: " + text);
    };
  }

  /// `mechanism?name=text&name=text`, each part percent-encoded.
  static String text(Address address) {
    return encode(address.mechanism())
        + address.parameters().entrySet().stream()
            .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
            .collect(Collectors.joining("&", "?", ""));
  }

  static Address address(String text) {
    int mark = text.indexOf('?');
    var parameters = new TreeMap<String, String>();
    for (var pair : text.substring(mark + 1).split("&")) {
      int equals = pair.indexOf('=');
      if (equals >= 0) {
        parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return new Address(decode(text.substring(0, mark)), parameters);
  }

  /// One address a line; an address has no control characters.
  static String text(List<OmaUri> uris) {
    return uris.stream().map(OmaUri::toString).collect(Collectors.joining("\n"));
  }

  static List<OmaUri> uris(String text) {
    return text.lines().map(OmaUri::parse).toList();
  }

  static long time(Instant at) {
    return at.toEpochMilli();
  }

  static Instant time(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  /// A time that may be missing.
  static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(time(millis));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, UTF_8);
  }
}
