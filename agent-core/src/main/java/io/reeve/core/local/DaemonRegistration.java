package io.reeve.core.local;

import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.spi.Registrar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The daemon as a service of the system: for packages, and for whoever has none.
public final class DaemonRegistration {
  private final Registrar registrar;

  DaemonRegistration(Registrar registrar) {
    this.registrar = registrar;
  }

  /// @throws AgentException where the package brings what the system starts services by
  public static DaemonRegistration ofThisSystem() {
    return new DaemonRegistration(
        ThisMachine.platform()
            .registrar()
            .orElseThrow(() ->
                new AgentException(
                    Kind.USAGE,
                    "on this system the package registers the service",
                    "use the system's own tool, such as 'systemctl enable --now reeve'")));
  }

  /// Registers the daemon and starts it.
  ///
  /// @param program its launcher; when none is given, the one that this process was started by
  /// @param state the state folder, when it is not the usual one
  public Views.Service install(Optional<Path> program, Optional<Path> state) {
    var launcher =
        program.or(DaemonRegistration::launcher).orElseThrow(DaemonRegistration::unnamed);
    if (!launcher.isAbsolute() || !Files.isRegularFile(launcher)) {
      throw new AgentException(
          Kind.USAGE, "no such program: " + launcher, "give its whole path with --program");
    }
    var command = new ArrayList<>(List.of(launcher.toString(), "daemon"));
    state.ifPresent(folder -> command.addAll(List.of("--state", folder.toString())));
    return done(
        "registered",
        () -> {
          registrar.install(command);
          registrar.start();
        });
  }

  /// Stops the daemon and takes the registration away; nothing registered is no error.
  public Views.Service remove() {
    return done("removed", registrar::remove);
  }

  public Views.Service status() {
    return done("asked for", () -> {});
  }

  private interface Work {
    void run() throws IOException;
  }

  private Views.Service done(String what, Work work) {
    try {
      work.run();
      return registrar
          .current()
          .map(now -> new Views.Service(true, now.running(), now.start(), now.command()))
          .orElse(new Views.Service(false, false, "", ""));
    } catch (IOException e) {
      throw new AgentException(
          Kind.FAILED,
          "the service cannot be " + what + ": " + Reasons.of(e),
          "run it as an administrator (elevated), and see the system's log");
    }
  }

  /// What an installed image says of itself.
  private static Optional<Path> launcher() {
    return Optional.ofNullable(System.getProperty("jpackage.app-path")).map(Path::of);
  }

  private static AgentException unnamed() {
    return new AgentException(
        Kind.USAGE,
        "this is no installed program that could be registered",
        "name the daemon's launcher with --program FILE");
  }
}
