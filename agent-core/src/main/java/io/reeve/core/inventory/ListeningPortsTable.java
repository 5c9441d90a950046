package io.reeve.core.inventory;

import io.reeve.core.spi.Table;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import oshi.software.os.InternetProtocolStats.IPConnection;
import oshi.software.os.InternetProtocolStats.TcpState;

/// `listening_ports`: TCP sockets that listen and UDP sockets that are bound without a peer.
/// Protocols and families by their numbers in IP and in Linux (6 TCP, 17 UDP; 2 IPv4, 10 IPv6).
final class ListeningPortsTable implements Table<ListeningPortsTable.Row> {
  private static final long TCP = 6;
  private static final long UDP = 17;
  private static final long IPV4 = 2;
  private static final long IPV6 = 10;

  record Row(
      @Restless Optional<Long> pid,
      @Key long port,
      @Key long protocol,
      @Key long family,
      @Key String address,
      @Restless Optional<Long> fd,
      @Restless Optional<Long> socket,
      Optional<String> path) {}

  @Override
  public String name() {
    return "listening_ports";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() {
    return parse(Oshi.os().getInternetProtocolStats().getConnections());
  }

  static List<Row> parse(List<IPConnection> connections) {
    return connections.stream()
        .filter(ListeningPortsTable::listens)
        .map(ListeningPortsTable::row)
        .toList();
  }

  private static boolean listens(IPConnection connection) {
    return connection.getType().startsWith("tcp")
        ? connection.getState() == TcpState.LISTEN
        : connection.getForeignPort() == 0;
  }

  private static Row row(IPConnection connection) {
    boolean six = connection.getType().endsWith("6");
    return new Row(
        Known.positive(connection.getowningProcessId()),
        connection.getLocalPort(),
        connection.getType().startsWith("tcp") ? TCP : UDP,
        six ? IPV6 : IPV4,
        address(connection.getLocalAddress(), six),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// OSHI gives no bytes for "any address".
  private static String address(byte[] bytes, boolean six) {
    if (bytes.length != 4 && bytes.length != 16) {
      return six ? "::" : "0.0.0.0";
    }
    try {
      return InterfaceAddressesTable.text(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 4 or 16 bytes is one", e);
    }
  }
}
