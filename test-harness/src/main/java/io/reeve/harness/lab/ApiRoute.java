package io.reeve.harness.lab;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// One method of one path of the API.
///
/// @param template the path below `/api/v1`, open parts in braces
record ApiRoute(
    String method, String template, Function<ApiCall, CompletionStage<WebReply>> handler) {

  static ApiRoute route(String method, String template, Function<ApiCall, WebReply> handler) {
    return waiting(
        method, template, call -> CompletableFuture.completedFuture(handler.apply(call)));
  }

  /// One whose answer may come later.
  static ApiRoute waiting(
      String method, String template, Function<ApiCall, CompletionStage<WebReply>> handler) {
    return new ApiRoute(method, template, handler);
  }

  CompletionStage<WebReply> serve(ApiCall call) {
    return handler.apply(call);
  }

  /// What stands in the open parts, if the path is one of this route.
  Optional<Map<String, String>> match(String path) {
    var wanted = template.split("/", -1);
    var given = path.split("/", -1);
    if (wanted.length != given.length) {
      return Optional.empty();
    }
    var parts = new HashMap<String, String>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].startsWith("{")) {
        parts.put(
            wanted[i].substring(1, wanted[i].length() - 1),
            URLDecoder.decode(given[i].replace("+", "%2B"), StandardCharsets.UTF_8));
      } else if (!wanted[i].equals(given[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(parts);
  }
}
