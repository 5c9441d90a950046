package io.reeve.platform.linux;

import io.reeve.core.files.Details;
import io.reeve.core.files.FileState;
import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism.Point;
import io.reeve.core.spi.Mechanism.Snapshot;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The rule, and the disks that are there.
///
/// Read from the rule and the kernel's flag of every disk. A file system that was mounted for
/// writing is mounted again for reading only; where a program has a file open for writing it stays
/// as it is until it is unmounted. What is restored is the file, the flags we set and the mounts.
record RemovableDisksPlace(Host host, RemovableDisks disks, BlockFlag flag) implements Point {
  private static final String FILE = "/etc/udev/rules.d/99-reeve-usb.rules";
  static final String DENIED = "denied";

  /// By bus and not by `ID_BUS`, which says `ata` for a disk in a USB case. `type` tells a card
  /// from the memory that is soldered in.
  private static final String RULE =
      """
      # Written by Reeve. Changes made here are undone.
      ACTION=="remove", GOTO="reeve_end"
      SUBSYSTEM!="block", GOTO="reeve_end"
      SUBSYSTEMS=="usb", GOTO="reeve_deny"
      ENV{ID_BUS}=="usb", GOTO="reeve_deny"
      KERNEL=="mmcblk*", SUBSYSTEMS=="mmc", ATTRS{type}=="SD", GOTO="reeve_deny"
      KERNEL=="mspblk*", GOTO="reeve_deny"
      ENV{ID_DRIVE_FLASH}=="1", GOTO="reeve_deny"
      ENV{ID_DRIVE_FLASH_CF}=="1", GOTO="reeve_deny"
      ENV{ID_DRIVE_FLASH_MMC}=="1", GOTO="reeve_deny"
      ENV{ID_DRIVE_FLASH_MS}=="1", GOTO="reeve_deny"
      ENV{ID_DRIVE_FLASH_SD}=="1", GOTO="reeve_deny"
      ENV{ID_DRIVE_FLASH_SDHC}=="1", GOTO="reeve_deny"
      ENV{ID_DRIVE_FLASH_SDXC}=="1", GOTO="reeve_deny"
      ENV{ID_DRIVE_FLASH_SM}=="1", GOTO="reeve_deny"
      GOTO="reeve_end"
      LABEL="reeve_deny"
      ENV{UDISKS_MOUNT_OPTIONS_DEFAULTS}="ro"
      RUN+="/usr/sbin/blockdev --setro $devnode"
      LABEL="reeve_end"
      """;

  private SystemFile file() {
    return new SystemFile(host, FILE);
  }

  @Override
  public Value read() throws IOException {
    var text = file().text();
    if (text.isEmpty()) {
      return Value.absent();
    }
    if (!text.get().equals(RULE)) {
      return Value.of("another rule in " + FILE);
    }
    for (var device : disks.present()) {
      if (!device.readOnly()) {
        return Value.of(DENIED + ", but " + device.name() + " can be written to");
      }
    }
    return Value.of(DENIED);
  }

  @Override
  public void write(Value value) throws IOException {
    if (value.isAbsent()) {
      if (file().remove()) {
        flags(Set.of());
      }
      return;
    }
    if (!value.equals(Value.of(DENIED))) {
      throw new IOException("writing is denied or it is not, and not '" + value.wire() + "'");
    }
    file().put(RULE);
    for (var device : disks.present()) {
      if (!device.readOnly()) {
        flag.set(node(device.name()), true);
      }
    }
    for (var mount : disks.mounts()) {
      if (!mount.readOnly()) {
        remount(mount, "ro");
      }
    }
  }

  private Path node(String device) {
    return host.path("/dev/" + device);
  }

  /// A refusal (a file is open for writing, a stick is pulled) is no failure of the setting: the
  /// kernel's flag holds for whatever is mounted next.
  private void remount(RemovableDisks.Mount mount, String how) throws IOException {
    var arguments = List.of("/usr/bin/mount", "-o", "remount," + how, mount.folder());
    var result = host.commands().run(arguments, Duration.ofSeconds(20));
    if (!result.ok()) {
      org.slf4j.LoggerFactory.getLogger(RemovableDisksPlace.class)
          .warn("{} stays as it is mounted: {}", mount.folder(), result.err().strip());
    }
  }

  @Override
  public Snapshot capture() throws IOException {
    var locked =
        disks.present().stream()
            .filter(RemovableDisks.Device::readOnly)
            .map(RemovableDisks.Device::name)
            .collect(Collectors.joining("\n"));
    var written =
        disks.mounts().stream()
            .filter(mount -> !mount.readOnly())
            .map(RemovableDisks.Mount::folder)
            .collect(Collectors.joining("\n"));
    return new Snapshot(
        read(),
        Details.of(
            List.of(
                Optional.of(file().state().detail()), Optional.of(locked), Optional.of(written))));
  }

  @Override
  public void restore(Snapshot before) throws IOException {
    var detail = Details.parse(before.detail(), 3).stream().map(Optional::orElseThrow).toList();
    file().restore(FileState.parse(detail.getFirst()));
    flags(lines(detail.get(1)));
    for (var mount : disks.mounts()) {
      if (mount.readOnly() && lines(detail.getLast()).contains(mount.folder())) {
        remount(mount, "rw");
      }
    }
  }

  private static Set<String> lines(String text) {
    return text.lines().collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// The rule is changed, and known to be, before the flags: no event in between may set them
  /// again. A medium that locks itself stays locked, whatever we say.
  private void flags(Set<String> locked) throws IOException {
    disks.reloadRules();
    for (var device : disks.present()) {
      if (device.readOnly() != locked.contains(device.name())) {
        flag.set(node(device.name()), !device.readOnly());
      }
    }
  }

  /// The links in `/dev/disk` come and go with the disks.
  @Override
  public Set<Path> files() {
    var links = host.path("/dev/disk/by-id");
    return Files.isDirectory(links) ? Set.of(file().path(), links) : Set.of(file().path());
  }
}
