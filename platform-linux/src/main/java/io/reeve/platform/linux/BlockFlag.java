package io.reeve.platform.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import io.reeve.core.spi.OsException;
import java.nio.file.Path;

/// Whether the kernel refuses writes to a block device.
@FunctionalInterface
interface BlockFlag {
  /// Sets or clears it, until the device goes.
  void set(Path device, boolean readOnly) throws OsException;

  /// The kernel's own.
  static BlockFlag kernel() {
    return Ioctl::set;
  }

  /// What it takes of libc.
  interface Api extends Library {
    int open(String path, int flags) throws LastErrorException;

    int ioctl(int descriptor, long request, IntByReference value) throws LastErrorException;

    int close(int descriptor) throws LastErrorException;
  }

  /// The call.
  final class Ioctl {
    private static final Api LIBC = Native.load("c", Api.class);
    private static final long BLKROSET = 0x125D;
    private static final int READ_ONLY = 0;
    private static final int NOT_BLOCKING = 0x800;
    private static final int CLOSE_ON_EXEC = 0x80000;

    private Ioctl() {}

    private static void set(Path device, boolean readOnly) throws OsException {
      try {
        int file = LIBC.open(device.toString(), READ_ONLY | NOT_BLOCKING | CLOSE_ON_EXEC);
        try {
          LIBC.ioctl(file, BLKROSET, new IntByReference(readOnly ? 1 : 0));
        } finally {
          LIBC.close(file);
        }
      } catch (LastErrorException e) {
        var failure =
            new OsException(
                "BLKROSET on " + device, e.getErrorCode(), String.valueOf(e.getMessage()));
        failure.initCause(e);
        throw failure;
      }
    }
  }
}
