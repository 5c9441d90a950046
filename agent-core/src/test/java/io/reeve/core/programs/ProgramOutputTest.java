package io.reeve.core.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ProgramOutputTest {
  private static InputStream said(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theFirstBytesAreKept() throws Exception {
    assertThat(ProgramOutput.of(said("0123456789"), 4).text()).isEqualTo("0123");
  }

  @Test
  void itIsReadHoweverBusyAllElseIs() throws Exception {
    try (var _ = new BusyCarriers()) {
      assertThat(ProgramOutput.of(said("all of it"), 100).text()).isEqualTo("all of it");
    }
  }
}
