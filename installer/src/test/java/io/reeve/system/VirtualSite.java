package io.reeve.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.harness.lab.LabViews.Item;
import java.time.Duration;
import java.util.List;

/// A virtual machine that is managed: the lab service runs on it, on loopback, and so does the
/// agent, enrolled with that lab. The agent is talked to over its local API.
///
/// @param machine the machine
/// @param lab the lab on it
record VirtualSite(VirtualMachine machine, LabApi lab) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static VirtualSite on(VirtualMachine machine) {
    return new VirtualSite(machine, LabApi.patient(machine));
  }

  /// Puts the lab and the agent on the machine and enrols it. After its next boot the agent is
  /// started by the tests, so that they can look at the disk before it does.
  void manage(ReeveFiles reeve) {
    manage(reeve, Installation.NO_SWEEP);
  }

  /// @param settings of the agent: `agent.json`
  void manage(ReeveFiles reeve, String settings) {
    Installation.put(machine, reeve, lab, settings);
    machine.need("systemctl", "disable", "--quiet", "reeve.service");
    awaitAgent();
    var request =
        JSON.createObjectNode()
            .put("server", LabApi.DISCOVERY)
            .put("user", Installation.USER)
            .put("password", Installation.PASSWORD)
            .put("trustedRoots", machine.read(LabApi.STATE + "/ca.pem"));
    Await.rarely(
        "the enrolment",
        PATIENCE,
        () -> succeeds("enroll", JSON.createObjectNode().set("request", request)),
        this::log);
    sync();
  }

  /// Starts the agent, and returns when it has put right what a crash left.
  void startAgent() {
    Await.rarely("the lab", PATIENCE, lab::isUp, this::log);
    machine.need("systemctl", "start", "reeve.service");
    awaitAgent();
  }

  private void awaitAgent() {
    Await.rarely(
        "the agent", PATIENCE, () -> succeeds("tables", JSON.createObjectNode()), this::log);
  }

  /// Has the agent run a session that ends well. The lab gives a handshake ten seconds, which cold
  /// programs on a busy processor do not always make at once.
  void sync() {
    var wait = JSON.createObjectNode().put("wait", true);
    Await.rarely(
        "a session",
        PATIENCE,
        () -> json(call("sync", wait).out()).path("result").path("record").path("ok").asBoolean(),
        this::log);
  }

  /// Has the agent begin a session.
  void beginSync() {
    ask("sync", JSON.createObjectNode().put("wait", false));
  }

  void assign(String profile, Item... items) {
    lab.assign(profile, false, List.of(items));
    sync();
  }

  void unassign(String profile) {
    lab.unassign(profile);
    sync();
  }

  /// What the device answers when the service asks for that node.
  String told(String uri) {
    var id = lab.queue("get", Item.of(uri, "chr", ""));
    sync();
    var answer = lab.command(id);
    if (answer.path("status").asInt() != 200) {
      throw new AssertionError(answer + "\n" + log());
    }
    return answer.path("results").path(0).path("value").asText();
  }

  /// How the agent says a setting stands.
  JsonNode state(String uri) {
    return ask("explain", JSON.createObjectNode().put("name", uri)).path("state");
  }

  private JsonNode ask(String method, ObjectNode parameters) {
    var ended = call(method, parameters);
    var answer = json(ended.out());
    if (!answer.has("result")) {
      throw new AssertionError(method + ": " + ended.all() + "\n" + log());
    }
    return answer.path("result");
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  private boolean succeeds(String method, ObjectNode parameters) {
    return call(method, parameters).out().contains("\"result\"");
  }

  private Programs.Ended call(String method, ObjectNode parameters) {
    var request = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put("method", method);
    request.set("params", parameters);
    return machine.run(
        List.of("nc", "-U", "-N", Installation.STATE + "/agent.sock"), request + "\n");
  }

  String log() {
    return Installation.log(machine);
  }

  @Override
  public void close() {
    machine.close();
  }
}
