package io.reeve.harness.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Profile;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Profiles and which devices they are assigned to.
final class Profiles {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int MOST_ITEMS = 5000;

  private final Database database;

  Profiles(Database database) {
    this.database = database;
  }

  void put(Profile profile) {
    check(profile);
    database.update(
        """
        INSERT INTO profiles (id, atomic, items) VALUES (?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET atomic = excluded.atomic, items = excluded.items\
        """,
        profile.id(),
        profile.atomic(),
        Json.of(profile.items()).toString());
  }

  private static void check(Profile profile) {
    if (!ID.matcher(profile.id()).matches()) {
      throw LabException.bad(
          "'" + profile.id() + "' is no profile id",
          "use 1 to 64 letters, digits and the signs . _ - and begin with a letter or digit");
    }
    if (profile.items().isEmpty() || profile.items().size() > MOST_ITEMS) {
      throw LabException.bad(
          "profile '" + profile.id() + "' has " + profile.items().size() + " items",
          "a profile has 1 to " + MOST_ITEMS);
    }
    var seen = new HashSet<String>();
    for (var item : profile.items()) {
      check(item);
      if (!seen.add(key(item.uri()))) {
        throw LabException.bad(
            "profile '" + profile.id() + "' names " + item.uri() + " twice", "keep one of them");
      }
    }
  }

  /// Refuses an item that no device could take.
  static void check(Item item) {
    try {
      if (OmaUri.parse(item.uri()).segments().isEmpty()) {
        throw LabException.bad("the root is no node to set", "give the address of a node");
      }
    } catch (IllegalArgumentException wrong) {
      throw LabException.bad(
          String.valueOf(wrong.getMessage()),
          "an address looks like ./Device/Vendor/MSFT/Policy/Config/Area/Name");
    }
    if (Format.of(item.format()).isEmpty()) {
      throw LabException.bad(
          "'" + item.format() + "' of " + item.uri() + " is no format",
          "use one of chr, int, bool, xml, b64, node, null, bin, date, time, float");
    }
  }

  /// Under what an address is compared: one spelling, letter case aside.
  static String key(String uri) {
    return OmaUri.parse(uri).toString().toLowerCase(Locale.ROOT);
  }

  List<Profile> all() {
    return database.all("SELECT * FROM profiles ORDER BY id", Profiles::read);
  }

  Optional<Profile> find(String id) {
    return database.one("SELECT * FROM profiles WHERE id = ?", Profiles::read, id);
  }

  void remove(String id) {
    if (database.update("DELETE FROM profiles WHERE id = ?", id) == 0) {
      throw missing(id);
    }
  }

  /// Assigns it, as the last and therefore the strongest; again is the same as once.
  void assign(String device, String profile) {
    if (find(profile).isEmpty()) {
      throw missing(profile);
    }
    database.update(
        "INSERT OR IGNORE INTO assignments (device, profile) VALUES (?, ?)", device, profile);
  }

  void unassign(String device, String profile) {
    int gone =
        database.update(
            "DELETE FROM assignments WHERE device = ? AND profile = ?", device, profile);
    if (gone == 0) {
      throw LabException.missing(
          "profile '" + profile + "' is not assigned to device '" + device + "'",
          "the device lists its profiles: GET /api/v1/devices/" + device);
    }
  }

  /// What is assigned to the device, the strongest last.
  List<Profile> of(String device) {
    return database.all(
        """
        SELECT p.* FROM assignments a JOIN profiles p ON p.id = a.profile
        WHERE a.device = ? ORDER BY a.position\
        """,
        Profiles::read,
        device);
  }

  /// The devices it is assigned to.
  List<String> devices(String profile) {
    return database.all(
        "SELECT device FROM assignments WHERE profile = ?", row -> row.getString(1), profile);
  }

  static LabException missing(String id) {
    return LabException.missing(
        "there is no profile '" + id + "'", "list them: GET /api/v1/profiles");
  }

  private static Profile read(ResultSet row) throws SQLException {
    return new Profile(
        row.getString("id"), row.getBoolean("atomic"), items(Json.own(row.getString("items"))));
  }

  /// The items of an array written by [Json].
  static List<Item> items(JsonNode array) {
    return array.valueStream().map(Profiles::item).toList();
  }

  /// An item written by [Json].
  static Item item(JsonNode node) {
    return new Item(
        node.path("uri").asText(),
        node.path("format").asText(),
        node.path("type").asText(),
        node.path("value").asText());
  }
}
