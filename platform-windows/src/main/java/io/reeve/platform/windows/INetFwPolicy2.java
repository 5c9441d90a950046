package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;

/// The firewall's profiles: 1 domain, 2 private, 4 public.
@ComObject.Iid("98325047-c671-4174-8d81-defcd3f03186")
interface INetFwPolicy2 extends ComObject {
  String CLASS = "e2b3c97f-6ae1-41ac-817a-f6f92166d7dd";

  @Slot(8)
  void get_FirewallEnabled(int profile, short[] enabled) throws OsException;

  @Slot(9)
  void put_FirewallEnabled(int profile, short enabled) throws OsException;

  @Slot(18)
  void get_Rules(long[] rules) throws OsException;

  @Slot(23)
  void get_DefaultInboundAction(int profile, int[] action) throws OsException;

  @Slot(24)
  void put_DefaultInboundAction(int profile, int action) throws OsException;

  @Slot(25)
  void get_DefaultOutboundAction(int profile, int[] action) throws OsException;

  @Slot(26)
  void put_DefaultOutboundAction(int profile, int action) throws OsException;

  @Slot(28)
  void get_LocalPolicyModifyState(int[] state) throws OsException;
}
