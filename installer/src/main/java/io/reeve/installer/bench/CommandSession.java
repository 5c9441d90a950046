package io.reeve.installer.bench;

import java.io.IOException;

/// A session in which the service has many commands.
///
/// @param seconds until it was over
/// @param cpuMillis of the daemon
/// @param heapGrowth the most that the heap was above what it was before, in megabytes
record CommandSession(double seconds, double cpuMillis, double heapGrowth) {

  /// Queues the commands, has them carried out in one session and checks that all were.
  static CommandSession run(Ground ground, int commands) throws IOException, InterruptedException {
    ground.queue(commands);
    var process = ground.figures();
    double heap = process.heap();
    double cpu = process.cpuMillis();
    long begun = System.nanoTime();
    var watch = new HeapWatch(process);
    try (watch) {
      ground.agent().sync(true);
    }
    var session =
        new CommandSession(
            Ground.millisSince(begun) / 1000,
            process.cpuMillis() - cpu,
            Math.max(0, watch.most() - heap));
    ground.checkAnswered(commands);
    return session;
  }
}
