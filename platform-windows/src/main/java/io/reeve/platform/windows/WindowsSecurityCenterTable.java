package io.reeve.platform.windows;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Table;
import io.reeve.platform.windows.SecurityCenter.Guard;
import java.io.IOException;
import java.util.List;

/// `windows_security_center`: how well this machine is guarded, by Windows' own judgement.
record WindowsSecurityCenterTable(SecurityCenter center)
    implements Table<WindowsSecurityCenterTable.Row> {
  record Row(
      String firewall,
      String autoupdate,
      String antivirus,
      String antispyware,
      String internetSettings,
      String windowsSecurityCenterService,
      String userAccountControl) {}

  @Override
  public String name() {
    return "windows_security_center";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    return List.of(
        new Row(
            health(Guard.FIREWALL),
            health(Guard.AUTO_UPDATE),
            health(Guard.ANTIVIRUS),
            health(Guard.ANTISPYWARE),
            health(Guard.INTERNET_SETTINGS),
            health(Guard.SERVICE),
            health(Guard.USER_ACCOUNT_CONTROL)));
  }

  private String health(Guard guard) throws IOException {
    return center
        .health(guard)
        .orElseThrow(() -> new NotApplicableException("this Windows has no Security Center"));
  }
}
