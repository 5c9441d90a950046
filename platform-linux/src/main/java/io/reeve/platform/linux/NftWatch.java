package io.reeve.platform.linux;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells of every change of the kernel's packet filter, whoever made it and in whichever table: a
/// chain of another table may drop what ours allows.
final class NftWatch implements Mechanism.Watch {
  private static final Logger LOG = LoggerFactory.getLogger(NftWatch.class);

  private final Netlink socket;
  private final Wakeup end;
  private final Thread thread;

  private NftWatch(Netlink socket, Wakeup end, Mechanism.Listener listener, IntPredicate isOurs) {
    this.socket = socket;
    this.end = end;
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("reeve-nft-watch")
            .unstarted(() -> listen(listener, isOurs));
  }

  /// @param isOurs whether that generation is of our own making and known already
  static NftWatch start(Mechanism.Listener listener, IntPredicate isOurs) throws OsException {
    var end = Wakeup.open();
    try {
      var watch = new NftWatch(Netlink.listening(), end, listener, isOurs);
      watch.thread.start();
      return watch;
    } catch (OsException e) {
      end.close();
      throw e;
    }
  }

  private void listen(Mechanism.Listener listener, IntPredicate isOurs) {
    try (socket;
        end) {
      int other = end.descriptor();
      for (var bytes = socket.await(other); bytes.isPresent(); bytes = socket.await(other)) {
        var generation = Netlink.newest(bytes.get());
        boolean lost = bytes.get().limit() == 0;
        if (lost) {
          listener.changed("");
        } else if (generation.isPresent() && !isOurs.test(generation.get().id())) {
          listener.changed(who(generation.get()));
        }
      }
    } catch (OsException e) {
      LOG.warn("changes of the firewall are found by the sweep only from now on", e);
    }
  }

  /// The process as people know it. The user is told where the process still runs and is numbered
  /// the same here.
  static String who(Netlink.Generation by) {
    return by.process() == 0
        ? ""
        : by.name() + " (process " + by.process() + user(by.process(), by.name()) + ")";
  }

  private static String user(int process, String name) {
    try {
      var lines =
          Files.readAllLines(Path.of("/proc/" + process + "/status"), StandardCharsets.ISO_8859_1);
      if (lines.contains("Name:\t" + name)) {
        for (var line : lines) {
          if (line.startsWith("Uid:\t")) {
            return ", user " + line.split("\t")[1];
          }
        }
      }
    } catch (IOException e) {
      return "";
    }
    return "";
  }

  @Override
  public boolean isOn() {
    return thread.isAlive();
  }

  /// Returns when nothing is told any more.
  @Override
  public void close() {
    end.wake();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
