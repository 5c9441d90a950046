package io.reeve.platform.windows;

import static io.reeve.platform.windows.Kernel32Process.*;

import com.sun.jna.Memory;
import io.reeve.core.programs.Tail;
import io.reeve.core.spi.OsException;
import io.reeve.core.spi.Scripts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Starts programs, as the agent itself or as a person who is logged in. A program does nothing
/// before it is in its job, so that nothing it starts can be missed and all of it together has no
/// more memory than a script may; it inherits an empty input and the end of the pipe that it writes
/// to, and no other handle of the agent's.
///
/// @param windows whose functions are called
record Launch(Win32 windows) {
  private static final int ENDED = 124;

  /// What is started.
  ///
  /// @param command the program's absolute path, then its arguments
  /// @param environment all of it
  /// @param folder where it begins
  /// @param desktop the window station and desktop it may show something on; empty for the agent's
  record Program(
      List<String> command, Map<String, String> environment, String folder, String desktop) {
    Program {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }

    /// Where the person of a session sees it.
    static final String INTERACTIVE = "winsta0\\default";
  }

  /// Starts it as the agent itself.
  JobProcess start(Program program) throws OsException {
    return start(program, 0);
  }

  /// Starts it as whom the token tells; 0 for the agent itself.
  JobProcess start(Program program, long token) throws OsException {
    var kernel = windows.load("kernel32", Kernel32Process.class);
    try (var pipe = new Handles(windows, kernel)) {
      var made = create(kernel, pipe, program, token);
      try {
        var job = Job.hold(windows, made.dwProcessId, Scripts.MOST_MEMORY);
        if (kernel.ResumeThread(made.hThread) == -1) {
          int code = windows.lastError();
          job.run();
          throw WinError.failure("ResumeThread", code, name(program));
        }
        return new JobProcess(kernel, made.hProcess, made.dwProcessId, job, pipe.takeReading());
      } catch (OsException | RuntimeException e) {
        kernel.TerminateProcess(made.hProcess, ENDED);
        kernel.CloseHandle(made.hProcess);
        throw e;
      } finally {
        kernel.CloseHandle(made.hThread);
      }
    }
  }

  private PROCESS_INFORMATION create(
      Kernel32Process kernel, Handles pipe, Program program, long token) throws OsException {
    var made = new PROCESS_INFORMATION();
    try (var given = given(pipe);
        var list = attributes(kernel, given);
        var desktop = text(program.desktop())) {
      var startup = startup(pipe, list, desktop, program);
      var name = Wide.of(program.command().getFirst());
      var arguments = Wide.of(CommandLine.of(program.command()));
      var environment = block(program.environment());
      var folder = Wide.of(program.folder());
      int flags =
          CREATE_SUSPENDED
              | CREATE_UNICODE_ENVIRONMENT
              | CREATE_NO_WINDOW
              | EXTENDED_STARTUPINFO_PRESENT;
      int said;
      try {
        said =
            token == 0
                ? kernel.CreateProcessW(
                    name, arguments, null, null, 1, flags, environment, folder, startup, made)
                : windows
                    .load("advapi32", Advapi32Tokens.class)
                    .CreateProcessAsUserW(
                        token,
                        name,
                        arguments,
                        null,
                        null,
                        1,
                        flags,
                        environment,
                        folder,
                        startup,
                        made);
      } finally {
        kernel.DeleteProcThreadAttributeList(list);
      }
      if (said == 0) {
        var call = token == 0 ? "CreateProcessW" : "CreateProcessAsUserW";
        throw WinError.failure(call, windows.lastError(), name(program));
      }
      return made;
    }
  }

  private static STARTUPINFOEXW startup(
      Handles pipe, Memory list, Memory desktop, Program program) {
    var startup = new STARTUPINFOEXW();
    startup.StartupInfo.cb = startup.size();
    startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
    startup.StartupInfo.hStdInput = pipe.nothing();
    startup.StartupInfo.hStdOutput = pipe.writing();
    startup.StartupInfo.hStdError = pipe.writing();
    if (!program.desktop().isEmpty()) {
      startup.StartupInfo.lpDesktop = desktop;
    }
    startup.lpAttributeList = list;
    return startup;
  }

  /// The handles that are inherited, and no other.
  private static Memory given(Handles pipe) {
    var given = new Memory(16);
    given.setLong(0, pipe.nothing());
    given.setLong(8, pipe.writing());
    return given;
  }

  private Memory attributes(Kernel32Process kernel, Memory given) throws OsException {
    var size = new long[1];
    kernel.InitializeProcThreadAttributeList(null, 1, 0, size);
    var list = new Memory(size[0]);
    if (kernel.InitializeProcThreadAttributeList(list, 1, 0, size) == 0
        || kernel.UpdateProcThreadAttribute(
                list, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, given, given.size(), null, null)
            == 0) {
      int code = windows.lastError();
      list.close();
      throw WinError.failure("UpdateProcThreadAttribute", code, "the handles of a program");
    }
    return list;
  }

  private static Memory text(String text) {
    var wide = Wide.of(text);
    var memory = new Memory(wide.length);
    memory.write(0, wide, 0, wide.length);
    return memory;
  }

  /// As Windows takes an environment: sorted, each ended by a zero, and one more zero.
  static byte[] block(Map<String, String> environment) {
    var sorted = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    sorted.putAll(environment);
    var text =
        sorted.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue() + "\0")
            .collect(Collectors.joining());
    return (text + (text.isEmpty() ? "\0\0" : "\0")).getBytes(StandardCharsets.UTF_16LE);
  }

  private static String name(Program program) {
    return program.command().getFirst();
  }

  /// What a program writes to and reads from.
  private static final class Handles implements AutoCloseable {
    private static final int BUFFER = 64 << 10;
    private static final int SHARED = 3;
    private final Kernel32Process kernel;
    private final long nothing;
    private final long[] reading = new long[1];
    private final long[] writing = new long[1];

    Handles(Win32 windows, Kernel32Process kernel) throws OsException {
      this.kernel = kernel;
      this.nothing =
          kernel.CreateFileW(Wide.of("NUL"), GENERIC_READ, SHARED, null, OPEN_EXISTING, 0, 0);
      if (nothing == -1) {
        throw WinError.failure("CreateFileW", windows.lastError(), "NUL");
      }
      if (kernel.CreatePipe(reading, writing, null, BUFFER) == 0
          || kernel.SetHandleInformation(nothing, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT) == 0
          || kernel.SetHandleInformation(writing[0], HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT)
              == 0) {
        int code = windows.lastError();
        close();
        throw WinError.failure("CreatePipe", code, "the output of a program");
      }
    }

    long nothing() {
      return nothing;
    }

    long writing() {
      return writing[0];
    }

    /// The end to read from, which is the caller's from now on.
    long takeReading() {
      long taken = reading[0];
      reading[0] = 0;
      return taken;
    }

    @Override
    public void close() {
      for (long handle : new long[] {nothing, writing[0], reading[0]}) {
        if (handle != 0) {
          kernel.CloseHandle(handle);
        }
      }
    }
  }

  /// How a program ended.
  ///
  /// @param exit 124 when its time was over
  /// @param text the end of what it wrote
  record Ended(int exit, String text) {}

  /// Starts it and waits for its end; nothing that it started is left.
  Ended run(Program program, long token, Duration patience) throws IOException {
    var process = start(program, token);
    try {
      var output = new Tail(process.getInputStream());
      boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
      process.destroy();
      return new Ended(ended ? process.exitValue() : ENDED, output.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("while " + name(program) + " ran");
    } finally {
      process.destroy();
    }
  }
}
