package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;
import io.reeve.core.spi.PendingException;
import io.reeve.core.spi.Registrar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The daemon as a service of Windows.
///
/// @param judge says who else could change a program that is to run as the system
record ServiceRegistrar(ServiceEntry entry, Services services, Judge judge) implements Registrar {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceRegistrar.class);

  static ServiceRegistrar of(Win32 windows) {
    return new ServiceRegistrar(
        new NativeServiceEntry(windows, ServiceSupervisor.NAME),
        new NativeServices(windows),
        file -> {
          try (var held = FolderHandle.open(windows, file)) {
            return held.writers();
          }
        });
  }

  @FunctionalInterface
  interface Judge {
    /// Who beside the system and its administrators may write it; empty when nobody may.
    Optional<String> writers(Path file) throws OsException;
  }

  @Override
  public void install(List<String> command) throws IOException {
    var program = Path.of(command.getFirst());
    for (var each : List.of(program, program.resolveSibling(""))) {
      var writers = judge.writers(each.toAbsolutePath());
      if (writers.isPresent()) {
        throw new IOException(
            each + " would run as the system, and others can change it: " + writers.get());
      }
    }
    entry.put(CommandLine.of(command));
  }

  @Override
  public void start() throws IOException {
    if (!services.isRunning(ServiceSupervisor.NAME)) {
      try {
        services.start(ServiceSupervisor.NAME);
      } catch (PendingException e) {
        LOG.info("{}", e.getMessage());
      }
    }
  }

  @Override
  public boolean remove() throws IOException {
    if (entry.commandLine().isEmpty()) {
      return false;
    }
    if (services.isRunning(ServiceSupervisor.NAME)) {
      try {
        services.stop(ServiceSupervisor.NAME);
      } catch (PendingException e) {
        LOG.info("{}; it goes when it has ended", e.getMessage());
      }
    }
    entry.remove();
    return true;
  }

  @Override
  public Optional<Registration> current() throws IOException {
    var command = entry.commandLine();
    var startup = services.startup(ServiceSupervisor.NAME);
    if (command.isEmpty() || startup.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Registration(
            command.get(), words(startup.get()), services.isRunning(ServiceSupervisor.NAME)));
  }

  private static String words(Services.Startup startup) {
    return switch (startup.type()) {
      case Advapi32Services.SERVICE_AUTO_START ->
          startup.delayed() ? "by itself, a while after the machine" : "by itself";
      case Advapi32Services.SERVICE_DEMAND_START -> "when somebody starts it";
      default -> "not at all: it is disabled";
    };
  }
}
