package io.reeve.platform.windows;

import com.sun.jna.Pointer;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.util.Arrays;

/// The name of a Windows machine.
final class NativeMachineName implements MachineName {
  private static final int LONGEST = 255;
  private static final int SMBIOS = ('R' << 24) | ('S' << 16) | ('M' << 8) | 'B';
  private static final RegistryKey PARAMETERS =
      RegistryKey.machine("SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters");

  private final Win32 windows;
  private final Kernel32System kernel;
  private final Netapi32Join network;
  private final Registry registry;

  NativeMachineName(Win32 windows) {
    this(windows, new NativeRegistry(windows));
  }

  /// @param registry where Windows keeps the name that it takes up when it starts
  NativeMachineName(Win32 windows, Registry registry) {
    this.registry = registry;
    this.windows = windows;
    this.kernel = windows.load("kernel32", Kernel32System.class);
    this.network = windows.load("netapi32", Netapi32Join.class);
  }

  /// Windows tells the name that it has started with, whichever is asked for; what it will start
  /// with is in the registry only.
  @Override
  public String set() throws IOException {
    var kept = registry.value(PARAMETERS, "NV Hostname").flatMap(RegistryData::text);
    return kept.isPresent() && !kept.get().isBlank()
        ? kept.get()
        : name(Kernel32System.ComputerNamePhysicalDnsHostname);
  }

  @Override
  public String present() throws OsException {
    return name(Kernel32System.ComputerNameDnsHostname);
  }

  private String name(int kind) throws OsException {
    var name = Wide.buffer(LONGEST);
    if (kernel.GetComputerNameExW(kind, name, new int[] {LONGEST + 1}) == 0) {
      throw WinError.failure("GetComputerNameExW", windows.lastError(), "the machine's name");
    }
    return Wide.text(name);
  }

  @Override
  public boolean isInDomain() throws OsException {
    var name = new long[1];
    var status = new int[1];
    WinError.check(
        "NetGetJoinInformation",
        network.NetGetJoinInformation(null, name, status),
        "the machine's domain");
    network.NetApiBufferFree(new Pointer(name[0]));
    return status[0] == Netapi32Join.NetSetupDomainName;
  }

  @Override
  public void set(String name) throws OsException {
    int kind = Kernel32System.ComputerNamePhysicalDnsHostname;
    if (kernel.SetComputerNameExW(kind, Wide.of(name)) == 0) {
      throw WinError.failure("SetComputerNameExW", windows.lastError(), name);
    }
  }

  @Override
  public String serial() throws OsException {
    int size = kernel.GetSystemFirmwareTable(SMBIOS, 0, null, 0);
    var table = new byte[Math.max(size, 0)];
    int got = kernel.GetSystemFirmwareTable(SMBIOS, 0, table, table.length);
    return Smbios.serial(Arrays.copyOf(table, Math.clamp(got, 0, table.length)));
  }
}
