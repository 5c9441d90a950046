package io.reeve.platform.macos;

import io.reeve.core.spi.HealthCheck;
import io.reeve.core.spi.HealthCheck.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/// What the agent needs of a Mac.
///
/// @param user who this process runs as
record MacHealth(Tools tools, String user) {
  private static final String LABEL = LaunchdRegistrar.LABEL;
  private static final String DEFINITION = "/Library/LaunchDaemons/" + LABEL + ".plist";
  private static final String TRAY = "/Library/LaunchAgents/io.reeve.tray.plist";
  private static final String KEYCHAIN = "/Library/Keychains/System.keychain";
  private static final Set<PosixFilePermission> WRITING =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  List<HealthCheck> checks() {
    return List.of(
        new HealthCheck("privileges", this::privileges),
        new HealthCheck("launchd", this::service),
        new HealthCheck("definition", this::definition),
        new HealthCheck("tray", this::tray),
        new HealthCheck("time", this::time),
        new HealthCheck("integrity protection", this::integrity),
        new HealthCheck("directory", this::directory),
        new HealthCheck("system keychain", this::keychain));
  }

  private Finding privileges() {
    return user.equals("root")
        ? Finding.good("runs as root")
        : Finding.advice(
            "runs as " + user + ": most settings cannot be held", "run the agent by launchd");
  }

  private Finding service() throws IOException {
    var launchd = new Launchd(tools);
    var loaded = launchd.loaded(LABEL);
    if (loaded.filter(Launchd.Loaded::runs).isPresent()) {
      return launchd.isDisabled(LABEL)
          ? Finding.bad(
              LABEL + " runs, and is disabled for the next start",
              "sudo launchctl enable system/" + LABEL)
          : Finding.good(LABEL + " starts with the Mac, and runs");
    }
    if (loaded.isPresent()) {
      return Finding.bad(
          LABEL + " does not run",
          "sudo launchctl kickstart system/" + LABEL + ", and see its log");
    }
    return Files.exists(tools.host().path(DEFINITION))
        ? Finding.bad(LABEL + " is not loaded", "sudo launchctl bootstrap system " + DEFINITION)
        : Finding.advice(
            "the agent is no service, so nothing starts it with the Mac",
            "sudo reeve service install");
  }

  /// launchd takes no definition that others could change, and an attacker would take any.
  private Finding definition() throws IOException {
    var file = tools.host().path(DEFINITION);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Finding.good("there is none");
    }
    var mode = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
    return mode.stream().anyMatch(WRITING::contains)
        ? Finding.bad(
            "others can write to " + DEFINITION,
            "sudo chown root:wheel " + DEFINITION + " && sudo chmod 644 " + DEFINITION)
        : Finding.good(DEFINITION);
  }

  private Finding tray() {
    return Files.exists(tools.host().path(TRAY))
        ? Finding.good("starts with every desktop session")
        : Finding.advice(
            "nothing starts 'reeve tray' in a desktop session",
            "fine on a Mac that nobody works at; else install the package");
  }

  private Finding time() throws IOException {
    var said = tools.text("/usr/sbin/systemsetup", "-getusingnetworktime").strip();
    return said.endsWith(": On")
        ? Finding.good("set by a time server")
        : Finding.advice(
            "no time server sets the clock", "sudo systemsetup -setusingnetworktime on");
  }

  /// Without it any program of root's can change macOS, and what the agent says of it.
  private Finding integrity() throws IOException {
    var said = tools.text("/usr/bin/csrutil", "status").strip();
    return said.contains("enabled")
        ? Finding.good("System Integrity Protection is on")
        : Finding.advice(
            "System Integrity Protection is not on", "'csrutil enable' in the recovery system");
  }

  private Finding directory() throws IOException {
    var ran = tools.run("/usr/bin/dscl", ".", "-read", "/Users/root", "UniqueID");
    return ran.ok()
        ? Finding.good("OpenDirectory answers")
        : Finding.bad(
            "OpenDirectory does not answer: " + ran.err().strip(),
            "restart the Mac: accounts and groups cannot be held until then");
  }

  private Finding keychain() {
    return Files.isRegularFile(tools.host().path(KEYCHAIN))
        ? Finding.good(KEYCHAIN)
        : Finding.advice("there is no " + KEYCHAIN, "only a device key in the keychain needs it");
  }
}
