package io.reeve.harness.lab;

import static io.reeve.harness.lab.ApiRoute.route;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// The API's paths about the lab itself and about who may enrol.
final class AccountRoutes {
  private final LabAdmin admin;
  private final Supplier<String> base;

  AccountRoutes(LabAdmin admin, Supplier<String> base) {
    this.admin = admin;
    this.base = base;
  }

  List<ApiRoute> all() {
    return List.of(
        route("GET", "/lab", _ -> WebReply.json(200, about())),
        route("GET", "/users", _ -> WebReply.ok(admin.users())),
        route("PUT", "/users/{name}", this::putUser),
        route(
            "DELETE",
            "/users/{name}",
            call -> WebReply.done(() -> admin.removeUser(call.part("name")))),
        route("GET", "/tokens", _ -> WebReply.ok(admin.tokens())),
        route("POST", "/tokens", this::newToken),
        route(
            "DELETE",
            "/tokens/{id}",
            call -> WebReply.done(() -> admin.removeToken(call.part("id")))));
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
    return WebReply.done(() -> admin.putUser(call.part("name"), password.toCharArray()));
  }

  private WebReply newToken(ApiCall call) {
    var fields = call.fields();
    var user = fields.text("user");
    int minutes = fields.number("minutes", 60);
    int uses = fields.number("uses", 1);
    fields.end();
    return WebReply.json(201, Json.of(admin.newToken(user, Duration.ofMinutes(minutes), uses)));
  }
}
