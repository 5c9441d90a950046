package io.reeve.system;

import io.reeve.core.cli.Main;
import java.time.Duration;
import java.util.List;

/// Puts the lab and the agent on a machine, as services of systemd that start with it.
final class Installation {
  static final String STATE = "/var/lib/reeve";
  static final String USER = "ann@example.org";
  static final String PASSWORD = "correct horse battery staple";
  static final String PASSWORD_FILE = "/root/password";
  static final String LAB_HEADER = "/root/lab-header";

  /// What is changed behind the agent's back is found by events, or when somebody asks.
  static final String NO_SWEEP = "{\"sweepMinutes\": 1440}\n";

  /// As well, and what is destructive is done at once.
  static final String NO_HOLD = "{\"sweepMinutes\": 1440, \"holdMinutes\": 0}\n";

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private Installation() {}

  /// Returns when the lab can be asked; the agent is not enrolled yet.
  static void put(Machine machine, ReeveFiles reeve, LabApi lab) {
    put(machine, reeve, lab, NO_SWEEP);
  }

  /// @param settings of the agent: `agent.json`
  static void put(Machine machine, ReeveFiles reeve, LabApi lab, String settings) {
    machine.need("mkdir", "-p", "--mode=0711", STATE);
    machine.write(STATE + "/agent.json", settings);
    unit(machine, "reeve", reeve.line(Main.class.getName(), "daemon", "--state", STATE));
    machine.need("systemctl", "daemon-reload");
    machine.need("systemctl", "enable", "--now", "--quiet", "reeve.service");
    putLab(machine, reeve, lab);
  }

  /// Puts only the lab there; returns when it can be asked.
  static void putLab(Machine machine, ReeveFiles reeve, LabApi lab) {
    machine.write(PASSWORD_FILE, PASSWORD + "\n");
    unit(
        machine,
        "reeve-lab",
        reeve.line(
            Main.class.getName(),
            "lab",
            "--state",
            LabApi.STATE,
            "--port",
            "" + LabApi.PORT,
            "--user",
            USER,
            "--password-file",
            PASSWORD_FILE));
    machine.need("systemctl", "daemon-reload");
    machine.need("systemctl", "enable", "--now", "--quiet", "reeve-lab.service");
    awaitLab(machine, lab);
  }

  private static void awaitLab(Machine machine, LabApi lab) {
    var token = LabApi.STATE + "/admin-token";
    Await.until("the lab's token", PATIENCE, () -> machine.has(token), () -> log(machine));
    machine.write(LAB_HEADER, "Authorization: Bearer " + machine.read(token).strip() + "\n");
    Await.until("the lab", PATIENCE, lab::isUp, () -> log(machine));
  }

  private static void unit(Machine machine, String name, List<String> line) {
    machine.write(
        "/etc/systemd/system/" + name + ".service",
        """
        [Unit]
        After=dbus.service

        [Service]
        ExecStart=%s
        SuccessExitStatus=143
        Restart=on-failure
        RestartSec=100ms

        [Install]
        WantedBy=multi-user.target
        """
            .formatted(String.join(" ", line)));
  }

  /// What the agent and the lab have logged last.
  static String log(Machine machine) {
    return machine
        .run("journalctl", "--no-pager", "--lines=60", "--output=cat", "--unit=reeve*")
        .all();
  }
}
