package io.reeve.core.programs;

import java.util.concurrent.CountDownLatch;

/// Keeps everything busy that runs virtual threads, until closed.
final class BusyCarriers implements AutoCloseable {
  private volatile boolean over;

  BusyCarriers() throws InterruptedException {
    var all = new CountDownLatch(Runtime.getRuntime().availableProcessors());
    for (long i = all.getCount(); i > 0; i--) {
      Thread.ofVirtual()
          .start(() -> {
            all.countDown();
            while (!over) {
              Thread.onSpinWait();
            }
          });
    }
    all.await();
  }

  @Override
  public void close() {
    over = true;
  }
}
