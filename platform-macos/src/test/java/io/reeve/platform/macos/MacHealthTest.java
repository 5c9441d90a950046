package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.Commands.Result;
import io.reeve.core.spi.HealthCheck.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MacHealthTest {
  private static final String DEFINITION = "Library/LaunchDaemons/io.reeve.agent.plist";

  private boolean loaded = true;
  private String state = "running";
  private String time = "On";
  private String integrity = "enabled";
  private String disabled = "";
  private Result directory = FakeMac.said("UniqueID: 0\n");
  private final FakeMac mac =
      new FakeMac()
          .with("/bin/launchctl", this::launchctl)
          .with("/usr/sbin/systemsetup", _ -> FakeMac.said("Network Time: " + time + "\n"))
          .with(
              "/usr/bin/csrutil",
              _ -> FakeMac.said("System Integrity Protection status: " + integrity + ".\n"))
          .with("/usr/bin/dscl", _ -> directory);
  @TempDir Path root;

  private Result launchctl(List<String> arguments) throws IOException {
    if (arguments.getFirst().equals("print-disabled")) {
      return FakeMac.said("\tdisabled services = {\n" + disabled + "\t}\n");
    }
    return loaded
        ? FakeMac.said(
            FakeMac.captured("launchctl-print.txt").replace("state = running", "state = " + state))
        : FakeMac.failed(113, "Could not find service");
  }

  @BeforeEach
  void aMacThatIsWell() throws IOException {
    for (var name :
        List.of(
            DEFINITION,
            "Library/LaunchAgents/io.reeve.tray.plist",
            "Library/Keychains/System.keychain")) {
      var file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(
          file, PropertyList.text(LaunchdRegistrar.definition(List.of("/bin/sh", "daemon"))));
    }
    Files.setPosixFilePermissions(
        root.resolve(DEFINITION), PosixFilePermissions.fromString("rw-r--r--"));
    disabled = "\t\t\"io.reeve.agent\" => enabled\n";
  }

  private Map<String, Finding> found() throws IOException {
    var found = new TreeMap<String, Finding>();
    for (var check : new MacHealth(mac.at(root), "root").checks()) {
      found.put(check.name(), check.look().look());
    }
    return found;
  }

  private Finding found(String name) throws IOException {
    return found().getOrDefault(name, Finding.bad("no such check", ""));
  }

  @Test
  void aMacThatIsWellPassesEveryCheck() throws IOException {
    assertThat(found())
        .hasSize(8)
        .allSatisfy((name, finding) -> assertThat(finding.ok()).as(name).isTrue())
        .allSatisfy((name, finding) -> assertThat(finding.remedy()).as(name).isEmpty());
  }

  @Test
  void aServiceThatDoesNotRunIsBad() throws IOException {
    state = "waiting";
    assertThat(found("launchd").remedy()).contains("kickstart");
    loaded = false;
    assertThat(found("launchd").remedy()).contains("bootstrap system /Library/LaunchDaemons/");
    Files.delete(root.resolve(DEFINITION));
    assertThat(found("launchd").remedy()).contains("reeve service install");
    assertThat(found("launchd").ok()).isTrue();
  }

  @Test
  void aServiceThatIsDisabledForTheNextStartIsBad() throws IOException {
    disabled = "\t\t\"io.reeve.agent\" => disabled\n";
    assertThat(found("launchd").ok()).isFalse();
    assertThat(found("launchd").remedy()).contains("launchctl enable");
  }

  @Test
  void aDefinitionThatOthersCanWriteToIsBad() throws IOException {
    Files.setPosixFilePermissions(
        root.resolve(DEFINITION), PosixFilePermissions.fromString("rw-rw-r--"));
    assertThat(found("definition").ok()).isFalse();
  }

  @Test
  void whatMayBeSoOnPurposeIsAdvice() throws IOException {
    time = "Off";
    integrity = "disabled";
    Files.delete(root.resolve("Library/LaunchAgents/io.reeve.tray.plist"));
    Files.delete(root.resolve("Library/Keychains/System.keychain"));
    for (var name : List.of("time", "integrity protection", "tray", "system keychain")) {
      assertThat(found(name).ok()).as(name).isTrue();
      assertThat(found(name).remedy()).as(name).isNotEmpty();
    }
    assertThat(new MacHealth(mac.at(root), "ann").checks().getFirst().look().look().remedy())
        .isNotEmpty();
  }

  @Test
  void aDirectoryThatDoesNotAnswerIsBad() throws IOException {
    directory = FakeMac.failed(54, "Operation failed");
    assertThat(found("directory").ok()).isFalse();
  }
}
