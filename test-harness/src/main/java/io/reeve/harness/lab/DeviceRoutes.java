package io.reeve.harness.lab;

import static io.reeve.harness.lab.ApiRoute.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.harness.lab.LabViews.Device;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Verb;
import java.util.List;
import java.util.function.Consumer;

/// The API's paths about devices and what they are asked to do.
final class DeviceRoutes {
  private static final int MOST_COMMANDS = 1000;

  private final LabAdmin admin;

  DeviceRoutes(LabAdmin admin) {
    this.admin = admin;
  }

  List<ApiRoute> all() {
    return List.of(
        route("GET", "/devices", _ -> WebReply.ok(admin.devices())),
        route("GET", "/devices/{id}", call -> WebReply.ok(device(call))),
        doing("DELETE", "/devices/{id}", admin::forget),
        route("GET", "/devices/{id}/settings", call -> WebReply.ok(admin.settings(id(call)))),
        route("GET", "/devices/{id}/inventory", call -> WebReply.ok(admin.inventory(id(call)))),
        route("GET", "/devices/{id}/compliance", call -> WebReply.ok(compliance(call))),
        route("GET", "/devices/{id}/sessions", call -> WebReply.ok(admin.sessions(id(call)))),
        route("GET", "/devices/{id}/commands", this::commands),
        route("POST", "/devices/{id}/commands", this::queue),
        route("GET", "/devices/{id}/offer", this::offer),
        route(
            "POST",
            "/devices/{id}/offer",
            call -> WebReply.json(202, Json.of(admin.askOffer(id(call))))),
        route("GET", "/devices/{id}/passwords", call -> WebReply.ok(admin.passwords(id(call)))),
        route(
            "POST",
            "/devices/{id}/passwords",
            call -> WebReply.json(202, Json.of(admin.rotatePassword(id(call))))),
        route("GET", "/devices/{id}/diagnostics", this::diagnostics),
        doing("POST", "/devices/{id}/unenroll", admin::unenroll),
        doing("POST", "/devices/{id}/revoke", admin::revoke),
        route("GET", "/commands/{id}", this::command),
        doing("DELETE", "/commands/{id}", admin::cancel));
  }

  private static ApiRoute doing(String method, String template, Consumer<String> work) {
    return route(method, template, call -> WebReply.done(() -> work.accept(id(call))));
  }

  private static String id(ApiCall call) {
    return call.part("id");
  }

  private Device device(ApiCall call) {
    return admin
        .device(id(call))
        .orElseThrow(() ->
            LabException.missing(
                "there is no device '" + id(call) + "'", "list them: GET /api/v1/devices"));
  }

  private JsonNode compliance(ApiCall call) {
    return admin
        .compliance(id(call))
        .orElseThrow(() ->
            LabException.missing(
                "device '" + id(call) + "' has not reported compliance yet",
                "assign it a compliance policy and wait for its next session"));
  }

  private WebReply offer(ApiCall call) {
    return WebReply.ok(
        admin
            .offer(id(call))
            .orElseThrow(() ->
                LabException.missing(
                    "device '" + id(call) + "' has not said what it offers",
                    "ask it: POST /api/v1/devices/ID/offer, and wait for its next session")));
  }

  private WebReply diagnostics(ApiCall call) {
    return WebReply.of(
        200,
        "application/zip",
        admin
            .diagnostics(id(call))
            .orElseThrow(() ->
                LabException.missing(
                    "device '" + id(call) + "' has given no diagnostics",
                    "have it execute ./Device/Vendor/Reeve/Actions/CollectDiagnostics")));
  }

  private WebReply commands(ApiCall call) {
    long last = call.number("last");
    return WebReply.ok(
        last == 0
            ? admin.commands(id(call))
            : admin.commands(id(call), (int) Math.min(last, MOST_COMMANDS)));
  }

  private WebReply queue(ApiCall call) {
    var fields = call.fields();
    var verb = verb(fields.text("verb"));
    var item = verb == Verb.SYNC ? Item.of(".", "null", "") : ProfileRoutes.itemOf(fields);
    fields.end();
    var id = admin.queue(id(call), verb, item);
    return WebReply.json(202, Json.object().put("id", id))
        .with("Location", AdminApi.PREFIX + "commands/" + id);
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
    return WebReply.ok(
        admin
            .command(id(call))
            .orElseThrow(() ->
                LabException.missing(
                    "there is no command '" + id(call) + "'",
                    "a device lists its commands: GET /api/v1/devices/ID/commands")));
  }
}
