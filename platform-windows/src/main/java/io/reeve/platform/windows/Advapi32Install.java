package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/// What we call of `advapi32.dll` to register a service. It answers 0 for a failure, whose code
/// [Win32#lastError] tells.
interface Advapi32Install extends Library {
  int SC_MANAGER_CREATE_SERVICE = 0x2;
  int DELETE = 0x10000;
  int SERVICE_ERROR_NORMAL = 1;
  int SERVICE_CONFIG_DESCRIPTION = 1;
  int SERVICE_CONFIG_FAILURE_ACTIONS = 2;
  int SERVICE_CONFIG_FAILURE_ACTIONS_FLAG = 4;
  int SERVICE_CONFIG_SERVICE_SID_INFO = 5;
  int SERVICE_CONFIG_PRESHUTDOWN_INFO = 7;
  int SERVICE_SID_TYPE_UNRESTRICTED = 1;
  int SC_ACTION_RESTART = 1;

  @FieldOrder({"dwResetPeriod", "lpRebootMsg", "lpCommand", "cActions", "lpsaActions"})
  final class SERVICE_FAILURE_ACTIONSW extends WinStructure {
    public int dwResetPeriod;
    public @Nullable Pointer lpRebootMsg;
    public @Nullable Pointer lpCommand;
    public int cActions;
    public @Nullable Pointer lpsaActions;
  }

  @FieldOrder({"Type", "Delay"})
  final class SC_ACTION extends WinStructure {
    public int Type;
    public int Delay;
  }

  long OpenSCManagerW(byte @Nullable [] machine, byte @Nullable [] database, int access);

  long OpenServiceW(long manager, byte[] name, int access);

  int CloseServiceHandle(long handle);

  long CreateServiceW(
      long manager,
      byte[] name,
      byte[] displayName,
      int access,
      int type,
      int startType,
      int errorControl,
      byte[] program,
      byte @Nullable [] loadGroup,
      int @Nullable [] tag,
      byte @Nullable [] dependencies,
      byte @Nullable [] account,
      byte @Nullable [] password);

  int ChangeServiceConfigW(
      long service,
      int type,
      int startType,
      int errorControl,
      byte[] program,
      byte @Nullable [] loadGroup,
      int @Nullable [] tag,
      byte @Nullable [] dependencies,
      byte[] account,
      byte @Nullable [] password,
      byte[] displayName);

  int ChangeServiceConfig2W(long service, int level, Pointer info);

  int QueryServiceConfigW(long service, @Nullable Pointer config, int size, int[] needed);

  int DeleteService(long service);
}
