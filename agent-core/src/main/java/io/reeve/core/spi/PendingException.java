package io.reeve.core.spi;

import java.io.IOException;

/// It has begun and goes on without the agent waiting for it, as the installation of a package
/// does. Thrown by `write` and `restore` once the work is under way, and while it is; `read` tells
/// what is in force meanwhile. The mechanism tells by [Mechanism#watch] when the work has ended;
/// the agent then asks for the same once more, and the mechanism does nothing when it has gone well
/// or throws what went wrong. That is asked too after a restart of the agent in between.
public final class PendingException extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param what a sentence without a full stop, for example `installing hello 2.10`
  public PendingException(String what) {
    super(what);
  }
}
