package io.reeve.core.files;

import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Value;
import java.io.IOException;

/// A place that only tells how the machine is.
@FunctionalInterface
public interface ReadOnlyPoint extends Mechanism.Point {
  @Override
  default void write(Value value) throws IOException {
    throw new IOException("this can only be read");
  }
}
