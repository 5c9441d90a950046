package io.reeve.core.local;

import java.util.List;

/// What this build can do on this machine. It holds no value that was read.
///
/// @param version the agent's version
/// @param platform `linux`, `macos` or `windows`
/// @param system the operating system, its version and the processor's architecture
/// @param java the Java runtime
/// @param written whether places were written in a scratch root, too
/// @param trials what was tried
public record SelfTestReport(
    String version,
    String platform,
    String system,
    String java,
    boolean written,
    List<Trial> trials) {
  public SelfTestReport {
    trials = List.copyOf(trials);
  }

  /// Something that was tried.
  ///
  /// @param what what was done with it
  /// @param name the setting's or the table's name; for a watch the mechanism's
  /// @param mechanism the mechanism's name; empty for a table
  /// @param result how it went
  /// @param text why it is not well; empty when it is
  /// @param millis how long it took, in milliseconds
  public record Trial(
      Attempt what, String name, String mechanism, Result result, String text, long millis) {
    /// What is tried.
    public enum Attempt {
      /// A place was read.
      READ,
      /// In a scratch root a place was written, read back, written again and restored.
      WRITE,
      /// A mechanism's watch was begun and ended.
      WATCH,
      /// A table was read.
      TABLE
    }

    /// How it goes.
    public enum Result {
      OK,
      /// This machine cannot hold it, and the text says why.
      NOT_APPLICABLE,
      FAILED
    }
  }
}
