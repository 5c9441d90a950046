package io.reeve.core.inventory;

import io.reeve.core.spi.Table;
import java.util.List;
import oshi.hardware.GlobalMemory;

/// `memory_info`: what every system tells of its memory, in bytes. A platform that knows more has a
/// table of its own.
final class MemoryInfoTable implements Table<MemoryInfoTable.Row> {

  record Row(
      long memoryTotal, @Restless long memoryAvailable, long swapTotal, @Restless long swapFree) {}

  @Override
  public String name() {
    return "memory_info";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() {
    return List.of(parse(Oshi.hardware().getMemory()));
  }

  static Row parse(GlobalMemory memory) {
    var swap = memory.getVirtualMemory();
    return new Row(
        memory.getTotal(),
        memory.getAvailable(),
        swap.getSwapTotal(),
        Math.max(0, swap.getSwapTotal() - swap.getSwapUsed()));
  }
}
