package io.reeve.harness.lab;

import java.time.Duration;

/// What a lab has cost since it was started; two of them tell what went on between.
///
/// @param received bytes from clients, as they came through the sockets
/// @param sent bytes to clients, likewise
/// @param processor time of the lab's own threads
public record LabCost(long received, long sent, Duration processor) {
  /// What was added since then.
  public LabCost since(LabCost before) {
    return new LabCost(
        received - before.received, sent - before.sent, processor.minus(before.processor));
  }
}
