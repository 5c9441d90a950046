package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import io.reeve.core.spi.OsException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class JobOnWindows {
  private static final int CREATE_SUSPENDED = 4;
  private static final int STARTUPINFO = 104;
  private static final int PATIENCE = 30_000;
  private final Win32 windows = WineWin32.here();

  /// What only this test calls.
  interface Starting extends Library {
    int CreateProcessW(
        byte[] program,
        byte @Nullable [] arguments,
        @Nullable Pointer processSecurity,
        @Nullable Pointer threadSecurity,
        int inherit,
        int flags,
        @Nullable Pointer environment,
        byte @Nullable [] folder,
        byte[] startup,
        byte[] process);
  }

  @Test
  void aProgramEndsWithItsJob() throws Exception {
    var startup =
        ByteBuffer.allocate(STARTUPINFO).order(ByteOrder.LITTLE_ENDIAN).putInt(STARTUPINFO);
    var process = new byte[24];
    int said =
        windows
            .load("kernel32", Starting.class)
            .CreateProcessW(
                Wide.of("C:\\windows\\system32\\cmd.exe"),
                null,
                null,
                null,
                0,
                CREATE_SUSPENDED,
                null,
                null,
                startup.array(),
                process);
    assertThat(said).isNotZero();
    var started = ByteBuffer.wrap(process).order(ByteOrder.LITTLE_ENDIAN);
    var kernel = windows.load("kernel32", Kernel32.class);
    Job.hold(windows, started.getInt(16)).run();
    assertThat(kernel.WaitForSingleObjectEx(started.getLong(0), PATIENCE, 0)).isZero();
    kernel.CloseHandle(started.getLong(0));
    kernel.CloseHandle(started.getLong(8));
  }

  @Test
  void aProcessThatIsNotThereIsSaidSo() {
    assertThatThrownBy(() -> Job.hold(windows, 0x7FFFFFF0))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("OpenProcess");
  }
}
