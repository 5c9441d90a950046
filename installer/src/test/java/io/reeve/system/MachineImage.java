package io.reeve.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A small Debian 12 that machines are laid over. It is built once from the recipe here, by
/// mmdebstrap from the mirror that is its default, and kept in the user's cache under the recipe's
/// hash: a changed recipe is a new image, and a half-built one is never seen.
final class MachineImage {
  private static final String SUITE = "bookworm";

  private static final Duration PATIENCE = Duration.ofMinutes(15);

  /// What the checks need, by what it is for. Recommendations are not installed.
  private static final List<String> PACKAGES =
      List.of(
          // a machine that boots and can be asked
          "systemd-sysv,dbus,dbus-user-session,udev,kmod,libpam-systemd,polkitd,systemd-timesyncd",
          "login,passwd,sudo,procps,iproute2,e2fsprogs,ca-certificates,openssl,curl",
          // accounts and passwords
          "libpam-pwquality,libpwquality1,cracklib-runtime,pamtester",
          // remote access and firewalls
          "openssh-server,openssh-client,nftables,libnftables1,ufw,firewalld,netcat-openbsd",
          // desktops and browsers
          "dconf-cli,dconf-gsettings-backend,gsettings-desktop-schemas,libglib2.0-bin,firefox-esr",
          // updates and packages
          "unattended-upgrades,apt-utils");

  /// Left out: nobody reads it here.
  private static final List<String> NEVER = List.of("doc", "man", "info", "locale");

  private final Path root;

  private MachineImage(Path root) {
    this.root = root;
  }

  /// The folder with its files. Nothing may write there.
  Path root() {
    return root;
  }

  /// The image, built now if this machine has none yet.
  ///
  /// @throws CannotBootException when it cannot be built here
  static MachineImage get() throws IOException {
    var folder = Files.createDirectories(cache()).resolve(key());
    if (!Files.isDirectory(folder)) {
      try (var channel =
              FileChannel.open(
                  cache().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        if (!Files.isDirectory(folder)) {
          build(folder);
        }
      }
    }
    return new MachineImage(folder);
  }

  private static Path cache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(text -> text.startsWith("/"))
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("reeve/machines");
  }

  private static String key() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(String.join("\n", recipe(Path.of("/"))).getBytes(StandardCharsets.UTF_8));
      return SUITE + "-" + HexFormat.of().formatHex(digest.digest(), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> recipe(Path target) {
    var line =
        new ArrayList<>(List.of("mmdebstrap", "--quiet", "--mode=root", "--variant=minbase"));
    line.add("--include=" + String.join(",", PACKAGES));
    line.add("--aptopt=Apt::Install-Recommends \"false\"");
    NEVER.forEach(name -> line.add("--dpkgopt=path-exclude=/usr/share/" + name + "/*"));
    line.addAll(List.of(SUITE, target.toString()));
    return line;
  }

  private static void build(Path folder) throws IOException {
    var beside = folder.resolveSibling(folder.getFileName() + ".half");
    remove(beside);
    System.err.println("building a disposable Debian machine in " + folder + " (once) ...");
    var built = Programs.run(recipe(beside), PATIENCE);
    if (!built.ok()) {
      remove(beside);
      throw new CannotBootException("mmdebstrap cannot build a Debian 12 here: " + lastLine(built));
    }
    Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String lastLine(Programs.Ended ended) {
    return ended.all().lines().reduce("", (_, line) -> line);
  }

  /// Removes a tree by the tool that crosses no file system: a mount below it is never emptied.
  private static void remove(Path tree) {
    if (Files.exists(tree)) {
      Programs.run(List.of("rm", "-rf", "--one-file-system", tree.toString()), PATIENCE).need();
    }
  }
}
