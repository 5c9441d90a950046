package io.reeve.platform.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Outputs of real machines, kept as files; their README says where each is from.
final class Captured {
  private Captured() {}

  static String text(String name) {
    try (var in = Captured.class.getResourceAsStream("tables/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
