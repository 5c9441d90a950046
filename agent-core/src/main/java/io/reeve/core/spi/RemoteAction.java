package io.reeve.core.spi;

import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.io.IOException;

/// Something the service can have done once: a node it may Exec.
///
/// A bad argument is refused before anything happens. That it runs at most once for each command,
/// even over a crash, is the caller's part.
public interface RemoteAction {
  /// The node that is executed.
  OmaUri uri();

  /// Runs it.
  ///
  /// @param argument what the service gave; [Value.Absent] for nothing
  /// @throws IOException when the machine refuses
  Result run(Value argument) throws IOException;

  /// How it went.
  sealed interface Result {
    /// It is done; the text is the output for the service, may be empty.
    record Done(String output) implements Result {}

    /// It has begun and ends later by itself, as a restart does.
    record Started() implements Result {}

    /// It was not done, and why: a bad argument, a guard.
    record Refused(String reason) implements Result {}
  }
}
