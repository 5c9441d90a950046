package io.reeve.core.inventory;

import io.reeve.core.spi.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import oshi.hardware.HardwareAbstractionLayer;

/// `system_info`: the computer and its board.
final class SystemInfoTable implements Table<SystemInfoTable.Row> {

  record Row(
      Optional<String> hostname,
      @Key Optional<String> uuid,
      String cpuType,
      Optional<String> cpuSubtype,
      Optional<String> cpuBrand,
      long cpuPhysicalCores,
      long cpuLogicalCores,
      Optional<Long> cpuSockets,
      Optional<String> cpuMicrocode,
      long physicalMemory,
      Optional<String> hardwareVendor,
      Optional<String> hardwareModel,
      Optional<String> hardwareVersion,
      Optional<String> hardwareSerial,
      Optional<String> boardVendor,
      Optional<String> boardModel,
      Optional<String> boardVersion,
      Optional<String> boardSerial,
      Optional<String> computerName,
      Optional<String> localHostname) {}

  @Override
  public String name() {
    return "system_info";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() {
    var hostname = Known.text(Oshi.os().getNetworkParams().getHostName());
    return List.of(parse(Oshi.hardware(), hostname, System.getProperty("os.arch", "")));
  }

  static Row parse(HardwareAbstractionLayer hardware, Optional<String> hostname, String arch) {
    var system = hardware.getComputerSystem();
    var board = system.getBaseboard();
    var processor = hardware.getProcessor();
    var cpu = processor.getProcessorIdentifier();
    return new Row(
        hostname,
        Known.text(system.getHardwareUUID()).map(uuid -> uuid.toLowerCase(Locale.ROOT)),
        arch.equals("amd64") ? "x86_64" : arch,
        Known.text(cpu.getModel()),
        Known.text(cpu.getName()),
        processor.getPhysicalProcessorCount(),
        processor.getLogicalProcessorCount(),
        Known.positive(processor.getPhysicalPackageCount()),
        Optional.empty(),
        hardware.getMemory().getTotal(),
        Known.text(system.getManufacturer()),
        Known.text(system.getModel()),
        Optional.empty(),
        Known.text(system.getSerialNumber()),
        Known.text(board.getManufacturer()),
        Known.text(board.getModel()),
        Known.text(board.getVersion()),
        Known.text(board.getSerialNumber()),
        hostname,
        hostname);
  }
}
