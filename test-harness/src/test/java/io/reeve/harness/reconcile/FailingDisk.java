package io.reeve.harness.reconcile;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/// The disk of this process, made to fail by libfiu, whose POSIX library has to be loaded before
/// all others (`LD_PRELOAD`). Only calls of the thread that made it fail.
final class FailingDisk {
  private static final List<String> CALLS =
      List.of(
          "posix/io/rw/write",
          "posix/io/rw/pwrite",
          "posix/io/rw/ftruncate",
          "posix/io/sync/fsync",
          "posix/io/sync/fdatasync",
          "posix/io/dir/rename");

  private final Thread thread = Thread.currentThread();
  private final boolean forGood;
  private int calls;
  private int failing = Integer.MAX_VALUE;
  private boolean failed;

  /// @param errno what the calls fail with
  /// @param forGood whether all calls fail from the first that does; else only that
  @SuppressWarnings("restricted") // calls a native library, which is what it is for
  FailingDisk(int errno, boolean forGood) throws Throwable {
    this.forGood = forGood;
    var linker = Linker.nativeLinker();
    var fiu = SymbolLookup.libraryLookup("libfiu.so.0", Arena.global());
    var decide =
        linker.upcallStub(
            MethodHandles.lookup()
                .findVirtual(
                    FailingDisk.class,
                    "decide",
                    MethodType.methodType(
                        int.class,
                        MemorySegment.class,
                        MemorySegment.class,
                        MemorySegment.class,
                        MemorySegment.class))
                .bindTo(this),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS),
            Arena.global());
    var enable =
        linker.downcallHandle(
            fiu.findOrThrow("fiu_enable_external"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
    for (var call : CALLS) {
      enable(enable, call, errno, decide);
    }
  }

  private static void enable(MethodHandle enable, String call, int errno, MemorySegment decide)
      throws Throwable {
    var name = Arena.global().allocateFrom(call);
    int answer = (int) enable.invokeExact(name, 1, MemorySegment.ofAddress(errno), 0, decide);
    if (answer != 0) {
      throw new IllegalStateException("libfiu does not know " + call);
    }
  }

  /// Called by libfiu before each of the calls.
  ///
  /// @return whether it fails
  @SuppressWarnings({"unused", "UnusedMethod"}) // called through its handle
  private int decide(
      MemorySegment name, MemorySegment number, MemorySegment info, MemorySegment flags) {
    if (!Thread.currentThread().equals(thread)) {
      return 0;
    }
    calls++;
    boolean fails = forGood ? calls >= failing : calls == failing;
    failed |= fails;
    return fails ? 1 : 0;
  }

  /// The call of that number, counted from 1 from now on, fails.
  void failAt(int call) {
    calls = 0;
    failed = false;
    failing = call;
  }

  /// No call fails any more.
  void heal() {
    failing = Integer.MAX_VALUE;
  }

  /// Whether any call failed since [#failAt].
  boolean hasFailed() {
    return failed;
  }
}
