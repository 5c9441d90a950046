package io.reeve.core.transport;

import io.reeve.enroll.ExchangeException;
import io.reeve.enroll.ExchangeException.Reason;
import java.net.URI;
import java.util.Locale;

/// The place a call goes to.
///
/// @param host a name or an address, without the brackets of IPv6
/// @param port never 0
/// @param secure whether TLS is spoken
/// @param path what the request line names: path and query, without the fragment
record Target(String host, int port, boolean secure, String path) {

  static Target of(URI uri) throws ExchangeException {
    var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!(scheme.equals("https") || scheme.equals("http"))) {
      throw unusable(uri, "it does not begin with https://");
    }
    var host = uri.getHost();
    if (host == null) {
      throw unusable(uri, "it has no valid host name");
    }
    var secure = scheme.equals("https");
    var port = uri.getPort() == -1 ? (secure ? 443 : 80) : uri.getPort();
    if (port < 1 || port > 65535) {
      throw unusable(uri, "there is no port " + port);
    }
    var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new Target(bare, port, secure, pathOf(uri));
  }

  /// As messages name it.
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /// The `Host` header: without the port where it is the scheme's own.
  String header() {
    var name = host.contains(":") ? "[" + host + "]" : host;
    return port == (secure ? 443 : 80) ? name : name + ":" + port;
  }

  private static String pathOf(URI uri) {
    var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  private static ExchangeException unusable(URI uri, String why) {
    return new ExchangeException(
        Reason.NAME_NOT_FOUND,
        "cannot use the address " + uri + ": " + why,
        "an address looks like https://mdm.example.org/path",
        new IllegalArgumentException(uri.toString()));
  }
}
