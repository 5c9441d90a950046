package io.reeve.platform.windows;

import io.reeve.core.spi.Table;
import java.util.List;

/// Every table that only Windows has.
final class WindowsTables {
  private WindowsTables() {}

  static List<Table<?>> all(
      Registry registry,
      Wmi wmi,
      SecurityCenter center,
      SecurityChip chip,
      UserDatabase users,
      LocalAccounts accounts) {
    return List.of(
        new BitlockerInfoTable(new BitLocker(wmi)),
        new GroupsTable(users, accounts),
        new PatchesTable(wmi),
        new ProgramsTable(registry),
        new SecurebootTable(registry),
        new ServicesTable(wmi, registry),
        new TpmInfoTable(wmi, chip),
        new UserGroupsTable(users, accounts),
        new UsersTable(users, registry),
        new WindowsSecurityCenterTable(center),
        new WindowsSecurityProductsTable(wmi));
  }
}
