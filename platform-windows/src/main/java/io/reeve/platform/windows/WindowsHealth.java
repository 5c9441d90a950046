package io.reeve.platform.windows;

import io.reeve.core.spi.HealthCheck;
import io.reeve.core.spi.HealthCheck.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What the agent needs of a Windows machine.
///
/// @param registrar knows the agent's own service
/// @param tray whether the icon starts in each session
record WindowsHealth(
    ServiceRegistrar registrar, Services services, TrayStart tray, Restart restart) {
  private static final String NAME = ServiceSupervisor.NAME;

  /// A service of Windows that the agent works by.
  ///
  /// @param check two words at most
  /// @param runs whether it has to run; else it is enough that it can be started
  /// @param lack what cannot be done without it
  private record Needed(String check, String service, boolean runs, String lack) {}

  private static final List<Needed> NEEDED =
      List.of(
          new Needed("management", "Winmgmt", true, "encryption and much of the inventory"),
          new Needed("firewall", "mpssvc", true, "firewall rules"),
          new Needed("event log", "EventLog", true, "what Windows writes down, for diagnostics"),
          new Needed("installer", "msiserver", false, "installing and removing programs"),
          new Needed("key isolation", "KeyIso", false, "a device key that Windows keeps"),
          new Needed("updates", "wuauserv", false, "updates of Windows"),
          new Needed("time", "W32Time", false, "setting the clock"));

  List<HealthCheck> checks() {
    var checks = new ArrayList<HealthCheck>();
    checks.add(new HealthCheck("service entry", this::entry));
    checks.add(new HealthCheck("service program", this::program));
    checks.add(new HealthCheck("tray", this::icon));
    checks.add(new HealthCheck("pending restart", this::pending));
    NEEDED.forEach(needed -> checks.add(new HealthCheck(needed.check(), () -> service(needed))));
    return checks;
  }

  private Finding entry() throws IOException {
    var startup = services.startup(NAME);
    if (startup.isEmpty()) {
      return Finding.advice(
          "the agent is no service, so nothing starts it with the machine",
          "'reeve service install' in an elevated prompt");
    }
    if (startup.get().type() != Advapi32Services.SERVICE_AUTO_START) {
      return Finding.bad(
          "the service " + NAME + " does not start with the machine",
          "sc.exe config " + NAME + " start= delayed-auto");
    }
    return services.isRunning(NAME)
        ? Finding.good("the service " + NAME + " starts with the machine, and runs")
        : Finding.bad("the service " + NAME + " does not run", "sc.exe start " + NAME);
  }

  /// Whoever could change it would be the system from the next start on.
  private Finding program() throws IOException {
    var program = registrar.program();
    if (program.isEmpty()) {
      return Finding.good("none is registered");
    }
    try {
      registrar.requireSafe(program.get());
      return Finding.good(program.get() + ": nobody but administrators can change it");
    } catch (IOException e) {
      return Finding.bad(
          String.valueOf(e.getMessage()),
          "install Reeve anew below Program Files, and look who has changed it");
    }
  }

  private Finding icon() throws IOException {
    return tray.isSet()
        ? Finding.good("starts when somebody signs in")
        : Finding.advice(
            "nothing starts 'reeve tray' when somebody signs in",
            "fine where nobody works at the machine; else 'reeve service install'");
  }

  private Finding pending() throws IOException {
    return restart
        .wanted()
        .map(text -> Finding.advice(text, "restart the machine"))
        .orElseGet(() -> Finding.good("Windows waits for none"));
  }

  private Finding service(Needed needed) throws IOException {
    var name = needed.service();
    var startup = services.startup(name);
    if (startup.isEmpty()) {
      return Finding.advice(
          "there is no service " + name + " here: without it no " + needed.lack(),
          "fine where that is not asked for");
    }
    if (startup.get().type() == Advapi32Services.SERVICE_DISABLED) {
      return Finding.bad(
          name + " is disabled: without it no " + needed.lack(),
          "sc.exe config " + name + " start= " + (needed.runs() ? "auto" : "demand"));
    }
    return needed.runs() && !services.isRunning(name)
        ? Finding.bad(
            name + " does not run: without it no " + needed.lack(), "sc.exe start " + name)
        : Finding.good(name + (needed.runs() ? " runs" : " can be started"));
  }
}
