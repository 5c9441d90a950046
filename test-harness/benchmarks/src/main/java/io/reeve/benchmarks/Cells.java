package io.reeve.benchmarks;

import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.util.HashMap;
import java.util.Map;

/// Places in memory that cost nothing, so that what is measured is what goes on around them.
final class Cells implements Mechanism {
  private final Map<Address, Value> places = new HashMap<>();

  @Override
  public String name() {
    return Settings.MECHANISM;
  }

  @Override
  public Point bind(Address address) {
    return new Point() {
      @Override
      public Value read() {
        return places.getOrDefault(address, Value.absent());
      }

      @Override
      public void write(Value value) {
        places.put(address, value);
      }
    };
  }
}
