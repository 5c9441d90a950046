package io.reeve.enroll;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;

/// One HTTP exchange. The only way to the network, for enrolment and for management sessions alike.
///
/// An implementation checks the server's certificate chain (by the call's TLS context) and always
/// its host name, follows no redirect, keeps no cookies, and bounds the time of the whole exchange
/// and the size of the answer.
@FunctionalInterface
public interface Exchange {

  /// The most bytes an answer may have; a longer one is an [IOException].
  int MAX_ANSWER = 5 * 1024 * 1024;

  /// Sends the call and waits for the whole answer, whatever its status code.
  ///
  /// @throws IOException when no answer could be had: name resolution, connection, TLS, time-out,
  ///   size. The message names the host and the cause
  Answer send(Call call) throws IOException;

  /// A request.
  ///
  /// @param method `GET` or `POST`
  /// @param uri the absolute address; `https`, or `http` only for the redirect probe of MS-MDE2
  ///   section 3.1
  /// @param headers extra headers by name; `Content-Type`, `Content-Length` and `Host` come from
  ///   the other fields
  /// @param body the content; [HttpBody#NONE] for none
  /// @param tls trusted roots, and the client's identity if it has one to show
  /// @param deadline for the whole exchange
  record Call(
      String method,
      URI uri,
      Map<String, String> headers,
      HttpBody body,
      SSLContext tls,
      Duration deadline) {
    public Call {
      headers = Map.copyOf(headers);
    }
  }

  /// An answer.
  ///
  /// @param status the HTTP status code
  /// @param headers by lower-case name; of several of one name, the first
  /// @param body the content
  record Answer(int status, Map<String, String> headers, HttpBody body) {
    public Answer {
      var lower = new TreeMap<String, String>();
      headers.forEach((name, value) -> lower.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
      headers = Map.copyOf(lower);
    }

    /// The header of that name in any letter case.
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
  }
}
