package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Structure.FieldOrder;

/// What we call of `kernel32.dll` for power and time.
interface Kernel32Power extends Library {
  @FieldOrder({
    "ACLineStatus",
    "BatteryFlag",
    "BatteryLifePercent",
    "Reserved1",
    "BatteryLifeTime",
    "BatteryFullLifeTime"
  })
  final class SYSTEM_POWER_STATUS extends WinStructure {
    public byte ACLineStatus;
    public byte BatteryFlag;
    public byte BatteryLifePercent;
    public byte Reserved1;
    public int BatteryLifeTime;
    public int BatteryFullLifeTime;
  }

  int GetSystemPowerStatus(SYSTEM_POWER_STATUS status);

  int GetTickCount();
}
