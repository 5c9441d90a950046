package io.reeve.platform.windows;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/// What we call of `advapi32.dll` to be a service. It answers 0 for a failure, whose code
/// [Win32#lastError] tells.
interface Advapi32Dispatch extends Library {
  int SERVICE_WIN32_OWN_PROCESS = 0x10;
  int SERVICE_ACCEPT_STOP = 0x1;
  int SERVICE_ACCEPT_PRESHUTDOWN = 0x100;
  int SERVICE_CONTROL_INTERROGATE = 4;
  int SERVICE_CONTROL_SHUTDOWN = 5;
  int SERVICE_CONTROL_PRESHUTDOWN = 0xF;
  int ERROR_CALL_NOT_IMPLEMENTED = 120;
  int ERROR_FAILED_SERVICE_CONTROLLER_CONNECT = 1063;
  int ERROR_SERVICE_SPECIFIC_ERROR = 1066;

  @FieldOrder({"lpServiceName", "lpServiceProc"})
  final class SERVICE_TABLE_ENTRYW extends WinStructure {
    public @Nullable Pointer lpServiceName;
    public @Nullable ServiceMain lpServiceProc;

    SERVICE_TABLE_ENTRYW(Pointer there) {
      super(there);
    }
  }

  /// `LPSERVICE_MAIN_FUNCTIONW`.
  interface ServiceMain extends Callback {
    void invoke(int count, @Nullable Pointer arguments);
  }

  /// `LPHANDLER_FUNCTION_EX`.
  interface ServiceHandler extends Callback {
    int invoke(int control, int event, @Nullable Pointer data, @Nullable Pointer context);
  }

  int StartServiceCtrlDispatcherW(SERVICE_TABLE_ENTRYW table);

  long RegisterServiceCtrlHandlerExW(
      byte[] name, ServiceHandler handler, @Nullable Pointer context);

  int SetServiceStatus(long status, Advapi32Services.SERVICE_STATUS told);
}
