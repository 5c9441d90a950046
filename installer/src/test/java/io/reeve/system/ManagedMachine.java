package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentService;
import io.reeve.core.local.EnrollRequest;
import io.reeve.core.local.LocalClient;
import io.reeve.core.local.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A booted machine that is managed: the lab service runs on it, on loopback, and so does the
/// agent, as a service of systemd, enrolled with that lab.
final class ManagedMachine implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final BootedMachine machine;
  private final LabApi lab;
  private final Path copies;

  private ManagedMachine(BootedMachine machine, Path copies) {
    this.machine = machine;
    this.lab = new LabApi(machine);
    this.copies = copies;
  }

  /// What a machine is like before it is managed.
  interface Furnishing {
    void furnish(BootedMachine machine);
  }

  /// Boots a machine, furnishes it, and puts it under management.
  static ManagedMachine start(Furnishing how) throws IOException {
    return start(how, Installation.NO_SWEEP, _ -> {});
  }

  /// @param settings of the agent: `agent.json`
  /// @param dayBefore looks at it when the agent is there and not enrolled
  static ManagedMachine start(Furnishing how, String settings, Furnishing dayBefore)
      throws IOException {
    var copies = Files.createTempDirectory("reeve-program");
    var reeve = ReeveFiles.copy(copies);
    var machine =
        new ManagedMachine(BootedMachine.boot(MachineImage.get(), reeve.shared()), copies);
    try {
      how.furnish(machine.machine);
      Installation.put(machine.machine, reeve, machine.lab, settings);
      machine.agent();
      dayBefore.furnish(machine.machine);
      machine.enrol();
      return machine;
    } catch (RuntimeException | AssertionError failed) {
      machine.close();
      throw failed;
    }
  }

  private void enrol() {
    agent()
        .enroll(
            new EnrollRequest(
                Optional.of("https://localhost:" + LabApi.PORT + "/EnrollmentServer/Discovery.svc"),
                Optional.empty(),
                Optional.of(Installation.USER),
                Optional.of(Installation.PASSWORD),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(machine.read(LabApi.STATE + "/ca.pem"))));
  }

  BootedMachine machine() {
    return machine;
  }

  LabApi lab() {
    return lab;
  }

  /// The agent, over its socket; waits until it answers.
  AgentService agent() {
    var found = new ArrayList<AgentService>();
    Await.until(
        "the agent's answer", PATIENCE, () -> client().map(found::add).orElse(false), this::log);
    return found.getLast();
  }

  /// A connection is no answer: what a killed agent was just starting holds its socket for a moment
  /// longer.
  private Optional<AgentService> client() {
    try {
      var client = LocalClient.of(machine.view().resolve(Installation.STATE.substring(1)));
      client.ifPresent(AgentService::status);
      return client;
    } catch (AgentException e) {
      return Optional.empty(); // it is just starting or ending
    }
  }

  /// Kills the agent, and returns when systemd has started it again.
  ///
  /// @param others units that are killed with it, as a power cut would
  void killAgent(String... others) {
    var killed = agentsProcess();
    var command = new ArrayList<>(List.of("systemctl", "kill", "--signal=KILL"));
    command.addAll(List.of(others));
    command.add("reeve.service");
    machine.need(command.toArray(String[]::new));
    Await.until(
        "the agent's return",
        PATIENCE,
        () -> !Set.of(killed, "0").contains(agentsProcess()),
        this::log);
  }

  private String agentsProcess() {
    return machine
        .need("systemctl", "show", "--property=MainPID", "--value", "reeve.service")
        .strip();
  }

  /// Has the agent run a session, which must end well.
  Views.SyncRecord sync() {
    var record = agent().sync(true).record().orElseThrow();
    assertThat(record.ok()).as(() -> record.text() + "\n" + log()).isTrue();
    return record;
  }

  /// What the agent has logged of changes that no event will tell it of.
  List<String> unwatched() {
    return machine
        .run("journalctl", "--no-pager", "--output=cat", "--unit=reeve.service")
        .out()
        .lines()
        .filter(line -> line.contains("by the sweep only") || line.contains("only swept"))
        .toList();
  }

  /// What the agent's service has logged last.
  String log() {
    return Installation.log(machine);
  }

  @Override
  public void close() throws IOException {
    try {
      machine.close();
    } finally {
      ImageCache.remove(copies);
    }
  }
}
