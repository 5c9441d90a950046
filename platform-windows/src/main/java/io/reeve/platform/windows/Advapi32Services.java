package io.reeve.platform.windows;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/// What we call of `advapi32.dll` for services. It answers 0 for a failure, whose code
/// [Win32#lastError] tells.
interface Advapi32Services extends Library {
  int SC_MANAGER_CONNECT = 0x1;
  int SERVICE_QUERY_CONFIG = 0x1;
  int SERVICE_CHANGE_CONFIG = 0x2;
  int SERVICE_QUERY_STATUS = 0x4;
  int SERVICE_ENUMERATE_DEPENDENTS = 0x8;
  int SERVICE_START = 0x10;
  int SERVICE_STOP = 0x20;
  int SERVICE_PAUSE_CONTINUE = 0x40;
  int SERVICE_NO_CHANGE = -1;
  int SERVICE_AUTO_START = 2;
  int SERVICE_DEMAND_START = 3;
  int SERVICE_DISABLED = 4;
  int SERVICE_CONTROL_STOP = 1;
  int SERVICE_CONTROL_PARAMCHANGE = 6;
  int SERVICE_STOPPED = 1;
  int SERVICE_START_PENDING = 2;
  int SERVICE_STOP_PENDING = 3;
  int SERVICE_RUNNING = 4;
  int SERVICE_ACTIVE = 1;
  int SERVICE_CONFIG_DELAYED_AUTO_START_INFO = 3;
  int SC_STATUS_PROCESS_INFO = 0;
  int SERVICE_NOTIFY_STATUS_CHANGE = 2;
  int SERVICE_NOTIFY_STOPPED = 0x1;
  int SERVICE_NOTIFY_RUNNING = 0x8;
  int SERVICE_NOTIFY_DELETE_PENDING = 0x200;

  @FieldOrder({
    "dwServiceType",
    "dwStartType",
    "dwErrorControl",
    "lpBinaryPathName",
    "lpLoadOrderGroup",
    "dwTagId",
    "lpDependencies",
    "lpServiceStartName",
    "lpDisplayName"
  })
  final class QUERY_SERVICE_CONFIGW extends WinStructure {
    public int dwServiceType;
    public int dwStartType;
    public int dwErrorControl;
    public @Nullable Pointer lpBinaryPathName;
    public @Nullable Pointer lpLoadOrderGroup;
    public int dwTagId;
    public @Nullable Pointer lpDependencies;
    public @Nullable Pointer lpServiceStartName;
    public @Nullable Pointer lpDisplayName;

    QUERY_SERVICE_CONFIGW(Pointer there) {
      super(there);
      read();
    }
  }

  @FieldOrder({
    "dwServiceType",
    "dwCurrentState",
    "dwControlsAccepted",
    "dwWin32ExitCode",
    "dwServiceSpecificExitCode",
    "dwCheckPoint",
    "dwWaitHint",
    "dwProcessId",
    "dwServiceFlags"
  })
  final class SERVICE_STATUS_PROCESS extends WinStructure {
    public int dwServiceType;
    public int dwCurrentState;
    public int dwControlsAccepted;
    public int dwWin32ExitCode;
    public int dwServiceSpecificExitCode;
    public int dwCheckPoint;
    public int dwWaitHint;
    public int dwProcessId;
    public int dwServiceFlags;
  }

  @FieldOrder({
    "dwServiceType",
    "dwCurrentState",
    "dwControlsAccepted",
    "dwWin32ExitCode",
    "dwServiceSpecificExitCode",
    "dwCheckPoint",
    "dwWaitHint"
  })
  final class SERVICE_STATUS extends WinStructure {
    public int dwServiceType;
    public int dwCurrentState;
    public int dwControlsAccepted;
    public int dwWin32ExitCode;
    public int dwServiceSpecificExitCode;
    public int dwCheckPoint;
    public int dwWaitHint;
  }

  @FieldOrder({"lpServiceName", "lpDisplayName", "ServiceStatus"})
  final class ENUM_SERVICE_STATUSW extends WinStructure {
    public @Nullable Pointer lpServiceName;
    public @Nullable Pointer lpDisplayName;
    public SERVICE_STATUS ServiceStatus = new SERVICE_STATUS();

    ENUM_SERVICE_STATUSW(Pointer there) {
      super(there);
      read();
    }
  }

  @FieldOrder({
    "dwVersion",
    "pfnNotifyCallback",
    "pContext",
    "dwNotificationStatus",
    "ServiceStatus",
    "dwNotificationTriggered",
    "pszServiceNames"
  })
  final class SERVICE_NOTIFYW extends WinStructure {
    public int dwVersion = SERVICE_NOTIFY_STATUS_CHANGE;
    public @Nullable ServiceNotified pfnNotifyCallback;
    public @Nullable Pointer pContext;
    public int dwNotificationStatus;
    public SERVICE_STATUS_PROCESS ServiceStatus = new SERVICE_STATUS_PROCESS();
    public int dwNotificationTriggered;
    public @Nullable Pointer pszServiceNames;
  }

  /// `PFN_SC_NOTIFY_CALLBACK`.
  interface ServiceNotified extends Callback {
    void invoke(Pointer notify);
  }

  long OpenSCManagerW(byte @Nullable [] machine, byte @Nullable [] database, int access);

  long OpenServiceW(long manager, byte[] name, int access);

  int CloseServiceHandle(long handle);

  int QueryServiceConfigW(long service, @Nullable Pointer config, int size, int[] needed);

  int QueryServiceConfig2W(long service, int level, byte @Nullable [] info, int size, int[] needed);

  int ChangeServiceConfigW(
      long service,
      int type,
      int startType,
      int errorControl,
      byte @Nullable [] program,
      byte @Nullable [] loadGroup,
      int @Nullable [] tag,
      byte @Nullable [] dependencies,
      byte @Nullable [] account,
      byte @Nullable [] password,
      byte @Nullable [] displayName);

  int ChangeServiceConfig2W(long service, int level, byte[] info);

  int QueryServiceStatusEx(
      long service, int level, SERVICE_STATUS_PROCESS status, int size, int[] needed);

  int StartServiceW(long service, int count, long @Nullable [] arguments);

  int ControlService(long service, int control, SERVICE_STATUS status);

  int NotifyServiceStatusChangeW(long service, int mask, SERVICE_NOTIFYW notify);

  int EnumDependentServicesW(
      long service, int state, @Nullable Pointer found, int size, int[] needed, int[] count);
}
