package io.reeve.core.inventory;

import io.reeve.core.spi.Table;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/// `interface_addresses`: every address of every interface that is up.
final class InterfaceAddressesTable implements Table<InterfaceAddressesTable.Row> {

  record Row(
      @Key @Named("interface") String networkInterface,
      @Key String address,
      Optional<String> mask,
      Optional<String> broadcast,
      Optional<String> pointToPoint,
      Optional<String> type) {}

  @Override
  public String name() {
    return "interface_addresses";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(
            nic -> nic.getInterfaceAddresses().stream().map(address -> row(nic.getName(), address)))
        .toList();
  }

  private static Row row(String nic, InterfaceAddress address) {
    return new Row(
        nic,
        text(address.getAddress()),
        mask(address.getAddress().getAddress().length, address.getNetworkPrefixLength()),
        Optional.ofNullable(address.getBroadcast()).map(InterfaceAddressesTable::text),
        Optional.empty(),
        Optional.empty());
  }

  /// The netmask of that many leading one bits, as an address of that many bytes.
  static Optional<String> mask(int bytes, int prefix) {
    if (prefix < 0 || prefix > bytes * 8) {
      return Optional.empty();
    }
    var mask = new byte[bytes];
    for (int bit = 0; bit < prefix; bit++) {
      mask[bit / 8] |= (byte) (0x80 >> (bit % 8));
    }
    try {
      return Optional.of(text(InetAddress.getByAddress(mask)));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address has " + bytes + " bytes", e);
    }
  }

  /// As RFC 5952 writes it: the longest run of zero groups as `::`, no zone.
  static String text(InetAddress address) {
    var bytes = address.getAddress();
    if (bytes.length == 4) {
      return address.getHostAddress();
    }
    var groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (bytes[2 * i] & 0xFF) << 8 | (bytes[2 * i + 1] & 0xFF);
    }
    return compressed(groups);
  }

  private static String compressed(int[] groups) {
    int start = 0;
    int length = 0;
    for (int i = 0; i < 8; i++) {
      int zeros = 0;
      while (i + zeros < 8 && groups[i + zeros] == 0) {
        zeros++;
      }
      if (zeros > length) {
        start = i;
        length = zeros;
      }
    }
    if (length < 2) {
      return hex(groups, 0, 8);
    }
    return hex(groups, 0, start) + "::" + hex(groups, start + length, 8);
  }

  private static String hex(int[] groups, int from, int to) {
    var text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
