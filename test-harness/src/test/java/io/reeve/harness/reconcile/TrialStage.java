package io.reeve.harness.reconcile;

import static io.reeve.harness.reconcile.Bench.at;
import static io.reeve.harness.reconcile.Bench.uri;

import io.reeve.core.reconcile.Lifeline;
import io.reeve.core.reconcile.SettingStatus;
import io.reeve.core.reconcile.Trial;
import io.reeve.policy.Authority;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.Refusals.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A bench with a service that answers as long as [#reached] says so.
final class TrialStage implements AutoCloseable {
  static final String WHY = "the service did not answer";

  final Bench bench;
  boolean reached = true;
  int armed;

  TrialStage(Path folder) {
    bench = new Bench(folder);
    bench.first.tamper(at("first", "net"), Value.of("before"));
    guard();
  }

  @Override
  public void close() {
    bench.close();
  }

  private void guard() {
    bench
        .reconciler()
        .guard(
            new Lifeline() {
              @Override
              public Standing standing() {
                return reached
                    ? new Standing.Reached(Duration.ofSeconds(60))
                    : new Standing.Unknown("this machine is not enrolled");
              }

              @Override
              public void onTrial() {
                armed++;
              }
            });
  }

  void restart() {
    bench.restart();
    guard();
  }

  Trial trial() {
    return bench.reconciler().trial();
  }

  Trial.RolledBack rolledBack() {
    return trial().rollBack(WHY).orElseThrow();
  }

  String net() {
    return bench.first.at(at("first", "net")).wire();
  }

  String wire() {
    return bench.second.at(at("second", "wire")).wire();
  }

  SettingStatus status(String name) {
    return bench.reconciler().setting("test." + name).orElseThrow();
  }

  Map<OmaUri, Value> wanted() {
    return bench.reconciler().wanted(Authority.SERVICE, OmaUri.parse("."));
  }

  static Refusal refusal(String name, Value value) {
    return new Refusal(Authority.SERVICE, uri(name), value, WHY, Bench.NOW);
  }
}
