package io.reeve.core.inventory;

import io.reeve.core.spi.Table;
import java.util.List;
import java.util.Optional;
import oshi.hardware.NetworkIF;

/// `interface_details`: every network interface, loopback and virtual ones too.
final class InterfaceDetailsTable implements Table<InterfaceDetailsTable.Row> {
  private static final long NO_SPEED = Integer.MAX_VALUE;

  record Row(
      @Key @Named("interface") String networkInterface,
      Optional<String> mac,
      Optional<Long> type,
      long mtu,
      Optional<Long> metric,
      Optional<Long> flags,
      @Restless long ipackets,
      @Restless long opackets,
      @Restless long ibytes,
      @Restless long obytes,
      @Restless long ierrors,
      @Restless long oerrors,
      @Restless long idrops,
      @Restless Optional<Long> odrops,
      @Restless long collisions,
      @Restless Optional<Long> lastChange,
      Optional<Long> linkSpeed) {}

  @Override
  public String name() {
    return "interface_details";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() {
    return Oshi.hardware().getNetworkIFs(true).stream().map(InterfaceDetailsTable::parse).toList();
  }

  static Row parse(NetworkIF nic) {
    return new Row(
        nic.getName(),
        Known.text(nic.getMacaddr()),
        Known.positive(nic.getIfType()),
        nic.getMTU(),
        Optional.empty(),
        Optional.empty(),
        nic.getPacketsRecv(),
        nic.getPacketsSent(),
        nic.getBytesRecv(),
        nic.getBytesSent(),
        nic.getInErrors(),
        nic.getOutErrors(),
        nic.getInDrops(),
        Optional.empty(),
        nic.getCollisions(),
        Optional.empty(),
        Known.positive(nic.getSpeed() / 1_000_000).filter(mbits -> mbits < NO_SPEED));
  }
}
