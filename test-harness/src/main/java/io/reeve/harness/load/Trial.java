package io.reeve.harness.load;

import io.reeve.core.local.AgentException;
import io.reeve.enroll.KeyHomeException;
import io.reeve.harness.lab.Lab;
import io.reeve.harness.lab.LabCost;
import io.reeve.harness.load.LoadPlan.Ending;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Has a fleet grow and sync. So many workers as may talk at once each take the next device that
/// waits, so that no device talks twice at a time and each has its turn.
final class Trial {
  private static final int TELL_EVERY = 250;

  private final Lab lab;
  private final Fleet fleet;
  private final LoadPlan plan;
  private final Consumer<String> progress;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicReference<Optional<String>> why = new AtomicReference<>(Optional.empty());

  /// @param progress is told what goes on, a line at a time
  Trial(Lab lab, Fleet fleet, LoadPlan plan, Consumer<String> progress) {
    this.lab = lab;
    this.fleet = fleet;
    this.plan = plan;
    this.progress = progress;
  }

  /// Begins nothing new; what is under way comes to its end.
  void stop() {
    stopped.set(true);
  }

  /// Whether it was stopped, so that what it gives is not whole.
  boolean stoppedEarly() {
    return stopped.get();
  }

  /// The fleet grows to that many, and syncs.
  ///
  /// @return empty when it was stopped before anything could be measured
  Optional<Round> round(int devices) throws IOException, InterruptedException {
    int before = fleet.devices().size();
    long begun = System.nanoTime();
    enrol(before, devices);
    double enrolSeconds = since(begun);
    var fresh = fleet.devices().subList(before, fleet.devices().size());
    begun = System.nanoTime();
    work(new ConcurrentLinkedQueue<>(fresh), new Latencies(), _ -> false);
    double firstSeconds = since(begun);
    if (stopped.get()) {
      return Optional.empty();
    }
    fleet.check();
    return Optional.of(measured(devices - before, enrolSeconds, firstSeconds));
  }

  private Round measured(int enrolments, double enrolSeconds, double firstSeconds)
      throws InterruptedException {
    progress.accept(fleet.devices().size() + " devices sync ...");
    var took = new Latencies();
    var costBefore = lab.cost();
    long processorBefore = processor();
    long begun = System.nanoTime();
    work(new ConcurrentLinkedQueue<>(fleet.devices()), took, enough(begun));
    double seconds = since(begun);
    long processor = processor() - processorBefore;
    var cost = lab.cost().since(costBefore);
    return round(enrolments, enrolSeconds, firstSeconds, took, seconds, processor, cost);
  }

  private Round round(
      int enrolments,
      double enrolSeconds,
      double firstSeconds,
      Latencies took,
      double seconds,
      long processor,
      LabCost cost) {
    double syncs = Math.max(1, took.count());
    double lab = cost.processor().toNanos() / 1e6;
    return new Round(
        fleet.devices().size(),
        enrolments,
        enrolSeconds,
        firstSeconds,
        took.count(),
        failed.get(),
        why.get(),
        took.count() / seconds,
        took.millis(0.5),
        took.millis(0.99),
        cost.received() / syncs,
        cost.sent() / syncs,
        lab / syncs,
        (processor / 1e6 - lab) / syncs,
        heap());
  }

  private void enrol(int from, int to) throws IOException, InterruptedException {
    var next = new AtomicInteger(from);
    var trouble = new AtomicReference<Optional<Exception>>(Optional.empty());
    inParallel(
        to - from,
        () -> {
          for (int i = next.getAndIncrement();
              i < to && !stopped.get() && trouble.get().isEmpty();
              i = next.getAndIncrement()) {
            try {
              fleet.enrol(i + 1);
            } catch (IOException | KeyHomeException | RuntimeException failure) {
              trouble.compareAndSet(Optional.empty(), Optional.of(failure));
            }
            if ((i + 1) % TELL_EVERY == 0) {
              progress.accept("enrolled " + (i + 1) + " of " + to + " devices ...");
            }
          }
        });
    if (trouble.get().isPresent()) {
      throw new AgentException(
          AgentException.Kind.FAILED,
          "a device could not be enrolled: " + trouble.get().get().getMessage(),
          "try fewer --at-once");
    }
  }

  /// Whether a device that has just synced so often shall not do so again.
  private Again enough(long begun) {
    return switch (plan.ending()) {
      case Ending.Syncs(int each) -> done -> done < each;
      case Ending.After(Duration time) -> _ -> System.nanoTime() - begun < time.toNanos();
    };
  }

  @FunctionalInterface
  private interface Again {
    boolean after(int syncs);
  }

  private record Turn(LoadDevice device, int done) {}

  private void work(ConcurrentLinkedQueue<LoadDevice> devices, Latencies took, Again again)
      throws InterruptedException {
    var waiting = new ConcurrentLinkedQueue<Turn>();
    devices.forEach(device -> waiting.add(new Turn(device, 0)));
    inParallel(
        devices.size(),
        () -> {
          for (var turn = waiting.poll(); turn != null && !stopped.get(); turn = waiting.poll()) {
            sync(turn.device(), took);
            if (again.after(turn.done() + 1)) {
              waiting.add(new Turn(turn.device(), turn.done() + 1));
            }
          }
        });
  }

  private void sync(LoadDevice device, Latencies took) {
    long begun = System.nanoTime();
    var wrong = device.sync();
    if (wrong.isEmpty()) {
      took.add(System.nanoTime() - begun);
    } else {
      failed.incrementAndGet();
      why.compareAndSet(Optional.empty(), wrong);
    }
  }

  private void inParallel(int most, Runnable work) throws InterruptedException {
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      var running =
          IntStream.range(0, Math.min(plan.atOnce(), Math.max(1, most)))
              .mapToObj(_ -> workers.submit(work))
              .toList();
      await(running);
    }
  }

  private static void await(List<? extends Future<?>> running) throws InterruptedException {
    for (var one : running) {
      try {
        one.get();
      } catch (ExecutionException defect) {
        throw new IllegalStateException(defect.getCause());
      }
    }
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private static long processor() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  private static double heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
  }
}
