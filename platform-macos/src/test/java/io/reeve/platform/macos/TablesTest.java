package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.inventory.Columns;
import io.reeve.core.spi.FileAttributes;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Table;
import io.reeve.harness.OsquerySchema;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TablesTest {
  static Stream<Table<?>> tables() {
    var host = new Host(Path.of("/"), new FakeMac(), FileAttributes.none(), Clock.systemUTC());
    return MacTables.all(new Tools(host)).stream();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void whereOsqueryHasTheTableTheColumnsAreItsOwn(Table<?> table) {
    var osquery = OsquerySchema.load();
    var schema = Columns.of(table.row());
    assertThat(osquery.has(table.name())).as(table.name()).isTrue();
    assertThat(schema.names())
        .allSatisfy(column ->
            assertThat(osquery.type(table.name(), column)).isEqualTo(schema.type(column)));
    assertThat(schema.key()).isNotEmpty();
  }

  private static com.fasterxml.jackson.databind.JsonNode report(String file, String type)
      throws IOException {
    return PropertyList.JSON.readTree(FakeMac.captured(file)).path(type);
  }

  @Test
  void anApplicationIsToldByItsFolder() throws IOException {
    assertThat(AppsTable.parse(report("applications.json", "SPApplicationsDataType")))
        .containsExactly(
            new AppsTable.Row(
                "Safari.app", "/Applications/Safari.app", Optional.of("17.5"), Optional.empty()),
            new AppsTable.Row(
                "Old Tool.app",
                "/Applications/Old Tool.app",
                Optional.empty(),
                Optional.of("Old Tool 1.0, Copyright Example Ltd.")));
  }

  @Test
  void aVolumeIsEncryptedByTheMacAndByFileVault() throws IOException {
    assertThat(DiskEncryptionTable.parse(PropertyList.parse(FakeMac.captured("apfs.plist"))))
        .extracting(DiskEncryptionTable.Row::name, DiskEncryptionTable.Row::filevaultStatus)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("/dev/disk3s5", "on"),
            org.assertj.core.groups.Tuple.tuple("/dev/disk3s4", "off"));
  }

  @Test
  void accountsWithNegativeNumbersAreCountedAsTheSystemDoes() throws IOException {
    var users = UsersTable.parse(PropertyList.parse(FakeMac.captured("dscl-users.plist")));
    assertThat(users).extracting(UsersTable.Row::username).containsExactly("alice", "nobody");
    assertThat(users.getLast().uid()).isEqualTo(4294967294L);
    assertThat(users.getLast().uidSigned()).isEqualTo(-2);
    assertThat(users.getLast().isHidden()).isEqualTo(1);
    assertThat(users.getFirst().shell()).contains("/bin/zsh");
  }

  @Test
  void integrityProtectionIsToldAsAWholeAndInParts() {
    var status =
        """
        System Integrity Protection status: unknown (Custom Configuration).

        Configuration:
        \tApple Internal: disabled
        \tKext Signing: enabled
        """;
    assertThat(SipConfigTable.parse(status))
        .containsExactly(
            new SipConfigTable.Row("sip", 0),
            new SipConfigTable.Row("apple_internal", 0),
            new SipConfigTable.Row("kext_signing", 1));
    assertThat(SipConfigTable.parse("System Integrity Protection status: enabled.\n"))
        .containsExactly(new SipConfigTable.Row("sip", 1));
  }

  @Test
  void gatekeeperAndTheFirewallAreReadFromTheirReports() throws IOException {
    assertThat(GatekeeperTable.parse("assessments enabled\ndeveloper id enabled\n"))
        .containsExactly(new GatekeeperTable.Row(1, 1));
    assertThat(GatekeeperTable.parse("assessments disabled\n"))
        .containsExactly(new GatekeeperTable.Row(0, 0));
    assertThat(AlfTable.parse(report("firewall.json", "SPFirewallDataType")))
        .containsExactly(new AlfTable.Row(1, 1, 0));
  }

  @Test
  void receiptsAndServicesAreReadFromTheirPropertyLists() throws IOException {
    var receipt =
        PropertyList.JSON
            .createObjectNode()
            .put("PackageIdentifier", "com.example.tool")
            .put("PackageVersion", "1.2");
    List<PackageReceiptsTable.Row> rows = new ArrayList<>();
    PackageReceiptsTable.row("/private/var/db/receipts/x.plist", receipt, rows);
    PackageReceiptsTable.row("/y.plist", PropertyList.JSON.createObjectNode(), rows);
    assertThat(rows)
        .extracting(PackageReceiptsTable.Row::version)
        .containsExactly(Optional.of("1.2"));
    var service = PropertyList.JSON.createObjectNode().put("Label", "a.b").put("RunAtLoad", true);
    service.putArray("ProgramArguments").add("/bin/x").add("-d");
    var row = LaunchdTable.row("/Library/LaunchDaemons/a.b.plist", service);
    assertThat(row.runAtLoad()).contains("1");
    assertThat(row.programArguments()).contains("/bin/x -d");
    assertThat(row.disabled()).isEmpty();
  }
}
