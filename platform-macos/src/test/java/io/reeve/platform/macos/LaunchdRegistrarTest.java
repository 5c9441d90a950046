package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Commands.Result;
import io.reeve.core.spi.Registrar.Registration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LaunchdRegistrarTest {
  private static final Path SHELL = Path.of("/bin/sh");
  private final FakeMac mac = new FakeMac().with("/bin/launchctl", this::launchctl);
  private boolean loaded;
  private boolean running;
  @TempDir Path root;

  private Result launchctl(List<String> arguments) throws IOException {
    return switch (arguments.getFirst()) {
      case "print" ->
          loaded
              ? FakeMac.said(
                  FakeMac.captured("launchctl-print.txt")
                      .replace("state = running", running ? "state = running" : "state = waiting"))
              : FakeMac.failed(113, "Could not find service");
      case "bootstrap" -> {
        assertThat(arguments.getLast()).isEqualTo("/Library/LaunchDaemons/io.reeve.agent.plist");
        loaded = true;
        running = true;
        yield FakeMac.said("");
      }
      case "bootout" -> {
        loaded = false;
        running = false;
        yield FakeMac.said("");
      }
      default -> FakeMac.said("");
    };
  }

  private LaunchdRegistrar registrar() {
    return new LaunchdRegistrar(mac.at(root));
  }

  @Test
  void itIsRegisteredStartedAndTakenAwayAgain() throws IOException {
    assertThat(registrar().current()).isEmpty();
    registrar().install(List.of(SHELL.toString(), "daemon"));
    assertThat(registrar().current())
        .contains(new Registration("/bin/sh daemon", "with the machine, and when it ends", false));
    registrar().start();
    registrar().start();
    assertThat(mac.ran.stream().filter(arguments -> arguments.contains("bootstrap"))).hasSize(1);
    assertThat(registrar().current().orElseThrow().running()).isTrue();
    assertThat(registrar().remove()).isTrue();
    assertThat(registrar().remove()).isFalse();
    assertThat(registrar().current()).isEmpty();
  }

  @Test
  void oneThatIsLoadedAndDoesNotRunGetsItsNewDefinition() throws IOException {
    loaded = true;
    registrar().install(List.of(SHELL.toString(), "daemon"));
    registrar().start();
    assertThat(mac.ran)
        .contains(
            List.of("/bin/launchctl", "bootout", "system/io.reeve.agent"),
            List.of(
                "/bin/launchctl",
                "bootstrap",
                "system",
                "/Library/LaunchDaemons/io.reeve.agent.plist"));
  }

  @Test
  void aProgramThatOthersCanChangeIsNoService() throws IOException {
    var program = Files.writeString(root.resolve("reeve"), "");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> registrar().install(List.of(program.toString(), "daemon")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("others can change " + program.toRealPath());
    assertThat(registrar().current()).isEmpty();
  }

  @Test
  void theDefinitionIsThatOfThePackage() throws IOException {
    var installed =
        PropertyList.parse(
            Files.readAllBytes(Path.of("../installer/src/main/macos/io.reeve.agent.plist")));
    var program = installed.path("ProgramArguments").path(0).asText();
    assertThat(LaunchdRegistrar.definition(List.of(program, "daemon")))
        .hasToString(PropertyList.parse(PropertyList.text(installed)).toString());
  }
}
