package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;

/// A rule of the firewall. The protocol has to be set before the ports.
@ComObject.Iid("af230d27-baba-4e42-aced-f524f22cfce2")
interface INetFwRule extends ComObject {
  String CLASS = "2c5bc43e-3369-4c33-ab0c-be9469677af4";

  @Slot(7)
  void get_Name(String[] value) throws OsException;

  @Slot(8)
  void put_Name(String value) throws OsException;

  @Slot(9)
  void get_Description(String[] value) throws OsException;

  @Slot(10)
  void put_Description(String value) throws OsException;

  @Slot(11)
  void get_ApplicationName(String[] value) throws OsException;

  @Slot(12)
  void put_ApplicationName(String value) throws OsException;

  @Slot(13)
  void get_ServiceName(String[] value) throws OsException;

  @Slot(15)
  void get_Protocol(int[] value) throws OsException;

  @Slot(16)
  void put_Protocol(int value) throws OsException;

  @Slot(17)
  void get_LocalPorts(String[] value) throws OsException;

  @Slot(18)
  void put_LocalPorts(String value) throws OsException;

  @Slot(19)
  void get_RemotePorts(String[] value) throws OsException;

  @Slot(20)
  void put_RemotePorts(String value) throws OsException;

  @Slot(21)
  void get_LocalAddresses(String[] value) throws OsException;

  @Slot(22)
  void put_LocalAddresses(String value) throws OsException;

  @Slot(23)
  void get_RemoteAddresses(String[] value) throws OsException;

  @Slot(24)
  void put_RemoteAddresses(String value) throws OsException;

  @Slot(25)
  void get_IcmpTypesAndCodes(String[] value) throws OsException;

  @Slot(27)
  void get_Direction(int[] value) throws OsException;

  @Slot(28)
  void put_Direction(int value) throws OsException;

  @Slot(29)
  void get_Interfaces(Variant value) throws OsException;

  @Slot(31)
  void get_InterfaceTypes(String[] value) throws OsException;

  @Slot(32)
  void put_InterfaceTypes(String value) throws OsException;

  @Slot(33)
  void get_Enabled(short[] value) throws OsException;

  @Slot(34)
  void put_Enabled(short value) throws OsException;

  @Slot(35)
  void get_Grouping(String[] value) throws OsException;

  @Slot(36)
  void put_Grouping(String value) throws OsException;

  @Slot(37)
  void get_Profiles(int[] value) throws OsException;

  @Slot(38)
  void put_Profiles(int value) throws OsException;

  @Slot(39)
  void get_EdgeTraversal(short[] value) throws OsException;

  @Slot(41)
  void get_Action(int[] value) throws OsException;

  @Slot(42)
  void put_Action(int value) throws OsException;
}
