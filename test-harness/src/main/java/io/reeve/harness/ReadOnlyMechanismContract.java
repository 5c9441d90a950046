package io.reeve.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every mechanism promises whose places only tell how the machine is.
public interface ReadOnlyMechanismContract {
  /// The mechanism under test.
  Mechanism mechanism() throws IOException;

  /// A place that can be read when a test starts.
  Address address();

  /// What it reads as then.
  Value seen();

  /// Addresses that binding must refuse.
  List<Address> badAddresses();

  /// The root of the machine that is read.
  Path scratch();

  @Test
  default void readingTellsAndTouchesNothing() throws IOException {
    var point = mechanism().bind(address());
    var before = FileState.below(scratch());
    assertThat(point.read()).isEqualTo(seen());
    assertThat(point.read()).isEqualTo(seen());
    assertThat(FileState.below(scratch())).isEqualTo(before);
  }

  @Test
  default void writingIsRefused() throws IOException {
    var point = mechanism().bind(address());
    var before = FileState.below(scratch());
    assertThatThrownBy(() -> point.write(seen())).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> point.write(Value.absent())).isInstanceOf(IOException.class);
    assertThat(FileState.below(scratch())).isEqualTo(before);
  }

  @Test
  default void badAddressesAreRefused() {
    for (var bad : badAddresses()) {
      assertThatThrownBy(() -> mechanism().bind(bad))
          .as("binding %s", bad)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void itsNameIsTheOneInTheAddress() throws IOException {
    assertThat(mechanism().name()).isEqualTo(address().mechanism());
  }
}
