package io.reeve.core.spi;

import java.io.IOException;

/// It has begun and goes on without the agent waiting for it, as the installation of a package
/// does. The mechanism tells by [Mechanism#watch] when it has ended; reading the place says how.
/// Thrown by `write` and `restore` once the work is under way, and by `read` while it is.
public final class PendingException extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param what a sentence without a full stop, for example `installing hello 2.10`
  public PendingException(String what) {
    super(what);
  }
}
