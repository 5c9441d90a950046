package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;
import io.reeve.core.spi.PendingException;
import io.reeve.core.spi.Registrar;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The daemon as a service of Windows, and the tray as what each session starts.
record ServiceRegistrar(ServiceEntry entry, Services services, TrayStart tray, Judge judge)
    implements Registrar {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceRegistrar.class);

  /// Folders of an installed image beside its launchers, from which these load what they run.
  private static final List<String> IMAGE = List.of("app", "lib", "runtime");

  private static final int MOST = 10_000;

  static ServiceRegistrar of(Win32 windows) {
    return new ServiceRegistrar(
        new NativeServiceEntry(windows, ServiceSupervisor.NAME),
        new NativeServices(windows),
        new TrayStart(new NativeRegistry(windows)),
        new Judge() {
          @Override
          public Optional<String> writers(Path file) throws OsException {
            try (var held = FolderHandle.open(windows, file)) {
              return held.writers();
            }
          }

          @Override
          public Optional<String> exchangers(Path folder) throws OsException {
            try (var held = FolderHandle.open(windows, folder)) {
              return held.exchangers();
            }
          }
        });
  }

  /// Says who beside the system and its administrators could change what is to run as the system,
  /// or that a path leads elsewhere; empty when nobody could.
  interface Judge {
    /// Who may write a file, or in a folder.
    Optional<String> writers(Path file) throws OsException;

    /// Who may put something else in the place of a folder or of what is in it.
    Optional<String> exchangers(Path folder) throws OsException;
  }

  @Override
  public void install(List<String> command) throws IOException {
    var program = Path.of(command.getFirst()).toAbsolutePath().normalize();
    requireSafe(program);
    var icon = TrayStart.in(program.resolveSibling(""));
    if (icon.isPresent()) {
      require(icon.get().file(), judge.writers(icon.get().file()));
    }
    tray.put(icon);
    entry.put(CommandLine.of(command));
  }

  /// Holds that nobody but the system and its administrators can change the program, what it loads
  /// or what it lies in.
  void requireSafe(Path program) throws IOException {
    var home = program.resolveSibling("");
    require(program, judge.writers(program));
    require(home, judge.writers(home));
    for (var above = home.getParent(); above != null; above = above.getParent()) {
      require(above, judge.exchangers(above));
    }
    for (var part : IMAGE) {
      var folder = home.resolve(part);
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        requireAll(folder, new AtomicInteger(MOST));
      }
    }
  }

  /// The program that is registered; empty when none is.
  Optional<Path> program() throws IOException {
    return entry.commandLine().map(CommandLine::program).map(Path::of);
  }

  /// Each is judged before it is looked into, so that a link is never followed.
  private void requireAll(Path path, AtomicInteger left) throws IOException {
    if (left.getAndDecrement() == 0) {
      throw new IOException(
          path + " is one of more than " + MOST + " files: not a program's image");
    }
    require(path, judge.writers(path));
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (var inner = Files.newDirectoryStream(path)) {
        for (var each : inner) {
          requireAll(each, left);
        }
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
  }

  private static void require(Path path, Optional<String> others) throws IOException {
    if (others.isPresent()) {
      throw new IOException(
          path + " is part of what would run as the system, and is not safe: " + others.get());
    }
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

  /// What a removal that failed half-way has left goes too.
  @Override
  public boolean remove() throws IOException {
    boolean icon = tray.remove();
    if (entry.commandLine().isEmpty()) {
      return icon;
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
            command.get(),
            words(startup.get()) + (tray.isSet() ? "; the tray in each session" : "; no tray"),
            services.isRunning(ServiceSupervisor.NAME)));
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
