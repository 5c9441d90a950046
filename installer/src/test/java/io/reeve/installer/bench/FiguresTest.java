package io.reeve.installer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest(name = "{0} of a hundred do not exceed {1}")
  @CsvSource({"0, 1", "5, 1", "6, 2", "50, 10", "95, 19", "96, 20", "100, 20"})
  void aPercentileIsAValueThatWasMeasured(int percent, double value) {
    var twenty = IntStream.rangeClosed(1, 20).mapToDouble(i -> 21 - i).toArray();

    assertThat(Figures.percentile(percent, twenty)).isEqualTo(value);
  }

  @Test
  void aMedianOfOneIsThatOne() {
    assertThat(Figures.median(7)).isEqualTo(7);
  }

  @Test
  void eachRowSaysWhetherItsBudgetIsKept() {
    var figures = new Figures();
    figures.add("a", "ms", 1, 3, 1);
    figures.add("b", "MB", 2.5, 3, 1);
    figures.add("c", "ms", 350, 3, 1);
    figures.skip("d", 3, 1, "there is no screen");

    assertThat(figures.table())
        .isEqualTo(
            """
            | what | measured | budget | aim | |
            |---|---|---|---|---|
            | a | 1.00 ms | 3 | 1 | aim met |
            | b | 2.50 MB | 3 | 1 | within |
            | c | 350 ms | 3 | 1 | **missed** |
            | d | not measured: there is no screen | 3 | 1 | |
            """);
  }
}
