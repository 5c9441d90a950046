package io.reeve.harness.lab;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.LoggerFactory;

/// Has a virtual device open a session whenever the administrator wants something of it, and again
/// as long as it has something to tell.
final class LiveDevice implements AutoCloseable {
  private static final List<String> NEWS =
      List.of("command.queued", "profile.assigned", "profile.unassigned", "profile.removed");

  private final Lab lab;
  private final VirtualDevice device;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("live-device").unstarted(this::run);
  private volatile boolean stopped;

  LiveDevice(Lab lab, VirtualDevice device) {
    this.lab = lab;
    this.device = device;
    thread.start();
  }

  private void run() {
    long since = 0;
    while (!stopped) {
      try {
        var events = lab.admin().events(since, Optional.of(LabClient.ID), Duration.ofSeconds(1));
        if (events.stream().anyMatch(event -> NEWS.contains(event.kind()))) {
          speak();
        }
        since = events.isEmpty() ? since : events.getLast().id();
      } catch (Exception failed) {
        if (!stopped) {
          LoggerFactory.getLogger(LiveDevice.class).error("the device fell silent", failed);
        }
        return;
      }
    }
  }

  private void speak() throws Exception {
    do {
      device.sync();
    } while (!device.outbox.pending(1).isEmpty());
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CompletionException(interrupted);
    }
  }
}
