package io.reeve.platform.linux;

import io.reeve.core.files.Details;
import io.reeve.core.files.FileState;
import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism.Point;
import io.reeve.core.spi.Mechanism.Snapshot;
import io.reeve.core.spi.PendingException;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rule, and the disks that are there.
///
/// Read from the rule, the kernel's flag of every disk, and the mounts. A file system that was
/// mounted for writing is mounted again for reading only; where a program has a file open for
/// writing the kernel refuses that, and the place is pending until it is closed or the disk goes.
/// What is restored is the file, the flags we set and the mounts.
record RemovableDisksPlace(Host host, RemovableDisks disks, WriteLocks locks) implements Point {
  private static final Logger LOG = LoggerFactory.getLogger(RemovableDisksPlace.class);
  private static final String FILE = "/etc/udev/rules.d/99-reeve-usb.rules";
  static final String DENIED = "denied";
  private static final int TYPE = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int OTHERS_WRITE = 0022;

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
      IMPORT{db}="REEVE_READ_ONLY"
      ATTR{ro}=="0", ENV{REEVE_READ_ONLY}="1", RUN+="/usr/sbin/blockdev --setro $devnode"
      LABEL="reeve_end"
      """;

  private SystemFile file() {
    return new SystemFile(host, FILE);
  }

  /// While a disk is still mounted for writing nothing is denied yet: that reads as before, so that
  /// what is pending can be taken back.
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
    return writable().isEmpty() ? Value.of(DENIED) : Value.absent();
  }

  /// Where file systems on them are mounted for writing.
  private List<String> writable() throws IOException {
    return disks.mounts().stream()
        .filter(mount -> !mount.readOnly())
        .map(RemovableDisks.Mount::folder)
        .distinct()
        .toList();
  }

  @Override
  public void write(Value value) throws IOException {
    if (value.isAbsent()) {
      file().remove();
      locks.unlock();
      return;
    }
    if (!value.equals(Value.of(DENIED))) {
      throw new IOException("writing is denied or it is not, and not '" + value.wire() + "'");
    }
    file().put(RULE);
    locks.lock();
    for (var folder : writable()) {
      remount(folder, "ro");
    }
    var stays = writable();
    if (!stays.isEmpty()) {
      throw new PendingException(
          "waiting until %s can be mounted for reading only: something is open there for writing"
              .formatted(words(String.join(", ", stays))));
    }
  }

  /// Whoever named the disk has named the folder.
  private static String words(String folder) {
    return folder.replaceAll("\\p{Cntrl}", "?");
  }

  private void remount(String folder, String how) throws IOException {
    if (!isFixed(folder)) {
      LOG.warn("{} stays as it is mounted: others than root can move the folder", words(folder));
      return;
    }
    var arguments = List.of("/usr/bin/mount", "-o", "remount," + how, folder);
    var result = host.commands().run(arguments, Duration.ofSeconds(20));
    if (!result.ok()) {
      LOG.warn("{} stays as it is mounted: {}", words(folder), result.err().strip());
    }
  }

  /// Whether nobody but root can put a link to another mount in its place before it is mounted
  /// again.
  private boolean isFixed(String folder) throws IOException {
    for (var above = host.path(folder).getParent();
        above != null && above.startsWith(host.root());
        above = above.getParent()) {
      var all = Files.readAttributes(above, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
      int mode = (Integer) all.getOrDefault("mode", 0);
      boolean directory = (mode & TYPE) == DIRECTORY;
      if (!directory || !Integer.valueOf(0).equals(all.get("uid")) || (mode & OTHERS_WRITE) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Snapshot capture() throws IOException {
    return new Snapshot(
        read(),
        Details.of(
            List.of(
                Optional.of(file().state().detail()), Optional.of(String.join("\n", writable())))));
  }

  /// Where the rule was there before, what is plugged in stays locked.
  @Override
  public void restore(Snapshot before) throws IOException {
    var detail = Details.parse(before.detail(), 2).stream().map(Optional::orElseThrow).toList();
    file().restore(FileState.parse(detail.getFirst()));
    if (file().text().filter(RULE::equals).isPresent()) {
      locks.lock();
      return;
    }
    locks.unlock();
    var folders = lines(detail.getLast());
    for (var mount : disks.mounts()) {
      if (mount.readOnly() && folders.contains(mount.folder())) {
        remount(mount.folder(), "rw");
      }
    }
  }

  private static Set<String> lines(String text) {
    return text.lines().collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// The links in `/dev/disk` come and go with the disks.
  @Override
  public Set<Path> files() {
    var links = host.path("/dev/disk/by-id");
    return Files.isDirectory(links) ? Set.of(file().path(), links) : Set.of(file().path());
  }
}
