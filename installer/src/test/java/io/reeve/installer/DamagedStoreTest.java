package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.harness.demo.Scenery;
import io.reeve.harness.lab.LabViews.Item;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A store whose bytes a failing disk has overwritten.
@EnabledOnOs(OS.LINUX)
final class DamagedStoreTest {
  @TempDir Path folder;

  @Test
  void aDamagedStoreIsSetAsideNamedAndRebuiltByTheNextSession() throws Exception {
    try (var site = Site.start(folder)) {
      site.enrol();
      site.assign("all", false, Scenery.profile().toArray(Item[]::new));
      site.agent().sync(true);
      site.stopDaemon();
      damage(site.state());

      var log = folder.resolve("daemon.log");
      var daemon =
          Program.start(
              log, "daemon", "--state", site.state().toString(), "--root", site.root().toString());
      try {
        Await.until("the daemon", () -> Files.readString(log).contains("ready"));
        var aside = setAside(site.state());
        assertThat(aside).hasSize(1);
        assertThat(log).content().contains(aside.getFirst().getFileName().toString());

        assertThat(site.agent().status().enrolled()).isTrue();
        var synced = site.agent().sync(true).record().orElseThrow();

        assertThat(synced.ok()).as(synced.text()).isTrue();
        assertThat(site.agent().status().settings().applied()).isGreaterThanOrEqualTo(12);
        site.agent().unenroll();
        assertThat(site.changed()).isEmpty();
      } finally {
        daemon.destroy();
        assertThat(daemon.waitFor(60, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void anEnrolmentIsNotLostWithTheStoreBeforeItsFirstSession() throws Exception {
    try (var site = Site.start(folder)) {
      site.enrol();
      site.stopDaemon();
      damage(site.state());
      site.startDaemon();

      assertThat(site.agent().status().enrolled()).isTrue();
      assertThat(site.agent().sync(true).record().orElseThrow().ok()).isTrue();
    }
  }

  @Test
  void anEnrolmentThatHasEndedDoesNotComeBackWithTheCopyOfTheStore() throws Exception {
    try (var site = Site.start(folder)) {
      site.enrol();
      site.assign("all", false, Scenery.profile().toArray(Item[]::new));
      site.agent().sync(true);
      site.agent().unenroll();
      site.stopDaemon();
      damage(site.state());
      site.startDaemon();

      assertThat(site.agent().status().enrolled()).isFalse();
      assertThat(site.agent().settings(false)).isEmpty();
      assertThat(site.changed()).isEmpty();
    }
  }

  private static void damage(Path state) throws IOException {
    var noise = new byte[64 * 1024];
    new Random(7).nextBytes(noise);
    try (var file = FileChannel.open(state.resolve("reeve.db"), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(noise), 0);
    }
  }

  private static List<Path> setAside(Path state) throws IOException {
    try (var files = Files.list(state)) {
      return files
          .filter(file -> file.getFileName().toString().matches("reeve\\.db\\.corrupt-.*"))
          .filter(file -> !file.toString().matches(".*-(wal|shm)$"))
          .toList();
    }
  }
}
