package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ServiceRegistrarTest {
  private static final String NAME = ServiceSupervisor.NAME;
  private final MemoryServices services = new MemoryServices();
  private final Entry entry = new Entry();
  private final List<Path> judged = new ArrayList<>();
  private Optional<String> writers = Optional.empty();
  private final ServiceRegistrar registrar =
      new ServiceRegistrar(
          entry,
          services,
          file -> {
            judged.add(file);
            return writers;
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
    assertThat(now.start()).isEqualTo("by itself, a while after the machine");
    assertThat(now.running()).isTrue();
    assertThat(registrar.remove()).isTrue();
    assertThat(services.running).isEmpty();
    assertThat(registrar.current()).isEmpty();
    assertThat(registrar.remove()).isFalse();
  }

  @Test
  void aProgramThatUsersCouldExchangeIsNotMadeAService() {
    writers = Optional.of("users may write");
    assertThatThrownBy(() -> registrar.install(List.of("/apps/reeved.exe", "daemon")))
        .hasMessageContaining("would run as the system, and others can change it: users may write");
    assertThat(entry.commandLine).isEmpty();
  }

  @Test
  void theProgramsFolderIsLookedAtToo() throws IOException {
    registrar.install(List.of("/apps/reeved.exe", "daemon"));
    assertThat(judged).containsExactly(Path.of("/apps/reeved.exe"), Path.of("/apps"));
  }
}
