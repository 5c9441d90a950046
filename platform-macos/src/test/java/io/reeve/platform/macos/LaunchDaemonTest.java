package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The definitions that the installer gives to launchd.
final class LaunchDaemonTest {
  private static final Path FILE = Path.of("../installer/src/main/macos/io.reeve.agent.plist");
  private static final Path TRAY = Path.of("../installer/src/main/macos/io.reeve.tray.plist");

  @Test
  void launchdStartsTheDaemonAndKeepsItAndNobodyElseReadsWhatItWrites() throws IOException {
    var plist = PropertyList.parse(Files.readAllBytes(FILE));
    assertThat(plist.path("Label").asText() + ".plist").isEqualTo(FILE.getFileName().toString());
    assertThat(plist.path("ProgramArguments").path(0).asText()).startsWith("/Library/");
    assertThat(plist.path("ProgramArguments").path(1).asText()).isEqualTo("daemon");
    assertThat(plist.path("KeepAlive").asBoolean()).isTrue();
    assertThat(plist.path("RunAtLoad").asBoolean()).isTrue();
    assertThat(plist.path("Umask").asInt()).isEqualTo(0077);
    assertThat(plist.has("UserName")).as("it runs as root").isFalse();
  }

  @Test
  void everyDesktopHasAnIconAndNoOtherSession() throws IOException {
    var plist = PropertyList.parse(Files.readAllBytes(TRAY));
    assertThat(plist.path("Label").asText() + ".plist").isEqualTo(TRAY.getFileName().toString());
    assertThat(plist.path("ProgramArguments").path(0).asText()).startsWith("/Library/");
    assertThat(plist.path("ProgramArguments").path(1).asText()).isEqualTo("tray");
    assertThat(plist.path("LimitLoadToSessionType").asText()).isEqualTo("Aqua");
    assertThat(plist.path("KeepAlive").path("SuccessfulExit").asBoolean(true)).isFalse();
  }
}
