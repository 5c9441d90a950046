package io.reeve.platform.windows;

import static io.reeve.platform.windows.Kernel32Process.LMEM_FIXED;

import io.reeve.core.spi.Scripts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A program that [Launch] has started, with all that it starts. Its output and its errors are one
/// stream. It is to be destroyed at the end, also when it has ended by itself: that ends what it
/// has left behind.
final class JobProcess extends Process {
  private static final int ENDING = 5000;
  private static final int SLICE = 250;
  private static final int BUFFER = 8192;

  private final Kernel32Process kernel;
  private final long handle;
  private final long id;
  private final Runnable job;
  private final InputStream output;
  private boolean destroyed;
  private boolean ended;
  private int exit = Scripts.Ran.LATE;

  /// @param handle of the process, ours from now on
  /// @param job ends it and all that it has started
  /// @param reading the end of its pipe, ours from now on
  JobProcess(Kernel32Process kernel, long handle, long id, Runnable job, long reading) {
    this.kernel = kernel;
    this.handle = handle;
    this.id = id;
    this.job = job;
    this.output = begin(reading);
  }

  /// The pipe is read on a thread of its own: a call of Windows that waits would hold the thread
  /// under whatever virtual one asks.
  private InputStream begin(long reading) {
    var stream = new PipedInputStream(BUFFER);
    try {
      var out = new PipedOutputStream(stream);
      Thread.ofPlatform().daemon().name("reeve-output").start(() -> pump(reading, out));
    } catch (IOException e) {
      throw new IllegalStateException("two ends of a pipe are always there", e);
    }
    return stream;
  }

  /// Into memory that Windows has given: Wine reads into no other.
  private void pump(long reading, PipedOutputStream stream) {
    var buffer = Objects.requireNonNull(kernel.LocalAlloc(LMEM_FIXED, BUFFER), "no memory");
    try (stream) {
      var count = new int[1];
      while (kernel.ReadFile(reading, buffer, BUFFER, count, null) != 0 && count[0] > 0) {
        stream.write(buffer.getByteArray(0, count[0]));
        stream.flush();
      }
    } catch (IOException _) {
      // Who asked for the output has gone.
    } finally {
      kernel.LocalFree(buffer);
      kernel.CloseHandle(reading);
    }
  }

  @Override
  public OutputStream getOutputStream() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return output;
  }

  @Override
  public InputStream getErrorStream() {
    return InputStream.nullInputStream();
  }

  @Override
  public long pid() {
    return id;
  }

  @Override
  public int waitFor() throws InterruptedException {
    while (!waitFor(1, TimeUnit.HOURS)) {
      // It may take as long as it takes.
    }
    return exitValue();
  }

  /// In slices, between which the thread can be interrupted.
  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    long end = System.nanoTime() + unit.toNanos(timeout);
    while (!hasEnded(0)) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      hasEnded((int) Math.min(left, SLICE));
    }
    return true;
  }

  private synchronized boolean hasEnded(int milliseconds) {
    if (!ended && kernel.WaitForSingleObject(handle, milliseconds) == Kernel32.WAIT_OBJECT_0) {
      var code = new int[1];
      kernel.GetExitCodeProcess(handle, code);
      exit = code[0];
      ended = true;
    }
    return ended;
  }

  @Override
  public synchronized int exitValue() {
    if (!hasEnded(0)) {
      throw new IllegalThreadStateException("the program has not ended");
    }
    return exit;
  }

  @Override
  public boolean isAlive() {
    return !hasEnded(0);
  }

  /// Ends it and all that it has started, and gives its handle back; once.
  @Override
  public synchronized void destroy() {
    if (destroyed) {
      return;
    }
    destroyed = true;
    job.run();
    hasEnded(ENDING);
    ended = true;
    kernel.CloseHandle(handle);
  }

  @Override
  public Process destroyForcibly() {
    destroy();
    return this;
  }
}
