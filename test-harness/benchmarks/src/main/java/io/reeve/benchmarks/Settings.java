package io.reeve.benchmarks;

import io.reeve.policy.Catalog;
import io.reeve.policy.OmaUri;
import io.reeve.policy.ProblemsException;
import java.util.Map;

/// A catalogue of one row with a hole: as many settings as are wanted.
final class Settings {
  /// The mechanism that holds them.
  static final String MECHANISM = "memory";

  private Settings() {}

  static Catalog catalog() {
    try {
      return Catalog.parse(
          Map.of(
              "Bench.json",
              """
              {"settings":[
              {"id":"bench.value","uri":"./Device/Vendor/Reeve/Bench/{name}","format":"chr",
               "category":"bench","tier":1,"sentence":"A benchmark.","conflict":"LastWrite",
               "holes":{"name":"[a-z0-9.]+"},
               "on":{"linux":[{"mechanism":"memory","parameters":{"key":"{name}"}}],
                     "windows":{"none":"a benchmark"},"macos":{"none":"a benchmark"}},
               "examples":{"good":["x"],"bad":[],"holes":{"name":"one"}}}]}\
              """));
    } catch (ProblemsException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static OmaUri uri(int number) {
    return OmaUri.parse("./Device/Vendor/Reeve/Bench/host" + number + ".example");
  }
}
