package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;

/// What the network costs.
@ComObject.Iid("dcb00008-570f-4a9b-8d69-199fdba5723b")
interface INetworkCostManager extends ComObject {
  /// Of the list of networks.
  String CLASS = "dcb00c01-570f-4a9b-8d69-199fdba5723b";

  @Slot(3)
  void GetCost(int[] cost, long destination) throws OsException;
}
