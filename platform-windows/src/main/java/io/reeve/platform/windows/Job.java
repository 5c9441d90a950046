package io.reeve.platform.windows;

import static io.reeve.platform.windows.Kernel32Jobs.*;

import io.reeve.core.spi.OsException;

/// A program and all that it starts, ended together: by [#run], and by Windows when the agent
/// itself ends, however it does. What a program starts in the instant before it is held is missed.
final class Job implements Runnable {
  private static final int ENDED = 124;
  private final Kernel32Jobs functions;
  private final long handle;

  private Job(Kernel32Jobs functions, long handle) {
    this.functions = functions;
    this.handle = handle;
  }

  /// Takes hold of a process, which may have as much memory as there is.
  static Job hold(Win32 windows, long id) throws OsException {
    return hold(windows, id, 0);
  }

  /// Takes hold of a process.
  ///
  /// @param memory how many bytes it may have with all that it starts; 0 for any number
  static Job hold(Win32 windows, long id, long memory) throws OsException {
    var functions = windows.load("kernel32", Kernel32Jobs.class);
    long handle = functions.CreateJobObjectW(null, null);
    if (handle == 0) {
      throw WinError.failure("CreateJobObjectW", windows.lastError(), "process " + id);
    }
    var job = new Job(functions, handle);
    boolean held = false;
    try {
      job.limit(windows, memory);
      job.take(windows, id);
      held = true;
    } finally {
      if (!held) {
        functions.CloseHandle(handle);
      }
    }
    return job;
  }

  private void limit(Win32 windows, long memory) throws OsException {
    var limits = new JOBOBJECT_EXTENDED_LIMIT_INFORMATION();
    limits.BasicLimitInformation.LimitFlags =
        JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | (memory == 0 ? 0 : JOB_OBJECT_LIMIT_JOB_MEMORY);
    limits.JobMemoryLimit = memory;
    int said =
        functions.SetInformationJobObject(
            handle, JobObjectExtendedLimitInformation, limits, limits.size());
    if (said == 0) {
      throw WinError.failure("SetInformationJobObject", windows.lastError(), "a job");
    }
  }

  private void take(Win32 windows, long id) throws OsException {
    long process = functions.OpenProcess(PROCESS_TERMINATE | PROCESS_SET_QUOTA, 0, (int) id);
    if (process == 0) {
      throw WinError.failure("OpenProcess", windows.lastError(), "process " + id);
    }
    int said = functions.AssignProcessToJobObject(handle, process);
    int code = windows.lastError();
    functions.CloseHandle(process);
    if (said == 0) {
      throw WinError.failure("AssignProcessToJobObject", code, "process " + id);
    }
  }

  /// Ends all of it.
  @Override
  public void run() {
    functions.TerminateJobObject(handle, ENDED);
    functions.CloseHandle(handle);
  }
}
