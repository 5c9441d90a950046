package io.reeve.installer.bench;

import io.reeve.installer.bench.Container.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What the same work cost, time and again.
final class Costs {
  private final List<Cost> costs = new ArrayList<>();

  void add(Cost cost) {
    costs.add(cost);
  }

  int runs() {
    return costs.size();
  }

  double wall() {
    return median(Cost::wall);
  }

  double cpu() {
    return median(Cost::cpu);
  }

  double rss() {
    return median(Cost::rss);
  }

  private double median(ToDoubleFunction<Cost> figure) {
    return Figures.median(costs.stream().mapToDouble(figure).toArray());
  }

  /// How many times the other's processor time this is.
  String times(Costs other) {
    double ratio = cpu() / Math.max(0.001, other.cpu());
    return String.format(Locale.ROOT, ratio >= 10 ? "%.0f" : "%.2g", ratio) + " x";
  }
}
