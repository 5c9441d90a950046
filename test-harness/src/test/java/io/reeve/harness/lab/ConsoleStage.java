package io.reeve.harness.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.core.tree.Code;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/// A lab with a small fleet, one of which is there and answers; the others have left their traces.
final class ConsoleStage implements AutoCloseable {
  private static final String COMPLIANCE = "Reversed-Domain-Name:io.reeve.compliance";
  private static final String INVENTORY = "Reversed-Domain-Name:io.reeve.inventory";
  private static final String ACTION = "Reversed-Domain-Name:io.reeve.action";
  private static final String WIPE = "./Device/Vendor/MSFT/RemoteWipe/doWipe";
  private static final String RESTART = "./Device/Vendor/MSFT/Reboot/RebootNow";
  private static final String SCRIPT = "./Device/Vendor/Reeve/Scripts/disk-space";
  private static final String ACTIONS = "./Device/Vendor/Reeve/Actions";
  private static final String PARTS =
      """
      <CSPs><CSP Node="./Device/Vendor/MSFT/Policy"/><CSP Node="./Device/Vendor/Reeve/Actions"/>\
      <CSP Node="./Device/Vendor/Reeve/Scripts"/><CSP Node="./Device/Vendor/Reeve/Guard"/>\
      <CSP Node="./Device/Vendor/MSFT/RemoteWipe/doWipe"/></CSPs>\
      """;

  private final LabConfig config;
  private final ConsoleTexts texts = new ConsoleTexts();
  final VirtualDevice device;
  Lab lab;
  private LiveDevice live;

  private ConsoleStage(Path folder) throws Exception {
    config = LabConfig.at(folder.resolve("lab"));
    Files.createDirectories(config.state());
    fleet();
    lab = Lab.start(config);
    lab.admin().putProfile(new Profile("baseline", false, texts.settings()));
    lab.admin().putProfile(new Profile("lab-machines", true, texts.settings().subList(0, 3)));
    lab.admin().assign(id("atlas-07"), "baseline");
    var client =
        new LabClient(
            lab,
            folder.resolve("keys.p12"),
            Clock.systemUTC(),
            LabClient.facts(LabClient.ID, "birch-12", "10.0.22631.0"));
    device = new VirtualDevice(client, client.enrolled());
    prepare();
    live = new LiveDevice(lab, device);
  }

  static ConsoleStage open(Path folder) throws Exception {
    return new ConsoleStage(folder);
  }

  private static String id(String name) {
    return "%032X".formatted(name.hashCode() & 0xffffffffL);
  }

  private void fleet() throws IOException {
    past("elm-09", "eve@example.org", Duration.ofMinutes(4), texts.compliant());
    past("atlas-07", "bea@example.org", Duration.ofMinutes(50), texts.compliant());
    past("cedar-03", "carl@example.org", Duration.ofHours(2), texts.inGrace());
    past("fjord-05", "finn@example.org", Duration.ofDays(3), texts.unknown());
    past("dune-21", "dora@example.org", Duration.ofDays(12), Json.object());
  }

  private void past(String name, String user, Duration ago, JsonNode report) throws IOException {
    var clock = Clock.offset(config.clock(), ago.negated());
    var memory = Memory.open(config.state().resolve("lab.db"), clock);
    try (var _ = memory.database()) {
      var facts = new Devices.Facts(id(name), name, "Full", "F".repeat(64), "10.0.22631.0", "48");
      memory.devices().enroll(facts, user, new Devices.Secrets("", "", "", clock.instant(), ""));
      memory.devices().seen(id(name));
      if (report.has("overall")) {
        memory.reports().compliance(id(name), report);
        memory.reports().table(id(name), "os_version", texts.system());
      }
    }
  }

  private void prepare() throws Exception {
    lab.admin().assign(LabClient.ID, "baseline");
    device.refusals.put(ConsoleTexts.FIREWALL, Code.UNSUPPORTED);
    device.refusals.put("./Device/Vendor/MSFT/RemoteLock/Lock", Code.NOT_FOUND);
    device.refusals.put(RESTART, Code.NOT_FOUND);
    device.nodes.put(Offers.PARTS, PARTS);
    device.nodes.put(Offers.ACTIONS, "CheckCompliance/ReportInventory/Sweep");
    device.effects.put(
        ACTIONS + "/CheckCompliance",
        _ -> device.outbox.add(COMPLIANCE, "chr", "", texts.compliant().toString()));
    device.effects.put(
        SCRIPT,
        _ ->
            device.outbox.add(
                "Reversed-Domain-Name:io.reeve.remediation", "chr", SCRIPT, texts.output()));
    brakes();
    report("os_version", texts.system());
    report("system_info", texts.hardware());
    report("deb_packages", texts.packages());
    device.outbox.add(COMPLIANCE, "chr", "", texts.nonCompliant().toString());
    device.sync();
  }

  /// Holds a wipe back where it is told to, until it is cancelled.
  private void brakes() {
    device.effects.put(
        WIPE,
        _ -> {
          if (device.nodes.containsKey(Offers.HOLD)) {
            tell(WIPE, "held", "until " + config.clock().instant().plusSeconds(600));
          }
        });
    device.effects.put(
        "./Device/Vendor/Reeve/Guard/Cancel",
        _ -> tell(WIPE, "refused", "cancelled by the service"));
  }

  /// Restarts the machine some minutes later, unless that is called off.
  void restartsLater() {
    device.refusals.remove(RESTART);
    device.begun.add(RESTART);
    device.effects.put(ACTIONS + "/CancelShutDown", _ -> tell(RESTART, "refused", "called off"));
  }

  private void tell(String uri, String state, String text) {
    var asked =
        lab.admin().commands(LabClient.ID).stream()
            .filter(command -> command.item().uri().equals(uri))
            .findFirst()
            .orElseThrow();
    device.outbox.add(ACTION, "chr", uri, texts.action(asked.id(), state, text));
  }

  private void report(String table, JsonNode rows) {
    var source = "./Device/Vendor/Reeve/Inventory/" + table;
    device.outbox.add(INVENTORY, "chr", source, rows.toString());
  }

  /// A device whose every word is meant to do harm.
  void hostile() throws Exception {
    var memory = Memory.open(config.state().resolve("lab.db"), config.clock());
    try (var _ = memory.database()) {
      var id = "E".repeat(32);
      var name = "<img src=x onerror=\"document.title=1\">\u202egpj.exe";
      var facts = new Devices.Facts(id, name, "Full", "F".repeat(64), "10.0.1.0", "48");
      memory
          .devices()
          .enroll(
              facts,
              "mal@example.org",
              new Devices.Secrets("", "", "", config.clock().instant(), ""));
      memory.reports().compliance(id, texts.hostileReport());
      memory.reports().table(id, "system_info", texts.hostileRows());
      memory.events().add(id, "alert.compliance", Json.object().set("data", texts.hostileReport()));
    }
  }

  /// What a scene has to know.
  ObjectNode facts() throws Exception {
    var key = Pem.certificates(lab.caFile()).getFirst().getPublicKey().getEncoded();
    var digest = MessageDigest.getInstance("SHA-256").digest(key);
    return Json.object()
        .put("base", lab.uri().toString())
        .put("token", Files.readString(lab.adminTokenFile()).strip())
        .put("device", LabClient.ID)
        .put("authority", Base64.getEncoder().encodeToString(digest));
  }

  /// What scenes ask for.
  void act(String wish) {
    try {
      switch (wish) {
        case "stop the lab" -> close();
        case "start the lab" -> lab = Lab.start(config);
        default -> throw new AssertionError("a scene asks for '" + wish + "'");
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// The items of what was executed, oldest first.
  List<Item> asked() {
    return lab.admin().commands(LabClient.ID).stream().map(LabViews.Command::item).toList();
  }

  @Override
  public void close() throws IOException {
    live.close();
    lab.close();
  }
}
