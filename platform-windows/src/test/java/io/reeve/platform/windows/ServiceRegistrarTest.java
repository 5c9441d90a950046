package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceRegistrarTest {
  private static final String NAME = ServiceSupervisor.NAME;
  private static final RegistryKey RUN =
      RegistryKey.machine("SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run");
  private final MemoryServices services = new MemoryServices();
  private final Entry entry = new Entry();
  private final MemoryRegistry registry =
      new MemoryRegistry()
          .given(RUN, "Other", RegistryData.text(Advapi32Registry.REG_SZ, "C:\\other.exe"));
  private final List<Path> judged = new ArrayList<>();
  private final List<Path> above = new ArrayList<>();
  private final Map<Path, String> writers = new HashMap<>();
  private final Map<Path, String> exchangers = new HashMap<>();
  @TempDir Path folder;
  private final ServiceRegistrar registrar =
      new ServiceRegistrar(
          entry,
          services,
          new TrayStart(registry),
          new ServiceRegistrar.Judge() {
            @Override
            public Optional<String> writers(Path file) {
              judged.add(file);
              return Optional.ofNullable(writers.get(file));
            }

            @Override
            public Optional<String> exchangers(Path folder) {
              above.add(folder);
              return Optional.ofNullable(exchangers.get(folder));
            }
          });

  private final class Entry implements ServiceEntry {
    Optional<String> commandLine = Optional.empty();

    @Override
    public void put(String line) {
      commandLine = Optional.of(line);
      services.with(NAME, Advapi32Services.SERVICE_AUTO_START, true);
    }

    @Override
    public Optional<String> commandLine() {
      return commandLine;
    }

    @Override
    public void remove() {
      commandLine = Optional.empty();
      services.startups.remove(NAME);
    }
  }

  @Test
  void theDaemonIsRegisteredStartedAndTakenAway() throws IOException {
    assertThat(registrar.current()).isEmpty();
    registrar.install(List.of("/Program Files/Reeve/reeved.exe", "daemon"));
    registrar.start();
    registrar.start();
    var now = registrar.current().orElseThrow();
    assertThat(now.command()).isEqualTo("\"/Program Files/Reeve/reeved.exe\" daemon");
    assertThat(now.start()).isEqualTo("by itself, a while after the machine; no tray");
    assertThat(now.running()).isTrue();
    assertThat(registrar.remove()).isTrue();
    assertThat(services.running).isEmpty();
    assertThat(registrar.current()).isEmpty();
    assertThat(registrar.remove()).isFalse();
  }

  @Test
  void aProgramThatUsersCouldExchangeIsNotMadeAService() {
    for (var open : List.of("/apps/reeve/reeved.exe", "/apps/reeve")) {
      writers.clear();
      writers.put(Path.of(open), "users may write");
      assertThatThrownBy(() -> registrar.install(List.of("/apps/reeve/reeved.exe", "daemon")))
          .hasMessage(
              open + " is part of what would run as the system, and is not safe: users may write");
    }
    assertThat(entry.commandLine).isEmpty();
  }

  /// Whoever may rename a folder above it puts a folder and a program of their own there.
  @Test
  void norIsOneBelowAFolderThatUsersCouldExchange() throws IOException {
    exchangers.put(Path.of("/apps"), "everybody who signs in may write");
    assertThatThrownBy(() -> registrar.install(List.of("/apps/reeve/reeved.exe", "daemon")))
        .hasMessageContaining("/apps is part of what would run as the system");
    exchangers.clear();
    above.clear();
    registrar.install(List.of("/apps/reeve/reeved.exe", "daemon"));
    assertThat(above).containsExactly(Path.of("/apps"), Path.of("/"));
  }

  @Test
  void whatTheLauncherLoadsIsLookedAtToo() throws IOException {
    var library = Files.createDirectories(folder.resolve("runtime/bin")).resolve("java.dll");
    Files.createFile(library);
    var command = List.of(folder.resolve("reeved.exe").toString(), "daemon");
    registrar.install(command);
    assertThat(judged).contains(folder.resolve("runtime"), library.getParent(), library);
    writers.put(library, "users may write");
    assertThatThrownBy(() -> registrar.install(command)).hasMessageContaining("java.dll");
  }

  /// Judged as what it is, and not looked into.
  @Test
  void aLinkInTheImageIsRefusedAndNotFollowed() throws IOException {
    var link = Files.createSymbolicLink(folder.resolve("app"), Path.of("/usr"));
    writers.put(link, "it is a link or a junction");
    var command = List.of(folder.resolve("reeved.exe").toString(), "daemon");
    assertThatThrownBy(() -> registrar.install(command))
        .hasMessageContaining("it is a link or a junction");
    assertThat(judged).last().isEqualTo(link);
  }

  private Optional<String> started() {
    return registry.value(RUN, "ReeveTray").flatMap(RegistryData::text);
  }

  /// A program beside the daemon's.
  private Path program(String name) throws IOException {
    return Files.createFile(folder.resolve(name));
  }

  private List<String> daemon() {
    return List.of(folder.resolve("reeved.exe").toString(), "daemon");
  }

  @Test
  void theTrayOfTheImageIsStartedInEachSessionUntilTheServiceGoes() throws IOException {
    var reeve = program("reeve.exe");
    registrar.install(daemon());
    assertThat(started()).contains("\"" + reeve + "\" tray");
    var tray = program("reeve-tray.exe");
    registrar.install(daemon());
    assertThat(started()).contains("\"" + tray + "\"");
    assertThat(judged).contains(reeve, tray);
    assertThat(registrar.current().orElseThrow().start()).endsWith("; the tray in each session");
    assertThat(registrar.remove()).isTrue();
    assertThat(started()).isEmpty();
    assertThat(registry.names(RUN)).containsExactly("Other");
  }

  @Test
  void aTrayThatUsersCouldExchangeStartsForNobodyAndNothingIsRegistered() throws IOException {
    writers.put(program("reeve-tray.exe"), "users may write");
    assertThatThrownBy(() -> registrar.install(daemon())).hasMessageContaining("reeve-tray.exe");
    assertThat(started()).isEmpty();
    assertThat(entry.commandLine).isEmpty();
  }

  @Test
  void anImageWithoutATrayStartsNoneNorTheOneBefore() throws IOException {
    var tray = program("reeve-tray.exe");
    registrar.install(daemon());
    Files.delete(tray);
    registrar.install(daemon());
    assertThat(started()).isEmpty();
  }

  /// As after a removal that failed half-way.
  @Test
  void aTrayWithoutAServiceIsRemoved() throws IOException {
    registry.given(RUN, "ReeveTray", RegistryData.text(Advapi32Registry.REG_SZ, "\"C:\\t.exe\""));
    assertThat(registrar.remove()).isTrue();
    assertThat(registrar.remove()).isFalse();
  }

  @Test
  void aCommandThatTheShellWouldNotTakeIsRefused() throws IOException {
    var deep = Files.createDirectories(folder.resolve("a".repeat(200)).resolve("b".repeat(60)));
    Files.createFile(deep.resolve("reeve-tray.exe"));
    var command = List.of(deep.resolve("reeved.exe").toString(), "daemon");
    assertThatThrownBy(() -> registrar.install(command)).hasMessageContaining("longer than 260");
    assertThat(entry.commandLine).isEmpty();
  }
}
