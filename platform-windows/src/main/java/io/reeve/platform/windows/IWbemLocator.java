package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;

/// The way to the namespaces of Windows Management Instrumentation.
@ComObject.Iid("dc12a687-737f-11cf-884d-00aa004b2e24")
interface IWbemLocator extends ComObject {
  String CLASS = "4590f811-1d3a-11d0-891f-00aa004b2e24";

  @Slot(3)
  void ConnectServer(
      String namespace,
      long user,
      long password,
      long locale,
      int flags,
      long authority,
      long context,
      long[] services)
      throws OsException;
}
