package io.reeve.harness.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.enroll.HttpBody;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What goes back.
///
/// @param feed what follows, piece by piece, where there is no body
record WebReply(int status, Map<String, String> headers, HttpBody body, Optional<Feed> feed) {
  WebReply {
    headers = Map.copyOf(headers);
  }

  WebReply(int status, Map<String, String> headers, HttpBody body) {
    this(status, headers, body, Optional.empty());
  }

  /// An answer that goes on until its feed ends or the client has gone.
  static WebReply feed(String contentType, Feed feed) {
    return new WebReply(200, Map.of(), new HttpBody(contentType, new byte[0]), Optional.of(feed));
  }

  static WebReply of(int status, String contentType, String text) {
    return of(status, contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  static WebReply of(int status, String contentType, byte[] bytes) {
    return new WebReply(status, Map.of(), new HttpBody(contentType, bytes));
  }

  static WebReply json(int status, JsonNode node) {
    return of(status, "application/json", node + "\n");
  }

  /// What was asked for.
  static WebReply ok(Object value) {
    return json(200, Json.of(value));
  }

  /// That it was done, after doing it.
  static WebReply done(Runnable work) {
    work.run();
    return of(204, "", "");
  }

  /// An error of the JSON API, and of everything that is not SOAP or SyncML.
  static WebReply error(int status, String error, String hint) {
    return json(status, Json.object().put("error", error).put("hint", hint));
  }

  /// This, with one more header.
  WebReply with(String name, String value) {
    var more = new HashMap<>(headers);
    more.put(name, value);
    return new WebReply(status, more, body, feed);
  }
}
