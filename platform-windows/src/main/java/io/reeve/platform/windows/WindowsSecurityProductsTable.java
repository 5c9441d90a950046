package io.reeve.platform.windows;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `windows_security_products`: the products that guard this machine, as they have registered.
record WindowsSecurityProductsTable(Wmi wmi) implements Table<WindowsSecurityProductsTable.Row> {
  private static final Map<String, String> KINDS =
      Map.of(
          "FirewallProduct", "Firewall",
          "AntiVirusProduct", "Antivirus",
          "AntiSpywareProduct", "Antispyware");
  private static final List<String> PROPERTIES =
      List.of("displayName", "productState", "timestamp", "pathToSignedProductExe");

  /// Of `productState`: its fourth digit from the right tells what the product does, the second
  /// whether what it knows is up to date.
  private static final List<String> STATES = List.of("Off", "On", "Snoozed", "Expired");

  private static final long OUT_OF_DATE = 0x10;

  record Row(
      @Key String type,
      @Key String name,
      String state,
      @Restless Optional<String> stateTimestamp,
      Optional<String> remediationPath,
      long signaturesUpToDate) {}

  @Override
  public String name() {
    return "windows_security_products";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    var rows = new ArrayList<Row>();
    for (var kind : KINDS.entrySet()) {
      for (var found : products(kind.getKey())) {
        PatchesTable.known(found, "displayName")
            .ifPresent(name -> rows.add(row(kind.getValue(), name, found)));
      }
    }
    return rows;
  }

  /// Antispyware has no class of its own on a newer Windows.
  private List<Map<String, String>> products(String type) throws IOException {
    try {
      return wmi.instances(NativeSecurityCenter.NAMESPACE, type, PROPERTIES);
    } catch (NotApplicableException e) {
      if (type.equals("AntiSpywareProduct")) {
        return List.of();
      }
      throw e;
    }
  }

  private static Row row(String type, String name, Map<String, String> found) {
    long state = Long.parseLong(found.getOrDefault("productState", "0"));
    return new Row(
        type,
        name,
        STATES.get((int) (state >> 12) & 0x3),
        PatchesTable.known(found, "timestamp"),
        PatchesTable.known(found, "pathToSignedProductExe"),
        (state & OUT_OF_DATE) == 0 ? 1 : 0);
  }
}
