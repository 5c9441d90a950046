package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `mounts`: what is mounted where. Sizes are asked only of local file systems: a network or user
/// file system whose server is gone would hold the asker for ever.
final class MountsTable implements Table<MountsTable.Row> {
  private static final Set<String> SIZED =
      Set.of(
          "bcachefs",
          "btrfs",
          "erofs",
          "exfat",
          "ext2",
          "ext3",
          "ext4",
          "f2fs",
          "jfs",
          "ntfs3",
          "overlay",
          "reiserfs",
          "squashfs",
          "tmpfs",
          "ubifs",
          "vfat",
          "xfs",
          "zfs");
  private final Facts facts;

  record Row(
      @Key String device,
      Optional<String> deviceAlias,
      @Key String path,
      String type,
      Optional<Long> blocksSize,
      @Restless Optional<Long> blocks,
      @Restless Optional<Long> blocksFree,
      @Restless Optional<Long> blocksAvailable,
      Optional<Long> inodes,
      Optional<Long> inodesFree,
      String flags) {}

  MountsTable(Facts facts) {
    this.facts = facts;
  }

  @Override
  public String name() {
    return "mounts";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    return parse(facts.text("/proc/self/mounts")).stream().map(MountsTable::sized).toList();
  }

  static List<Row> parse(String mounts) {
    return mounts
        .lines()
        .map(line -> line.split(" "))
        .filter(fields -> fields.length >= 4)
        .map(MountsTable::row)
        .distinct()
        .toList();
  }

  private static Row row(String[] fields) {
    return new Row(
        MountPoints.unescaped(fields[0]),
        Optional.empty(),
        MountPoints.unescaped(fields[1]),
        fields[2],
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        fields[3]);
  }

  private static Row sized(Row row) {
    if (!SIZED.contains(row.type())) {
      return row;
    }
    try {
      return sized(row, Files.getFileStore(Path.of(row.path())));
    } catch (IOException _) {
      // Mounted where this process may not look, or gone since: its size is unknown.
      return row;
    }
  }

  private static Row sized(Row row, FileStore store) throws IOException {
    long size = store.getBlockSize();
    return new Row(
        row.device(),
        row.deviceAlias(),
        row.path(),
        row.type(),
        Optional.of(size),
        Optional.of(store.getTotalSpace() / size),
        Optional.of(store.getUnallocatedSpace() / size),
        Optional.of(store.getUsableSpace() / size),
        row.inodes(),
        row.inodesFree(),
        row.flags());
  }
}
