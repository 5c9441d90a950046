package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Structure.FieldOrder;

/// What we call of `tbs.dll`, the base services of the security chip. It answers 0 for success.
interface Tbs extends Library {
  int TBS_E_TPM_NOT_FOUND = 0x8028400F;

  /// Versions: 1 is 1.2, 2 is 2.0.
  @FieldOrder({"structVersion", "tpmVersion", "tpmInterfaceType", "tpmImpRevision"})
  final class TPM_DEVICE_INFO extends WinStructure {
    public int structVersion = 1;
    public int tpmVersion;
    public int tpmInterfaceType;
    public int tpmImpRevision;
  }

  int Tbsi_GetDeviceInfo(int size, TPM_DEVICE_INFO info);
}
