package io.reeve.harness.lab;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The JSON API of the administrator, as `docs/lab-openapi.yaml` describes it.
final class AdminApi {
  static final String PREFIX = "/api/v1/";

  private static final int MAX_BODY = 1024 * 1024;

  private final byte[] token;
  private final List<ApiRoute> routes;

  AdminApi(String token, LabAdmin admin, Listening listening, Supplier<String> base) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
    this.routes =
        Stream.of(
                new AccountRoutes(admin, base).all(),
                new ProfileRoutes(admin).all(),
                new DeviceRoutes(admin).all(),
                new EventRoutes(admin, listening).all())
            .flatMap(List::stream)
            .toList();
  }

  /// Every method and path served, as the OpenAPI file writes them.
  List<ApiRoute> routes() {
    return routes;
  }

  CompletionStage<WebReply> serve(WebRequest request) {
    if (!authorized(request)) {
      return now(
          WebReply.error(
                  401,
                  "this needs the administrator's token",
                  "send 'Authorization: Bearer TOKEN' with the content of the admin-token file")
              .with("WWW-Authenticate", "Bearer"));
    }
    if (request.body().length() > MAX_BODY) {
      return now(
          WebReply.error(
              413, "a body of " + request.body().length() + " bytes", "send up to 1 MiB"));
    }
    try {
      return dispatch(request);
    } catch (LabException wrong) {
      return now(error(wrong));
    }
  }

  private boolean authorized(WebRequest request) {
    var given = request.headers().getOrDefault("authorization", "");
    return given.regionMatches(true, 0, "Bearer ", 0, 7)
        && MessageDigest.isEqual(
            given.substring(7).strip().getBytes(StandardCharsets.UTF_8), token);
  }

  private CompletionStage<WebReply> dispatch(WebRequest request) {
    var path = request.path().substring(PREFIX.length() - 1);
    var here = routes.stream().filter(route -> route.match(path).isPresent()).toList();
    for (var route : here) {
      if (route.method().equals(request.method())) {
        return route.serve(new ApiCall(request, route.match(path).orElseThrow()));
      }
    }
    if (here.isEmpty()) {
      return now(WebReply.error(404, "there is no " + request.path(), "see lab-openapi.yaml"));
    }
    var methods = String.join(", ", here.stream().map(ApiRoute::method).toList());
    return now(
        WebReply.error(405, request.method() + " is not served here", "use " + methods)
            .with("Allow", methods));
  }

  private static WebReply error(LabException wrong) {
    int status =
        switch (wrong.kind()) {
          case BAD -> 400;
          case MISSING -> 404;
          case CONFLICT -> 409;
        };
    return WebReply.error(status, String.valueOf(wrong.getMessage()), wrong.hint());
  }

  private static CompletionStage<WebReply> now(WebReply reply) {
    return CompletableFuture.completedFuture(reply);
  }
}
