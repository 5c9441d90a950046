package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.programs.ProcessCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Run by [RemovableDisksMechanismTest] where mounts are nobody else's.
public final class MountsInNamespace {
  @Test
  public void whatIsMountedAndUnmountedIsTold() throws Exception {
    var told = new LinkedBlockingQueue<String>();
    var folder = Files.createTempDirectory("reeve-mounts");
    try (var watch =
        KernelFileWatch.start(KernelFileWatch.MOUNTS, () -> told.add(mounts(folder)))) {
      assertThat(watch.isOn()).isTrue();
      run("/usr/bin/mount", "-t", "tmpfs", "none", folder.toString());
      assertThat(told.poll(1, TimeUnit.MINUTES)).isEqualTo("rw");
      run("/usr/bin/mount", "-o", "remount,ro", folder.toString());
      assertThat(told.poll(1, TimeUnit.MINUTES)).isEqualTo("ro");
      run("/usr/bin/umount", folder.toString());
      assertThat(told.poll(1, TimeUnit.MINUTES)).isEqualTo("none");
    } finally {
      Files.delete(folder);
    }
  }

  private static String mounts(Path folder) {
    try {
      var all = MountPoints.of(new io.reeve.core.files.Facts(Path.of("/")));
      return all.at(folder.toString()).map(at -> at.isReadOnly() ? "ro" : "rw").orElse("none");
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void run(String... words) throws IOException {
    var ran = ProcessCommands.unix().run(List.of(words), Duration.ofSeconds(20));
    assertThat(ran.ok()).as(ran.err()).isTrue();
  }
}
