package io.reeve.installer.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The processor time of another process to the nanosecond; what `/proc` tells counts in steps of
/// ten milliseconds, more than much of what is measured here.
final class ProcessorClock {
  private static final int OF_A_PROCESS = 2;
  private static final MethodHandle GETTIME = gettime();

  private ProcessorClock() {}

  @SuppressWarnings("restricted") // a function of the C library, with the types POSIX gives it
  private static MethodHandle gettime() {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("clock_gettime"),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
  }

  /// What all threads of it have used so far, without its children.
  static double millis(long pid) {
    try (var arena = Arena.ofConfined()) {
      var time = arena.allocate(ValueLayout.JAVA_LONG, 2);
      int status = (int) GETTIME.invokeExact((int) (~pid << 3 | OF_A_PROCESS), time);
      if (status != 0) {
        throw BenchException.wrong("process " + pid + " has ended");
      }
      return time.getAtIndex(ValueLayout.JAVA_LONG, 0) * 1e3
          + time.getAtIndex(ValueLayout.JAVA_LONG, 1) / 1e6;
    } catch (RuntimeException | Error known) {
      throw known;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
