package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BootTest {
  @TempDir Path root;

  @Test
  void theBootHasTheKernelsNumber() throws IOException {
    assertThat(Boot.id(Scratch.host(root))).isEmpty();
    Scratch.file(root, "/proc/sys/kernel/random/boot_id", "0c6bf6a2-93a1\n");
    assertThat(Boot.id(Scratch.host(root))).contains("0c6bf6a2-93a1");
  }

  @Test
  void theSystemsOwnWishForARestartIsTold() throws IOException {
    assertThat(Boot.restartWanted(Scratch.host(root))).isEmpty();
    Scratch.file(root, "/run/reboot-required", "*** System restart required ***\n");
    assertThat(Boot.restartWanted(Scratch.host(root))).contains("the system asks for it");
    Scratch.file(
        root, "/run/reboot-required.pkgs", "linux-image-amd64\nlibc6\nlibc6\n\u001b[31m\n");
    assertThat(Boot.restartWanted(Scratch.host(root)))
        .contains("the system asks for it, for linux-image-amd64, libc6");
  }
}
