package io.reeve.core.inventory;

import io.reeve.core.spi.Table;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import oshi.hardware.HWDiskStore;

/// `disk_info`: the physical drives. Sizes in bytes.
final class DiskInfoTable implements Table<DiskInfoTable.Row> {

  record Row(
      long partitions,
      long diskIndex,
      Optional<String> type,
      @Key String id,
      Optional<String> pnpDeviceId,
      long diskSize,
      Optional<String> manufacturer,
      Optional<String> hardwareModel,
      String name,
      Optional<String> serial,
      Optional<String> description) {}

  @Override
  public String name() {
    return "disk_info";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() {
    return parse(Oshi.hardware().getDiskStores());
  }

  static List<Row> parse(List<? extends HWDiskStore> stores) {
    var disks = stores.stream().filter(disk -> disk.getSize() > 0).toList();
    return IntStream.range(0, disks.size()).mapToObj(i -> row(disks.get(i), i)).toList();
  }

  private static Row row(HWDiskStore disk, int index) {
    return new Row(
        disk.getPartitions().size(),
        index,
        Known.text(disk.getDiskType()),
        disk.getName(),
        Optional.empty(),
        disk.getSize(),
        Optional.empty(),
        Known.text(disk.getModel()),
        disk.getName(),
        Known.text(disk.getSerial()),
        Optional.empty());
  }
}
