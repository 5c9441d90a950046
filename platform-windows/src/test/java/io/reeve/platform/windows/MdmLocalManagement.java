package io.reeve.platform.windows;

import com.sun.jna.Library;

/// `mdmlocalmanagement.dll`, Windows' own engine for SyncML. All of it answers an HRESULT. It is
/// declared among the tests, so that nothing of the agent can ever call it.
interface MdmLocalManagement extends Library {
  /// Makes an enrolment of its own.
  ///
  /// @param already not 0 when it was there
  int RegisterDeviceWithLocalManagement(int[] already);

  /// @param answer the address of a text, to be given back by `LocalFree`
  int ApplyLocalManagementSyncML(byte[] document, long[] answer);

  int UnregisterDeviceWithLocalManagement();
}
