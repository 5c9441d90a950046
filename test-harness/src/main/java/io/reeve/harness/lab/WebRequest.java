package io.reeve.harness.lab;

import io.reeve.enroll.HttpBody;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A request as it came over TLS.
///
/// @param path without query, as it was written
/// @param query by name; of several of one name, the first
/// @param headers by lower-case name
/// @param peer the client's certificate, signed by the lab's authority; neither its dates nor its
///   revocation have been looked at
record WebRequest(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    HttpBody body,
    Optional<X509Certificate> peer) {
  WebRequest {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /// The request's parts of an address as it stands in the request line.
  static WebRequest of(
      String method,
      String uri,
      Map<String, String> headers,
      HttpBody body,
      Optional<X509Certificate> peer) {
    int mark = uri.indexOf('?');
    var path = mark < 0 ? uri : uri.substring(0, mark);
    var query = mark < 0 ? Map.<String, String>of() : form(uri.substring(mark + 1));
    return new WebRequest(method, path, query, headers, body, peer);
  }

  /// The pairs of a query or a form.
  ///
  /// @throws IllegalArgumentException when an escape is malformed
  static Map<String, String> form(String text) {
    var pairs = new LinkedHashMap<String, String>();
    for (var pair : text.split("&")) {
      int mark = pair.indexOf('=');
      var name = mark < 0 ? pair : pair.substring(0, mark);
      var value = mark < 0 ? "" : pair.substring(mark + 1);
      pairs.putIfAbsent(decoded(name), decoded(value));
    }
    return pairs;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  String text() {
    return new String(body.bytes(), StandardCharsets.UTF_8);
  }

  /// Leaves query, headers and body out: they hold secrets.
  @Override
  public String toString() {
    return method + " " + path + ", " + body;
  }
}
