package io.reeve.core.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Registrar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DaemonRegistrationTest {
  private static final String LAUNCHER = "jpackage.app-path";
  @TempDir Path folder;
  private final Manager manager = new Manager();
  private final DaemonRegistration registration = new DaemonRegistration(manager);

  @AfterEach
  void asBefore() {
    System.clearProperty(LAUNCHER);
  }

  private Path program() throws IOException {
    return Files.createFile(folder.resolve("reeved"));
  }

  @Test
  void theGivenProgramIsRegisteredAsTheDaemonAndStarted() throws IOException {
    var program = program();
    var service = registration.install(Optional.of(program), Optional.empty());
    assertThat(service).isEqualTo(new Views.Service(true, true, "by itself", program + " daemon"));
    assertThat(registration.status()).isEqualTo(service);
    assertThat(registration.remove()).isEqualTo(new Views.Service(false, false, "", ""));
    assertThat(registration.remove().registered()).isFalse();
  }

  @Test
  void anInstalledImageKnowsItsLauncherAndAStateFolderIsHandedOn() throws IOException {
    var program = program();
    System.setProperty(LAUNCHER, program.toString());
    registration.install(Optional.empty(), Optional.of(Path.of("/data/reeve")));
    assertThat(manager.command)
        .containsExactly(program.toString(), "daemon", "--state", "/data/reeve");
  }

  @Test
  void withoutAProgramNothingIsRegistered() {
    assertThatThrownBy(() -> registration.install(Optional.empty(), Optional.empty()))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("no installed program");
    var missing = Optional.of(folder.resolve("missing"));
    assertThatThrownBy(() -> registration.install(missing, Optional.empty()))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("no such program");
    assertThat(manager.command).isEmpty();
  }

  @Test
  void whatTheManagerSaysAgainstItIsTold() throws IOException {
    manager.refusal = Optional.of("access is denied");
    var program = Optional.of(program());
    assertThatThrownBy(() -> registration.install(program, Optional.empty()))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("the service cannot be registered: access is denied");
  }

  private static final class Manager implements Registrar {
    List<String> command = List.of();
    Optional<String> refusal = Optional.empty();
    boolean running;

    @Override
    public void install(List<String> wanted) throws IOException {
      if (refusal.isPresent()) {
        throw new IOException(refusal.get());
      }
      command = wanted;
    }

    @Override
    public void start() {
      running = true;
    }

    @Override
    public boolean remove() {
      boolean there = !command.isEmpty();
      command = List.of();
      running = false;
      return there;
    }

    @Override
    public Optional<Registration> current() {
      return command.isEmpty()
          ? Optional.empty()
          : Optional.of(new Registration(String.join(" ", command), "by itself", running));
    }
  }
}
