package io.reeve.core.inventory;

import oshi.SystemInfo;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.software.os.OperatingSystem;

/// OSHI, made when first asked for; what it finds out once it keeps.
///
/// Some of its calls run programs (services, graphics cards, clock speeds): no table may use those.
final class Oshi {
  private Oshi() {}

  static HardwareAbstractionLayer hardware() {
    return Holder.INFO.getHardware();
  }

  static OperatingSystem os() {
    return Holder.INFO.getOperatingSystem();
  }

  private static final class Holder {
    static final SystemInfo INFO = new SystemInfo();
  }
}
