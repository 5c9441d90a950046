package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/// What we call of `kernel32.dll` for job objects. It answers 0 for a failure, whose code
/// [Win32#lastError] tells.
interface Kernel32Jobs extends Library {
  int PROCESS_TERMINATE = 0x1;
  int PROCESS_SET_QUOTA = 0x100;
  int JobObjectExtendedLimitInformation = 9;
  int JOB_OBJECT_LIMIT_JOB_MEMORY = 0x200;
  int JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE = 0x2000;

  @FieldOrder({
    "PerProcessUserTimeLimit",
    "PerJobUserTimeLimit",
    "LimitFlags",
    "MinimumWorkingSetSize",
    "MaximumWorkingSetSize",
    "ActiveProcessLimit",
    "Affinity",
    "PriorityClass",
    "SchedulingClass"
  })
  final class JOBOBJECT_BASIC_LIMIT_INFORMATION extends WinStructure {
    public long PerProcessUserTimeLimit;
    public long PerJobUserTimeLimit;
    public int LimitFlags;
    public long MinimumWorkingSetSize;
    public long MaximumWorkingSetSize;
    public int ActiveProcessLimit;
    public long Affinity;
    public int PriorityClass;
    public int SchedulingClass;
  }

  @FieldOrder({
    "BasicLimitInformation",
    "IoInfo",
    "ProcessMemoryLimit",
    "JobMemoryLimit",
    "PeakProcessMemoryUsed",
    "PeakJobMemoryUsed"
  })
  final class JOBOBJECT_EXTENDED_LIMIT_INFORMATION extends WinStructure {
    public JOBOBJECT_BASIC_LIMIT_INFORMATION BasicLimitInformation =
        new JOBOBJECT_BASIC_LIMIT_INFORMATION();
    public long[] IoInfo = new long[6];
    public long ProcessMemoryLimit;
    public long JobMemoryLimit;
    public long PeakProcessMemoryUsed;
    public long PeakJobMemoryUsed;
  }

  long CreateJobObjectW(@Nullable Pointer security, byte @Nullable [] name);

  int SetInformationJobObject(
      long job, int what, JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits, int size);

  long OpenProcess(int access, int inherit, int id);

  int AssignProcessToJobObject(long job, long process);

  int TerminateJobObject(long job, int exit);

  int CloseHandle(long handle);
}
