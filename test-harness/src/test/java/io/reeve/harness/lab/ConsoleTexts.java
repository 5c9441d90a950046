package io.reeve.harness.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.harness.lab.LabViews.Item;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// What the devices of the console's stage say of themselves.
final class ConsoleTexts {
  static final String FIREWALL =
      "./Device/Vendor/MSFT/Firewall/MdmStore/PublicProfile/EnableFirewall";

  private static final String POLICY = "./Device/Vendor/MSFT/Policy/Config/";

  List<Item> settings() {
    return List.of(
        Item.of(POLICY + "DeviceLock/MinDevicePasswordLength", "int", "12"),
        Item.of(POLICY + "DeviceLock/MaxInactivityTimeDeviceLock", "int", "10"),
        Item.of(POLICY + "Storage/RemovableDiskDenyWriteAccess", "int", "1"),
        Item.of("./Device/Vendor/Reeve/Ssh/PermitRootLogin", "chr", "no"),
        Item.of("./Device/Vendor/Reeve/Kernel/ModuleDenyList", "chr", "cramfs,udf"),
        Item.of(FIREWALL, "bool", "true"));
  }

  ObjectNode compliant() {
    return report(
        "COMPLIANT",
        rule("disk", "The disk is encrypted", "COMPLIANT"),
        rule("root-login", "Nobody logs in as root over SSH", "COMPLIANT"),
        rule("length", "Passwords have at least 12 characters", "COMPLIANT"),
        rule("restart", "The machine was restarted within 30 days", "COMPLIANT"));
  }

  ObjectNode nonCompliant() {
    return report(
        "NON_COMPLIANT",
        rule("root-login", "Nobody logs in as root over SSH", "COMPLIANT"),
        rule("length", "Passwords have at least 12 characters", "COMPLIANT"),
        rule("disk", "The disk is encrypted", "NON_COMPLIANT")
            .put("expected", "encrypted")
            .put("actual", "/dev/vda2 is a plain ext4 file system")
            .put("evidence", "disk_encryption")
            .put("remedy", "Ask the helpdesk to set up this machine anew."),
        rule("restart", "The machine was restarted within 30 days", "NON_COMPLIANT")
            .put("expected", "at most 30 days")
            .put("actual", "41 days")
            .put("evidence", "uptime")
            .put("remedy", "Restart the machine."));
  }

  ObjectNode inGrace() {
    return report("IN_GRACE", rule("restart", "It was restarted", "IN_GRACE"));
  }

  ObjectNode unknown() {
    return report("UNKNOWN", rule("disk", "The disk is encrypted", "UNKNOWN"));
  }

  ObjectNode hostileReport() {
    return report(
        "NON_COMPLIANT",
        rule("a", "<script>alert(1)</script>", "NON_COMPLIANT")
            .put("actual", "y".repeat(100_000))
            .put("remedy", "\" onmouseover=\"alert(1)"),
        rule("b", "Its state is the name of something else", "constructor"),
        rule("c", "Hidden\u00ad\u2028\u3164 signs", "__proto__")
            .<ObjectNode>set("title", Json.object().put("toString", 1)));
  }

  ArrayNode hostileRows() {
    return rows(Json.object().put("<i>a</i>", "<b>bold</b>").put("long", "z".repeat(1_000_000)));
  }

  private static ObjectNode report(String overall, ObjectNode... rules) {
    var report = Json.object().put("overall", overall).put("judgedAt", Instant.now().toString());
    report.putObject("policy").put("id", "base").put("name", "Office baseline").put("version", "3");
    var list = rows(rules);
    long failing =
        list.valueStream()
            .filter(rule -> rule.path("state").asText().equals("NON_COMPLIANT"))
            .count();
    report.putObject("counts").put("NON_COMPLIANT", failing);
    report.set("rules", list);
    return report;
  }

  private static ObjectNode rule(String id, String title, String state) {
    return Json.object().put("rule", id).put("title", title).put("state", state);
  }

  ArrayNode system() {
    return rows(
        Json.object()
            .put("name", "Debian GNU/Linux")
            .put("version", "12 (bookworm)")
            .put("platform", "debian"));
  }

  ArrayNode hardware() {
    return rows(
        Json.object()
            .put("hostname", "birch-12")
            .put("hardware_vendor", "Example Machines")
            .put("hardware_model", "Notebook 14")
            .put("cpu_brand", "Eight cores")
            .put("physical_memory", "17179869184"));
  }

  ArrayNode packages() {
    var rows = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < 250; i++) {
      rows.add(
          Json.object()
              .put("name", "package-" + i)
              .put("version", String.format(Locale.ROOT, "1.%d-%d", i % 17, i % 4 + 1))
              .put("arch", "amd64")
              .put("status", "install ok installed"));
    }
    return rows;
  }

  /// What a script's end is told with.
  String output() {
    return Json.object()
        .put("outcome", "compliant")
        .put("detect", 0)
        .put("output", "42 % are used")
        .put("detail", "")
        .toString();
  }

  /// How an action goes that was not answered at once.
  String action(String command, String state, String text) {
    return Json.object().put("command", command).put("state", state).put("text", text).toString();
  }

  private static ArrayNode rows(JsonNode... rows) {
    var array = JsonNodeFactory.instance.arrayNode();
    for (var row : rows) {
      array.add(row);
    }
    return array;
  }
}
