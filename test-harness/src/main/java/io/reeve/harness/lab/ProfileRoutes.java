package io.reeve.harness.lab;

import static io.reeve.harness.lab.ApiRoute.route;

import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Profile;
import java.util.List;
import java.util.Locale;

/// The API's paths about profiles.
final class ProfileRoutes {
  private final LabAdmin admin;

  ProfileRoutes(LabAdmin admin) {
    this.admin = admin;
  }

  List<ApiRoute> all() {
    return List.of(
        route("GET", "/profiles", _ -> WebReply.ok(admin.profiles())),
        route("GET", "/profiles/{id}", this::profile),
        route("PUT", "/profiles/{id}", this::putProfile),
        route(
            "DELETE",
            "/profiles/{id}",
            call -> WebReply.done(() -> admin.removeProfile(call.part("id")))),
        route(
            "PUT",
            "/devices/{id}/profiles/{profile}",
            call -> WebReply.done(() -> admin.assign(call.part("id"), call.part("profile")))),
        route(
            "DELETE",
            "/devices/{id}/profiles/{profile}",
            call -> WebReply.done(() -> admin.unassign(call.part("id"), call.part("profile")))));
  }

  private WebReply profile(ApiCall call) {
    return WebReply.ok(
        admin.profile(call.part("id")).orElseThrow(() -> Profiles.missing(call.part("id"))));
  }

  private WebReply putProfile(ApiCall call) {
    var id = call.part("id");
    var type = call.request().body().contentType().toLowerCase(Locale.ROOT);
    if (type.contains("xml")) {
      return WebReply.done(() -> admin.putProfile(admin.profileOf(id, call.request().text())));
    }
    var fields = call.fields();
    boolean atomic = fields.truth("atomic", false);
    var items = fields.objects("items").stream().map(ProfileRoutes::item).toList();
    fields.end();
    return WebReply.done(() -> admin.putProfile(new Profile(id, atomic, items)));
  }

  private static Item item(ApiFields fields) {
    var item = itemOf(fields);
    fields.end();
    return item;
  }

  /// The item in these fields, which may hold more.
  static Item itemOf(ApiFields fields) {
    return new Item(
        fields.text("uri"),
        fields.text("format", "chr"),
        fields.text("type", ""),
        fields.text("value", ""));
  }
}
