package io.reeve.core.spi;

import java.io.IOException;

/// Something of the machine that the agent needs to be well, for `reeve doctor`. Looking changes
/// nothing.
///
/// @param name two words at most
/// @param look says what is found; what it throws is told as a check that could not be made
public record HealthCheck(String name, Look look) {
  /// Looks.
  @FunctionalInterface
  public interface Look {
    Finding look() throws IOException;
  }

  /// What was found.
  ///
  /// @param ok whether the agent can work
  /// @param text what was found, a sentence without a full stop
  /// @param remedy what to do; empty when nothing is. With `ok` it is advice
  public record Finding(boolean ok, String text, String remedy) {
    /// All is well.
    public static Finding good(String text) {
      return new Finding(true, text, "");
    }

    /// Nothing is wrong, but there is something to do.
    public static Finding advice(String text, String remedy) {
      return new Finding(true, text, remedy);
    }

    /// Something is wrong.
    public static Finding bad(String text, String remedy) {
      return new Finding(false, text, remedy);
    }
  }
}
