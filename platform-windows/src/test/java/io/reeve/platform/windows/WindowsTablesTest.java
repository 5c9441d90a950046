package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Table;
import io.reeve.harness.TableContract;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The tables over instances as Windows gives them: names and kinds of values by Microsoft's
/// published classes, values as people show them in public questions about these classes.
final class WindowsTablesTest {
  private final MemoryWmi wmi = new MemoryWmi();
  private final MemoryRegistry registry = new MemoryRegistry();

  private static SecurityCenter center(Optional<String> health) {
    return new SecurityCenter() {
      @Override
      public Optional<String> health(Guard guard) {
        return guard == Guard.USER_ACCOUNT_CONTROL ? Optional.of("Poor") : health;
      }

      @Override
      public List<String> otherFirewalls() {
        return List.of();
      }
    };
  }

  @Nested
  final class OfBitLocker implements TableContract {
    @Override
    public Table<?> table() {
      return new BitlockerInfoTable(
          new BitLocker(
              new MemoryWmi()
                  .given(
                      "Win32_EncryptableVolume",
                      "DeviceID",
                      "\\\\?\\Volume{4d3e2b1a-0000-0000-0000-100000000000}\\",
                      "DriveLetter",
                      "C:",
                      "PersistentVolumeID",
                      "",
                      "ConversionStatus",
                      "1",
                      "ProtectionStatus",
                      "1",
                      "EncryptionMethod",
                      "7",
                      "VolumeType",
                      "0")));
    }

    @Override
    public List<String> columns() {
      return List.of("device_id", "drive_letter", "conversion_status", "protection_status");
    }

    @Test
    void theMethodHasItsName() throws IOException {
      var row = (BitlockerInfoTable.Row) table().read().getFirst();
      assertThat(row.encryptionMethod()).contains("XTS_AES_256");
      assertThat(row.persistentVolumeId()).isEmpty();
    }
  }

  @Nested
  final class OfPatches implements TableContract {
    @Override
    public Table<?> table() {
      return new PatchesTable(
          new MemoryWmi()
              .given(
                  "Win32_QuickFixEngineering",
                  "CSName",
                  "PC1",
                  "HotFixID",
                  "KB5031455",
                  "Caption",
                  "http://support.microsoft.com/?kbid=5031455",
                  "Description",
                  "Update",
                  "FixComments",
                  "",
                  "InstalledBy",
                  "NT AUTHORITY\\SYSTEM",
                  "InstalledOn",
                  "11/1/2023"));
    }

    @Override
    public List<String> columns() {
      return List.of("csname", "hotfix_id", "installed_on");
    }

    @Test
    void whatIsLeftEmptyIsNotKnown() throws IOException {
      var row = (PatchesTable.Row) table().read().getFirst();
      assertThat(row.hotfixId()).isEqualTo("KB5031455");
      assertThat(row.fixComments()).isEmpty();
      assertThat(row.installDate()).isEmpty();
    }
  }

  @Nested
  final class OfTheSecurityChip implements TableContract {
    @Override
    public Table<?> table() {
      return new TpmInfoTable(
          new MemoryWmi()
              .given(
                  "Win32_Tpm",
                  "IsActivated_InitialValue",
                  "true",
                  "IsEnabled_InitialValue",
                  "true",
                  "IsOwned_InitialValue",
                  "false",
                  "ManufacturerId",
                  "-1229081088",
                  "ManufacturerIdTxt",
                  "IFX ",
                  "ManufacturerVersion",
                  "7.63.3353.0",
                  "SpecVersion",
                  "2.0, 0, 1.16"),
          () -> Optional.of("2.0"));
    }

    @Override
    public List<String> columns() {
      return List.of("activated", "enabled", "owned", "manufacturer_id", "spec_version");
    }

    @Test
    void truthValuesAreNumbersAndNumbersHaveNoSign() throws IOException {
      var row = (TpmInfoTable.Row) table().read().getFirst();
      assertThat(row.activated()).contains(1L);
      assertThat(row.owned()).contains(0L);
      assertThat(row.manufacturerId()).contains(3_065_886_208L);
      assertThat(row.manufacturerName()).contains("IFX");
      assertThat(row.specVersion()).contains("2.0, 0, 1.16");
    }

    @Test
    void whereManagementInstrumentationSaysNothingItsVersionIsKnown() throws IOException {
      var row = new TpmInfoTable(wmi, () -> Optional.of("2.0")).read().getFirst();
      assertThat(row.specVersion()).contains("2.0");
      assertThat(row.enabled()).isEmpty();
    }
  }

  @Nested
  final class OfSecurityCenter implements TableContract {
    @Override
    public Table<?> table() {
      return new WindowsSecurityCenterTable(center(Optional.of("Good")));
    }

    @Override
    public List<String> columns() {
      return List.of("firewall", "antivirus", "user_account_control");
    }

    @Test
    void everyGuardHasItsOwnColumn() throws IOException {
      var row = (WindowsSecurityCenterTable.Row) table().read().getFirst();
      assertThat(row.userAccountControl()).isEqualTo("Poor");
      assertThat(row.firewall()).isEqualTo("Good");
    }
  }

  @Nested
  final class OfSecurityProducts implements TableContract {
    @Override
    public Table<?> table() {
      return new WindowsSecurityProductsTable(
          new MemoryWmi()
              .given(
                  "AntiVirusProduct",
                  "displayName",
                  "Windows Defender",
                  "productState",
                  "397568",
                  "timestamp",
                  "Tue, 14 Nov 2023 09:52:39 GMT",
                  "pathToSignedProductExe",
                  "windowsdefender://")
              .given("AntiVirusProduct", "displayName", "Old Guard", "productState", "393488")
              .given("FirewallProduct", "displayName", "Shield", "productState", "266240"));
    }

    @Override
    public List<String> columns() {
      return List.of("type", "name", "state", "signatures_up_to_date");
    }

    @Test
    void theStateIsTakenApart() throws IOException {
      assertThat(table().read())
          .map(WindowsSecurityProductsTable.Row.class::cast)
          .extracting(row -> row.name() + " " + row.state() + " " + row.signaturesUpToDate())
          .containsExactlyInAnyOrder("Windows Defender On 1", "Old Guard Off 0", "Shield On 1");
    }
  }

  @Nested
  final class OfPrograms implements TableContract {
    @Override
    public Table<?> table() {
      var programs = "Microsoft\\Windows\\CurrentVersion\\Uninstall\\";
      var guid = "{11111111-2222-3333-4444-555555555555}";
      registry
          .given(RegistryKey.machine("SOFTWARE\\" + programs + guid), "DisplayName", text("Editor"))
          .given(RegistryKey.machine("SOFTWARE\\" + programs + guid), "DisplayVersion", text("1.2"))
          .given(
              RegistryKey.machine("SOFTWARE\\" + programs + guid),
              "Language",
              RegistryData.number(1031))
          .given(
              RegistryKey.machine("SOFTWARE\\WOW6432Node\\" + programs + "Old"),
              "DisplayName",
              text("Old Tool"))
          .given(
              RegistryKey.machine("SOFTWARE\\" + programs + "NoName"),
              "Publisher",
              text("Somebody"));
      return new ProgramsTable(registry);
    }

    private static RegistryData text(String text) {
      return RegistryData.text(Advapi32Registry.REG_SZ, text);
    }

    @Override
    public List<String> columns() {
      return List.of("name", "version", "publisher", "identifying_number");
    }

    @Test
    void whatHasANameIsListedOfBothKinds() throws IOException {
      assertThat(table().read())
          .map(ProgramsTable.Row.class::cast)
          .extracting(ProgramsTable.Row::name)
          .containsExactlyInAnyOrder("Editor", "Old Tool");
      var editor = (ProgramsTable.Row) table().read().getFirst();
      assertThat(editor.identifyingNumber()).contains("{11111111-2222-3333-4444-555555555555}");
      assertThat(editor.language()).contains("1031");
    }
  }

  @Nested
  final class OfUsers implements TableContract {
    @Override
    public Table<?> table() {
      registry.given(
          RegistryKey.machine(
              "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList\\"
                  + MemoryLocalAccounts.MACHINE
                  + "-1001"),
          "ProfileImagePath",
          RegistryData.text(Advapi32Registry.REG_EXPAND_SZ, "C:\\Users\\alice"));
      return new UsersTable(new MemoryUserDatabase(), registry);
    }

    @Override
    public List<String> columns() {
      return List.of("uid", "gid", "username", "directory", "uuid", "type");
    }

    @Test
    void anAccountHasItsNumberAndItsFolder() throws IOException {
      assertThat(table().read())
          .map(UsersTable.Row.class::cast)
          .extracting(row -> row.uid() + " " + row.username() + " " + row.directory().orElse("-"))
          .containsExactly("500 Administrator -", "1001 alice C:\\Users\\alice", "1002 bob -");
    }
  }

  @Nested
  final class OfGroups implements TableContract {
    @Override
    public Table<?> table() {
      return new GroupsTable(new MemoryUserDatabase(), new MemoryLocalAccounts());
    }

    @Override
    public List<String> columns() {
      return List.of("gid", "gid_signed", "groupname", "group_sid", "comment");
    }

    @Test
    void aGroupHasTheNumberOfItsIdentifier() throws IOException {
      assertThat(table().read())
          .map(GroupsTable.Row.class::cast)
          .extracting(row -> row.gid() + " " + row.groupname())
          .containsExactly("544 Administratoren", "545 Benutzer");
    }
  }

  @Nested
  final class OfUserGroups implements TableContract {
    @Override
    public Table<?> table() {
      return new UserGroupsTable(new MemoryUserDatabase(), new MemoryLocalAccounts());
    }

    @Override
    public List<String> columns() {
      return List.of("uid", "gid");
    }

    @Test
    void membersOfThisMachineAreTold() throws IOException {
      assertThat(table().read())
          .map(UserGroupsTable.Row.class::cast)
          .containsExactly(new UserGroupsTable.Row(500, 544));
    }
  }

  @Nested
  final class OfServices implements TableContract {
    @Override
    public Table<?> table() {
      registry.given(
          RegistryKey.machine("SYSTEM\\CurrentControlSet\\Services\\Dnscache\\Parameters"),
          "ServiceDll",
          RegistryData.text(
              Advapi32Registry.REG_EXPAND_SZ, "%SystemRoot%\\System32\\dnsrslvr.dll"));
      return new ServicesTable(
          new MemoryWmi()
              .given(
                  "Win32_Service",
                  "Name",
                  "Dnscache",
                  "ServiceType",
                  "Share Process",
                  "DisplayName",
                  "DNS Client",
                  "State",
                  "Running",
                  "ProcessId",
                  "1832",
                  "StartMode",
                  "Auto",
                  "ExitCode",
                  "0",
                  "ServiceSpecificExitCode",
                  "0",
                  "PathName",
                  "C:\\Windows\\system32\\svchost.exe -k NetworkService -p",
                  "StartName",
                  "NT AUTHORITY\\NetworkService"),
          registry);
    }

    @Override
    public List<String> columns() {
      return List.of("name", "service_type", "status", "pid", "start_type", "module_path");
    }

    @Test
    void wordsAreThoseOfTheHeaders() throws IOException {
      var row = (ServicesTable.Row) table().read().getFirst();
      assertThat(row.serviceType()).contains("SHARE_PROCESS");
      assertThat(row.status()).contains("RUNNING");
      assertThat(row.startType()).contains("AUTO_START");
      assertThat(row.modulePath()).contains("%SystemRoot%\\System32\\dnsrslvr.dll");
    }
  }

  @Test
  void whatThisWindowsHasNotIsNotApplicable() {
    assertThatThrownBy(() -> new TpmInfoTable(wmi, Optional::empty).read())
        .isInstanceOf(NotApplicableException.class);
    assertThatThrownBy(() -> new SecurebootTable(registry).read())
        .isInstanceOf(NotApplicableException.class);
    assertThatThrownBy(() -> new WindowsSecurityCenterTable(center(Optional.empty())).read())
        .isInstanceOf(NotApplicableException.class);
    assertThatThrownBy(() -> new WindowsSecurityProductsTable(wmi).read())
        .isInstanceOf(NotApplicableException.class);
  }

  @Test
  void secureBootIsTold() throws IOException {
    registry.given(
        RegistryKey.machine("SYSTEM\\CurrentControlSet\\Control\\SecureBoot\\State"),
        "UEFISecureBootEnabled",
        RegistryData.number(1));
    assertThat(new SecurebootTable(registry).read()).containsExactly(new SecurebootTable.Row(1));
  }
}
