package io.reeve.harness.lab;

import static io.reeve.harness.lab.ApiRoute.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Profile;
import io.reeve.harness.lab.LabViews.Verb;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// The JSON API of the administrator, as `docs/lab-openapi.yaml` describes it.
final class AdminApi {
  static final String PREFIX = "/api/v1/";

  private static final int MAX_BODY = 1024 * 1024;
  private static final int LONGEST_WAIT = 60;

  private final byte[] token;
  private final LabAdmin admin;
  private final Listening listening;
  private final Supplier<String> base;
  private final List<ApiRoute> routes;

  AdminApi(String token, LabAdmin admin, Listening listening, Supplier<String> base) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
    this.admin = admin;
    this.listening = listening;
    this.base = base;
    this.routes =
        List.of(
            route("GET", "/lab", _ -> WebReply.json(200, about())),
            route("GET", "/users", _ -> ok(admin.users())),
            route("PUT", "/users/{name}", this::putUser),
            route(
                "DELETE", "/users/{name}", call -> done(() -> admin.removeUser(call.part("name")))),
            route("GET", "/tokens", _ -> ok(admin.tokens())),
            route("POST", "/tokens", this::newToken),
            route("DELETE", "/tokens/{id}", call -> done(() -> admin.removeToken(call.part("id")))),
            route("GET", "/profiles", _ -> ok(admin.profiles())),
            route("GET", "/profiles/{id}", this::profile),
            route("PUT", "/profiles/{id}", this::putProfile),
            route(
                "DELETE",
                "/profiles/{id}",
                call -> done(() -> admin.removeProfile(call.part("id")))),
            route("GET", "/devices", _ -> ok(admin.devices())),
            route("GET", "/devices/{id}", this::device),
            route("DELETE", "/devices/{id}", call -> done(() -> admin.forget(call.part("id")))),
            route(
                "PUT",
                "/devices/{id}/profiles/{profile}",
                call -> done(() -> admin.assign(call.part("id"), call.part("profile")))),
            route(
                "DELETE",
                "/devices/{id}/profiles/{profile}",
                call -> done(() -> admin.unassign(call.part("id"), call.part("profile")))),
            route("GET", "/devices/{id}/settings", call -> ok(admin.settings(call.part("id")))),
            route("GET", "/devices/{id}/inventory", call -> ok(admin.inventory(call.part("id")))),
            route("GET", "/devices/{id}/compliance", this::compliance),
            route("GET", "/devices/{id}/sessions", call -> ok(admin.sessions(call.part("id")))),
            route("GET", "/devices/{id}/commands", call -> ok(admin.commands(call.part("id")))),
            route("POST", "/devices/{id}/commands", this::queue),
            route(
                "POST",
                "/devices/{id}/unenroll",
                call -> done(() -> admin.unenroll(call.part("id")))),
            route(
                "POST", "/devices/{id}/revoke", call -> done(() -> admin.revoke(call.part("id")))),
            route("GET", "/commands/{id}", this::command),
            route("DELETE", "/commands/{id}", call -> done(() -> admin.cancel(call.part("id")))),
            ApiRoute.waiting("GET", "/events", this::events));
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

  private static WebReply ok(Object value) {
    return WebReply.json(200, Json.of(value));
  }

  private static WebReply done(Runnable work) {
    work.run();
    return WebReply.of(204, "", "");
  }

  private JsonNode about() {
    return Json.object()
        .put("discovery", base.get() + EnrolmentService.DISCOVERY)
        .put("management", base.get() + ManagementService.PATH)
        .put("devices", admin.devices().size());
  }

  private WebReply putUser(ApiCall call) {
    var fields = call.fields();
    var password = fields.text("password");
    fields.end();
    return done(() -> admin.putUser(call.part("name"), password.toCharArray()));
  }

  private WebReply newToken(ApiCall call) {
    var fields = call.fields();
    var user = fields.text("user");
    int minutes = fields.number("minutes", 60);
    int uses = fields.number("uses", 1);
    fields.end();
    return WebReply.json(201, Json.of(admin.newToken(user, Duration.ofMinutes(minutes), uses)));
  }

  private WebReply profile(ApiCall call) {
    return ok(admin.profile(call.part("id")).orElseThrow(() -> Profiles.missing(call.part("id"))));
  }

  private WebReply putProfile(ApiCall call) {
    var id = call.part("id");
    var type = call.request().body().contentType().toLowerCase(Locale.ROOT);
    if (type.contains("xml")) {
      return done(() -> admin.putProfile(admin.profileOf(id, call.request().text())));
    }
    var fields = call.fields();
    boolean atomic = fields.truth("atomic", false);
    var items = fields.objects("items").stream().map(AdminApi::item).toList();
    fields.end();
    return done(() -> admin.putProfile(new Profile(id, atomic, items)));
  }

  private static Item item(ApiFields fields) {
    var item =
        new Item(
            fields.text("uri"),
            fields.text("format", "chr"),
            fields.text("type", ""),
            fields.text("value", ""));
    fields.end();
    return item;
  }

  private WebReply device(ApiCall call) {
    return ok(
        admin
            .device(call.part("id"))
            .orElseThrow(() ->
                LabException.missing(
                    "there is no device '" + call.part("id") + "'",
                    "list them: GET /api/v1/devices")));
  }

  private WebReply compliance(ApiCall call) {
    return ok(
        admin
            .compliance(call.part("id"))
            .orElseThrow(() ->
                LabException.missing(
                    "device '" + call.part("id") + "' has not reported compliance yet",
                    "assign it a compliance policy and wait for its next session")));
  }

  private WebReply queue(ApiCall call) {
    var fields = call.fields();
    var verb = verb(fields.text("verb"));
    var item =
        verb == Verb.SYNC
            ? Item.of(".", "null", "")
            : new Item(
                fields.text("uri"),
                fields.text("format", "chr"),
                fields.text("type", ""),
                fields.text("value", ""));
    fields.end();
    var id = admin.queue(call.part("id"), verb, item);
    return WebReply.json(202, Json.object().put("id", id))
        .with("Location", PREFIX + "commands/" + id);
  }

  private static Verb verb(String text) {
    for (var verb : Verb.values()) {
      if (verb.name().equalsIgnoreCase(text)) {
        return verb;
      }
    }
    throw LabException.bad(
        "'" + text + "' is no verb", "use one of add, replace, delete, exec, get, sync");
  }

  private WebReply command(ApiCall call) {
    return ok(
        admin
            .command(call.part("id"))
            .orElseThrow(() ->
                LabException.missing(
                    "there is no command '" + call.part("id") + "'",
                    "a device lists its commands: GET /api/v1/devices/ID/commands")));
  }

  private CompletionStage<WebReply> events(ApiCall call) {
    long since = call.number("since");
    var device = Optional.ofNullable(call.request().query().get("device"));
    long wait = Math.min(call.number("wait"), LONGEST_WAIT);
    var some = admin.events(since, device, Duration.ZERO);
    if (!some.isEmpty() || wait == 0) {
      return now(ok(some));
    }
    return listening
        .until(
            () ->
                Optional.of(admin.events(since, device, Duration.ZERO))
                    .filter(found -> !found.isEmpty()),
            Duration.ofSeconds(wait))
        .thenApply(found -> ok(found.orElse(List.of())));
  }
}
