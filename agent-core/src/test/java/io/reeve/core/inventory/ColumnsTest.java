package io.reeve.core.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Table;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ColumnsTest {
  record Nothing() {}

  record Wide(int number) {}

  record Nested(Optional<Integer> number) {}

  record Raw(Object any) {}

  record Twice(String name, @Table.Named("name") String other) {}

  record Odd(@Table.Named("no column") String name) {}

  record Good(
      @Table.Key String hardwareVendor,
      @Table.Named("interface") String nic,
      @Table.Restless long freeBytes,
      Optional<Double> load) {}

  record Keyless(String a, @Table.Restless long b, long c) {}

  @ParameterizedTest
  @ValueSource(
      classes = {
        Nothing.class,
        Wide.class,
        Nested.class,
        Raw.class,
        Twice.class,
        Odd.class,
      })
  void aRecordThatIsNoSchemaIsRefused(Class<? extends Record> row) {
    assertThatThrownBy(() -> Columns.of(row)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void columnsAreTheComponentsInLowerSnakeCase() {
    var columns = Columns.of(Good.class);
    assertThat(columns.names())
        .containsExactly("hardware_vendor", "interface", "free_bytes", "load");
    assertThat(columns.key()).containsExactly("hardware_vendor");
    assertThat(columns.restless()).containsExactly("free_bytes");
  }

  @Test
  void withoutAKeyARowIsToldByAllThatIsNotRestless() {
    assertThat(Columns.of(Keyless.class).key()).containsExactly("a", "c");
  }
}
