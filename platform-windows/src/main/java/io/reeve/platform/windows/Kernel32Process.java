package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/// What we call of `kernel32.dll` to start programs. It answers 0 for a failure, whose code
/// [Win32#lastError] tells.
interface Kernel32Process extends Library {
  int CREATE_SUSPENDED = 0x4;
  int CREATE_UNICODE_ENVIRONMENT = 0x400;
  int EXTENDED_STARTUPINFO_PRESENT = 0x80000;
  int CREATE_NO_WINDOW = 0x8000000;
  int STARTF_USESTDHANDLES = 0x100;
  int HANDLE_FLAG_INHERIT = 0x1;
  int PROC_THREAD_ATTRIBUTE_HANDLE_LIST = 0x20002;
  int GENERIC_READ = 0x80000000;
  int OPEN_EXISTING = 3;
  int LMEM_FIXED = 0;

  @FieldOrder({
    "cb",
    "lpReserved",
    "lpDesktop",
    "lpTitle",
    "dwX",
    "dwY",
    "dwXSize",
    "dwYSize",
    "dwXCountChars",
    "dwYCountChars",
    "dwFillAttribute",
    "dwFlags",
    "wShowWindow",
    "cbReserved2",
    "lpReserved2",
    "hStdInput",
    "hStdOutput",
    "hStdError"
  })
  final class STARTUPINFOW extends WinStructure {
    public int cb;
    public @Nullable Pointer lpReserved;
    public @Nullable Pointer lpDesktop;
    public @Nullable Pointer lpTitle;
    public int dwX;
    public int dwY;
    public int dwXSize;
    public int dwYSize;
    public int dwXCountChars;
    public int dwYCountChars;
    public int dwFillAttribute;
    public int dwFlags;
    public short wShowWindow;
    public short cbReserved2;
    public @Nullable Pointer lpReserved2;
    public long hStdInput;
    public long hStdOutput;
    public long hStdError;
  }

  @FieldOrder({"StartupInfo", "lpAttributeList"})
  final class STARTUPINFOEXW extends WinStructure {
    public STARTUPINFOW StartupInfo = new STARTUPINFOW();
    public @Nullable Pointer lpAttributeList;
  }

  @FieldOrder({"hProcess", "hThread", "dwProcessId", "dwThreadId"})
  final class PROCESS_INFORMATION extends WinStructure {
    public long hProcess;
    public long hThread;
    public int dwProcessId;
    public int dwThreadId;
  }

  int CreateProcessW(
      byte[] program,
      byte[] arguments,
      @Nullable Pointer processSecurity,
      @Nullable Pointer threadSecurity,
      int inherit,
      int flags,
      byte[] environment,
      byte[] folder,
      STARTUPINFOEXW startup,
      PROCESS_INFORMATION process);

  int InitializeProcThreadAttributeList(@Nullable Memory list, int count, int flags, long[] size);

  int UpdateProcThreadAttribute(
      Memory list,
      int flags,
      long attribute,
      Memory value,
      long size,
      @Nullable Pointer before,
      @Nullable Pointer returned);

  void DeleteProcThreadAttributeList(Memory list);

  int ResumeThread(long thread);

  int TerminateProcess(long process, int exit);

  int GetExitCodeProcess(long process, int[] exit);

  int WaitForSingleObject(long object, int milliseconds);

  int CreatePipe(long[] read, long[] write, @Nullable Pointer security, int size);

  int SetHandleInformation(long handle, int mask, int flags);

  int ReadFile(long file, Pointer buffer, int size, int[] read, @Nullable Pointer overlapped);

  long CreateFileW(
      byte[] name,
      int access,
      int share,
      @Nullable Pointer security,
      int how,
      int flags,
      long template);

  @Nullable Pointer LocalAlloc(int flags, long size);

  @Nullable Pointer LocalFree(Pointer memory);

  long GetCurrentProcess();

  int CloseHandle(long handle);
}
