package io.reeve.core.inventory;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Table;
import java.util.List;
import java.util.Optional;
import oshi.hardware.PowerSource;

/// `battery`: capacities in mAh where the system counts in mAh, else unknown; amperage in mA,
/// voltage in mV.
final class BatteryTable implements Table<BatteryTable.Row> {

  record Row(
      Optional<String> manufacturer,
      @Key Optional<String> model,
      @Key Optional<String> serialNumber,
      @Restless Optional<Long> cycleCount,
      @Restless String state,
      @Restless long charging,
      @Restless long charged,
      Optional<Long> designedCapacity,
      @Restless Optional<Long> maxCapacity,
      @Restless Optional<Long> currentCapacity,
      @Restless Optional<Long> percentRemaining,
      @Restless Optional<Long> amperage,
      @Restless Optional<Long> voltage,
      @Restless Optional<Long> minutesUntilEmpty,
      Optional<String> chemistry) {}

  @Override
  public String name() {
    return "battery";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws NotApplicableException {
    var rows =
        Oshi.hardware().getPowerSources().stream()
            .filter(source -> source.getMaxCapacity() > 1)
            .map(BatteryTable::parse)
            .toList();
    if (rows.isEmpty()) {
      throw new NotApplicableException("this machine has no battery");
    }
    return rows;
  }

  static Row parse(PowerSource source) {
    boolean hours = source.getCapacityUnits() == PowerSource.CapacityUnits.MAH;
    double percent = source.getRemainingCapacityPercent();
    return new Row(
        Known.text(source.getManufacturer()),
        Known.text(source.getDeviceName()),
        Known.text(source.getSerialNumber()),
        Known.positive(source.getCycleCount()),
        source.isPowerOnLine() ? "AC Power" : "Battery Power",
        source.isCharging() ? 1 : 0,
        percent >= 1 && !source.isDischarging() ? 1 : 0,
        hours ? Known.positive(source.getDesignCapacity()) : Optional.empty(),
        hours ? Known.positive(source.getMaxCapacity()) : Optional.empty(),
        hours ? Known.count(source.getCurrentCapacity()) : Optional.empty(),
        percent < 0 ? Optional.empty() : Optional.of(Math.round(percent * 100)),
        source.getAmperage() == 0 ? Optional.empty() : Optional.of(round(source.getAmperage())),
        source.getVoltage() <= 0
            ? Optional.empty()
            : Optional.of(round(source.getVoltage() * 1000)),
        source.getTimeRemainingEstimated() <= 0
            ? Optional.empty()
            : Optional.of(round(source.getTimeRemainingEstimated() / 60)),
        Known.text(source.getChemistry()));
  }

  private static long round(double number) {
    return Math.round(number);
  }
}
