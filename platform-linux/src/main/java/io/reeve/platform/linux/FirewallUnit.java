package io.reeve.platform.linux;

import io.reeve.core.files.FileState;
import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.freedesktop.dbus.exceptions.DBusExecutionException;

/// The unit that loads the saved ruleset before the network comes up, and again when
/// `nftables.service` is reloaded or restarted, which flushes every table. It is not started when
/// it is written: the kernel has the rules by then.
final class FirewallUnit {
  static final String NFT = "/usr/sbin/nft";
  static final String RULESET = "/etc/reeve/firewall.nft";
  private static final String NAME = "reeve-firewall.service";
  private static final String UNIT = "/etc/systemd/system/" + NAME;
  private static final String WANTED = "/etc/systemd/system/sysinit.target.wants/" + NAME;

  private static final String TEXT =
      """
      # Written by Reeve. Changes made here are undone.
      [Unit]
      Description=Firewall rules kept by Reeve
      DefaultDependencies=no
      ConditionPathExists=%2$s
      After=local-fs.target systemd-modules-load.service nftables.service
      Before=network-pre.target shutdown.target
      Wants=network-pre.target
      Conflicts=shutdown.target
      ReloadPropagatedFrom=nftables.service
      PartOf=nftables.service

      [Service]
      Type=oneshot
      RemainAfterExit=yes
      ExecStart=%1$s -f %2$s
      ExecReload=%1$s -f %2$s

      [Install]
      WantedBy=sysinit.target
      """
          .formatted(NFT, RULESET);

  private final Host host;

  FirewallUnit(Host host) {
    this.host = host;
  }

  /// Whether it is there, whole, and wanted at the start.
  boolean isInstalled() {
    try {
      return Files.isSymbolicLink(host.path(WANTED))
          && Files.readString(host.path(UNIT)).equals(TEXT);
    } catch (IOException e) {
      return false;
    }
  }

  /// Makes it so, and lets systemd know.
  void install() throws IOException {
    if (!isInstalled()) {
      new SystemFile(host, UNIT).put(TEXT.getBytes(StandardCharsets.UTF_8), SystemFile.PUBLIC);
      new SystemFile(host, WANTED).restore(new FileState.Link(UNIT));
      reload();
    }
  }

  /// Takes it away without a trace.
  void remove() throws IOException {
    boolean wanted = new SystemFile(host, WANTED).remove();
    if (new SystemFile(host, UNIT).remove() || wanted) {
      reload();
    }
  }

  private void reload() throws IOException {
    if (host.isScratch() || !Files.isDirectory(host.path("/run/systemd/system"))) {
      return;
    }
    try (var bus = SystemBus.open()) {
      bus.systemd().Reload();
    } catch (DBusExecutionException e) {
      throw SystemBus.failure("Reload for " + NAME, e);
    }
  }

  Set<Path> files() {
    return Set.of(host.path(UNIT), host.path(WANTED), host.path(RULESET));
  }
}
