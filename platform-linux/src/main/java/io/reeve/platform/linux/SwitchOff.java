package io.reeve.platform.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of a machine whose disks nobody can open any more.
@FunctionalInterface
interface SwitchOff {
  /// Tells these devices that nothing on them is needed any more, and switches the machine off.
  void now(List<Path> devices);

  /// By the kernel, without asking anybody: whoever would be asked is on a disk that is gone.
  static SwitchOff kernel() {
    return Kernel::now;
  }

  /// What it takes of libc.
  interface Api extends Library {
    int open(String path, int flags) throws LastErrorException;

    int ioctl(int descriptor, NativeLong request, byte[] value) throws LastErrorException;

    int close(int descriptor) throws LastErrorException;

    int mlockall(int flags) throws LastErrorException;

    int reboot(int how) throws LastErrorException;
  }

  /// The calls.
  final class Kernel {
    private static final Logger LOG = LoggerFactory.getLogger(SwitchOff.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long BLKDISCARD = 0x1277;
    private static final long BLKGETSIZE64 = 0x80081272L;
    private static final int READ_WRITE = 2;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int WHAT_IS_MAPPED_NOW = 1;
    private static final int POWER_OFF = 0x4321fedc;

    private Kernel() {}

    private static void now(List<Path> devices) {
      var libc = Native.load("c", Api.class);
      stayInMemory(libc);
      var discarding =
          Thread.ofPlatform()
              .daemon()
              .name("reeve-discard")
              .start(() -> devices.forEach(device -> discard(libc, device)));
      try {
        discarding.join(PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      powerOff(libc);
    }

    /// From here on the program cannot be read from the disk again.
    private static void stayInMemory(Api libc) {
      try {
        libc.mlockall(WHAT_IS_MAPPED_NOW);
      } catch (LastErrorException e) {
        LOG.warn("the program is not kept in memory ({})", e.getErrorCode());
      }
    }

    /// Without its keys it is noise; a solid-state disk then forgets even that. One that cannot
    /// keeps the noise.
    private static void discard(Api libc, Path device) {
      try {
        int file = libc.open(device.toString(), READ_WRITE | CLOSE_ON_EXEC);
        var size = new byte[Long.BYTES];
        libc.ioctl(file, new NativeLong(BLKGETSIZE64), size);
        var range = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.nativeOrder());
        range.putLong(0).put(size);
        libc.ioctl(file, new NativeLong(BLKDISCARD), range.array());
      } catch (LastErrorException e) {
        LOG.warn("{} is not discarded ({}); its keys are gone", device, e.getErrorCode());
      }
    }

    private static void powerOff(Api libc) {
      try {
        libc.reboot(POWER_OFF);
      } catch (LastErrorException e) {
        LOG.error("the kernel does not switch the machine off ({})", e.getErrorCode());
        insist();
      }
    }

    private static void insist() {
      try {
        Files.writeString(Path.of("/proc/sysrq-trigger"), "o");
      } catch (IOException e) {
        LOG.error("the machine stays on", e);
      }
    }
  }
}
