package io.reeve.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Reeve on a machine as its package has put it there.
record PackagedReeve(BootedMachine machine) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String HOME = "/usr/lib/reeve/";

  /// Puts the program that follows into the daemon's control group, where what the agent starts
  /// lives.
  private static final String INSIDE =
      """
      for file in /sys/fs/cgroup/system.slice/reeve.service/cgroup.procs \
        /sys/fs/cgroup/*/system.slice/reeve.service/cgroup.procs; do
        [ ! -e "$file" ] || echo $$ >"$file"
      done
      grep -q /reeve.service /proc/self/cgroup || exit 9
      exec "$@"
      """;

  private static final List<String> DPKG =
      List.of("dpkg", "--force-confold", "--force-depends", "--install");

  Programs.Ended install(String... files) {
    return machine.run(with(DPKG, files), "");
  }

  /// As a script of the agent does it: dpkg lives in the daemon's control group.
  Programs.Ended inside(String... line) {
    return machine.run(with(List.of("sh", "-c", INSIDE, "sh"), line), "");
  }

  Programs.Ended installInside(String... files) {
    return inside(with(DPKG, files).toArray(String[]::new));
  }

  /// As the other, and does not wait for the end of it.
  void beginInside(String... files) {
    var line = new ArrayList<>(List.of("sh", "-c", "\"$@\" >/root/begun.log 2>&1 </dev/null &"));
    line.addAll(List.of("sh", "sh", "-c", INSIDE, "sh"));
    line.addAll(with(DPKG, files));
    machine.run(line, "").need();
  }

  private static List<String> with(List<String> first, String... rest) {
    var all = new ArrayList<>(first);
    all.addAll(List.of(rest));
    return all;
  }

  void await(String what, java.util.function.BooleanSupplier condition) {
    Await.until(what, PATIENCE, condition, () -> Installation.log(machine));
  }

  boolean isEnrolled() {
    var answer = machine.run("reeve", "status", "--json");
    return answer.ok()
        && answer.out().contains("\"daemon\" : true")
        && answer.out().contains("\"enrolled\" : true");
  }

  String device() {
    return status().path("account").path("deviceId").asText();
  }

  private JsonNode status() {
    try {
      return JSON.readTree(machine.need("reeve", "status", "--json"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// What dpkg holds for installed.
  String known() {
    return machine.need("dpkg-query", "--show", "--showformat=${Version}", "reeve").strip();
  }

  String process() {
    return machine
        .need("systemctl", "show", "--property=MainPID", "--value", "reeve.service")
        .strip();
  }

  /// How often systemd has started the daemon again by itself.
  int restarts() {
    return Integer.parseInt(
        machine
            .need("systemctl", "show", "--property=NRestarts", "--value", "reeve.service")
            .strip());
  }

  /// Whether the daemon runs from that version's folder.
  boolean runs(String version) {
    return machine
        .run("readlink", "/proc/" + process() + "/exe")
        .out()
        .startsWith(HOME + version + "/");
  }

  boolean isOnProbation() {
    return machine.run("test", "-L", HOME + "before").ok();
  }

  List<String> folders() {
    return machine.need("ls", HOME).lines().toList();
  }

  void awaitHeld(String version) {
    await("the version " + version, () -> runs(version) && isEnrolled());
    await("the end of its probation", () -> !isOnProbation() && !isWatched());
  }

  /// Whether the unit is at work that takes versions into use.
  boolean isWatched() {
    return machine.run("systemctl", "is-active", "reeve-upgrade.service").ok();
  }

  /// A package whose installation takes until it is told to go on.
  static String slow(BootedMachine machine, String name) {
    return Shop.offer(
        machine,
        name,
        "1.0",
        "touch /run/%s.began\nuntil [ -e /run/%s.go ]; do sleep 0.1; done\n".formatted(name, name));
  }

  void awaitSlow(String name) {
    await("the begin of " + name, () -> machine.has("/run/" + name + ".began"));
  }

  void letGo(String name) {
    machine.need("touch", "/run/" + name + ".go");
  }
}
