package io.reeve.core.local;

import java.nio.file.Path;

/// How the command line comes to an agent when no daemon serves the state folder, and how it
/// becomes the daemon itself.
public interface AgentFactory {
  /// Opens an agent in this process. It holds the folder's [StateLock] until it is closed.
  ///
  /// @throws AgentException when the folder is in use, cannot be opened, or its configuration is
  ///   wrong
  OpenAgent open(Place place);

  /// Runs the daemon: holds the [StateLock], serves a [LocalServer], and returns when the process
  /// was asked to stop.
  ///
  /// @param ready called once, when clients can connect
  /// @throws AgentException when it cannot start
  void runDaemon(Place place, Runnable ready);

  /// Puts the machine back as it was before, in this process, and keeps enrolment and wishes: a
  /// daemon that starts later holds them again.
  ///
  /// @throws AgentException when a daemon holds the folder, which would undo it
  Views.Released release(Place place);

  /// Tries everything that this build can do on this machine, in this process and without a state
  /// folder. The machine is only read.
  ///
  /// @param root the root whose places are read
  /// @param write whether to write, in a scratch root of its own
  /// @throws AgentException when this installation has no platform for this machine
  SelfTestReport selfTest(Path root, boolean write);

  /// Where an agent works.
  ///
  /// @param state the folder that holds store, key, socket and configuration
  /// @param root the root of all that is enforced; `/` but for tests and demonstrations
  record Place(Path state, Path root) {}

  /// An agent that must be closed.
  interface OpenAgent extends AutoCloseable {
    /// Valid until closed.
    AgentService service();

    @Override
    void close();
  }
}
