package io.reeve.harness.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatenciesTest {
  private final Latencies latencies = new Latencies();

  @Test
  void nothingTookNoTime() {
    assertThat(latencies.millis(0.99)).isZero();
  }

  @ParameterizedTest(name = "share {0} of 1 to 1000 ms is {1} ms")
  @CsvSource({"0.001, 1", "0.5, 500", "0.99, 990", "1, 1000"})
  void aShareOfManyIsToldToWithinSevenPerCent(double share, double millis) {
    LongStream.rangeClosed(1, 1000).forEach(value -> latencies.add(value * 1_000_000));

    assertThat(latencies.count()).isEqualTo(1000);
    assertThat(latencies.millis(share)).isCloseTo(millis, Percentage.withPercentage(7));
  }

  @Test
  void whatIsTooShortOrTooLongIsCountedAtTheEnds() {
    latencies.add(0);
    latencies.add(Long.MAX_VALUE);

    assertThat(latencies.count()).isEqualTo(2);
    assertThat(latencies.millis(0.5)).isCloseTo(0, within(0.01));
  }
}
