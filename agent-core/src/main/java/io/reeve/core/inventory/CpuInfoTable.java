package io.reeve.core.inventory;

import io.reeve.core.spi.Table;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import oshi.hardware.CentralProcessor;

/// `cpu_info`: one row for each package. Clock speeds in MHz; the present one is not read, because
/// that costs more than the whole rest.
final class CpuInfoTable implements Table<CpuInfoTable.Row> {

  record Row(
      @Key String deviceId,
      Optional<String> model,
      Optional<String> manufacturer,
      Optional<String> processorType,
      Optional<Long> cpuStatus,
      String numberOfCores,
      long logicalProcessors,
      String addressWidth,
      Optional<Long> currentClockSpeed,
      Optional<Long> maxClockSpeed,
      Optional<String> socketDesignation) {}

  @Override
  public String name() {
    return "cpu_info";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public Pace pace() {
    return Pace.FIXED;
  }

  @Override
  public List<Row> read() {
    return parse(Oshi.hardware().getProcessor());
  }

  static List<Row> parse(CentralProcessor processor) {
    int packages = Math.max(1, processor.getPhysicalPackageCount());
    return IntStream.range(0, packages).mapToObj(i -> row(processor, i, packages)).toList();
  }

  private static Row row(CentralProcessor processor, int index, int packages) {
    var id = processor.getProcessorIdentifier();
    return new Row(
        "CPU" + index,
        Known.text(id.getName()),
        Known.text(id.getVendor()),
        Optional.of("Central"),
        Optional.empty(),
        Integer.toString(processor.getPhysicalProcessorCount() / packages),
        processor.getLogicalProcessorCount() / packages,
        id.isCpu64bit() ? "64" : "32",
        Optional.empty(),
        Known.positive(id.getVendorFreq()).map(hertz -> hertz / 1_000_000),
        Optional.empty());
  }
}
