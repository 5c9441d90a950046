package io.reeve.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.reeve.harness.lab.LabViews.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The administrator of the lab that runs on a machine, over its JSON API.
final class LabApi {
  static final String STATE = "/var/lib/reeve-lab";
  static final int PORT = 8443;
  static final String DISCOVERY = "https://localhost:" + PORT + "/EnrollmentServer/Discovery.svc";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Machine machine;
  private final int retries;

  LabApi(Machine machine) {
    this(machine, 0);
  }

  private LabApi(Machine machine, int retries) {
    this.machine = machine;
    this.retries = retries;
  }

  /// For a machine so slow that the lab may close a connection before it is used.
  static LabApi patient(Machine machine) {
    return new LabApi(machine, 3);
  }

  /// What a device answered about one node.
  ///
  /// @param status the answer; 0 when there is none yet
  /// @param state applied, failed, waiting or removing
  record Answer(String uri, int status, String state) {}

  boolean isUp() {
    return machine.has(STATE + "/admin-token") && call("GET", "lab", "").code() == 0;
  }

  String device() {
    return json("GET", "devices", "").path(0).path("id").asText();
  }

  /// Gives the device these nodes, in one `Atomic` when so wanted.
  void assign(String profile, boolean atomic, List<Item> items) {
    var body = JSON.createObjectNode().put("atomic", atomic);
    var array = body.putArray("items");
    items.forEach(item -> add(array, item));
    done("PUT", "profiles/" + profile, body.toString());
    done("PUT", "devices/" + device() + "/profiles/" + profile, "");
  }

  private static void add(ArrayNode array, Item item) {
    array
        .addObject()
        .put("uri", item.uri())
        .put("format", item.format())
        .put("value", item.value());
  }

  void unassign(String profile) {
    done("DELETE", "devices/" + device() + "/profiles/" + profile, "");
  }

  /// What the device answered about the nodes it should have.
  List<Answer> answers() {
    return rows("devices/" + device() + "/settings")
        .map(row ->
            new Answer(
                row.path("uri").asText(), row.path("status").asInt(), row.path("state").asText()))
        .toList();
  }

  /// Queues a command for the next session and gives its id.
  String queue(String verb, Item item) {
    var body =
        JSON.createObjectNode()
            .put("verb", verb)
            .put("uri", item.uri())
            .put("format", item.format())
            .put("value", item.value());
    return json("POST", "devices/" + device() + "/commands", body.toString()).path("id").asText();
  }

  /// Asks for a new password of the local administrator, and gives the id of what is executed.
  String rotatePassword() {
    return json("POST", "devices/" + device() + "/passwords", "").path(1).asText();
  }

  /// The passwords that the device has handed over, newest first.
  JsonNode passwords() {
    return json("GET", "devices/" + device() + "/passwords", "");
  }

  /// Whether there are diagnostics.
  boolean hasDiagnostics() {
    return call("GET", "devices/" + device() + "/diagnostics", "").ok();
  }

  /// Puts the diagnostics of the device into a file of the machine.
  void saveDiagnostics(String file) {
    machine.need(
        "curl",
        "--silent",
        "--fail",
        "--cacert",
        STATE + "/ca.pem",
        "--header",
        "@" + Installation.LAB_HEADER,
        "--output",
        file,
        "https://localhost:" + PORT + "/api/v1/devices/" + device() + "/diagnostics");
  }

  /// A queued command and what came back.
  JsonNode command(String id) {
    return json("GET", "commands/" + id, "");
  }

  /// What happened at the service, oldest first.
  List<JsonNode> events() {
    return rows("events?since=0").toList();
  }

  private Stream<JsonNode> rows(String path) {
    return StreamSupport.stream(json("GET", path, "").spliterator(), false);
  }

  private void done(String method, String path, String body) {
    var answer = call(method, path, body);
    if (!answer.ok()) {
      throw new AssertionError(answer);
    }
  }

  private JsonNode json(String method, String path, String body) {
    try {
      return JSON.readTree(call(method, path, body).need());
    } catch (JsonProcessingException e) {
      throw new AssertionError("the lab's answer is not JSON", e);
    }
  }

  private Programs.Ended call(String method, String path, String body) {
    var line =
        new ArrayList<>(
            List.of(
                "curl",
                "--silent",
                "--show-error",
                "--fail-with-body",
                "--max-time",
                "120",
                "--retry",
                "" + retries,
                "--retry-all-errors",
                "--cacert",
                STATE + "/ca.pem",
                "--header",
                "@" + Installation.LAB_HEADER,
                "--request",
                method));
    if (!body.isEmpty()) {
      line.addAll(List.of("--header", "Content-Type: application/json", "--data-binary", "@-"));
    }
    line.add("https://localhost:" + PORT + "/api/v1/" + path);
    return machine.run(line, body);
  }
}
