package io.reeve.harness.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.enroll.HttpBody;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// What goes back.
record WebReply(int status, Map<String, String> headers, HttpBody body) {
  WebReply {
    headers = Map.copyOf(headers);
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

  /// An error of the JSON API, and of everything that is not SOAP or SyncML.
  static WebReply error(int status, String error, String hint) {
    return json(status, Json.object().put("error", error).put("hint", hint));
  }

  /// This, with one more header.
  WebReply with(String name, String value) {
    var more = new HashMap<>(headers);
    more.put(name, value);
    return new WebReply(status, more, body);
  }
}
