package io.reeve.platform.macos;

import java.io.IOException;
import java.util.Optional;

/// The three names of a Mac, as SystemConfiguration keeps them.
interface SystemNames {
  /// A name.
  enum Kind {
    /// What people see.
    COMPUTER,
    /// In the local network (`NAME.local`).
    LOCAL_HOST,
    /// What programs and the network's servers are told.
    HOST
  }

  /// What is set; empty when nothing is. For [Kind#HOST] what the kernel has.
  Optional<String> name(Kind kind) throws IOException;

  /// Whether a host name is set, and not one that the system works out.
  Optional<String> setHostName() throws IOException;

  /// Sets a name or takes it away.
  void set(Kind kind, Optional<String> name) throws IOException;
}
