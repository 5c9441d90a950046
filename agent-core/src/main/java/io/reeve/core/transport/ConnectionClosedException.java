package io.reeve.core.transport;

import java.io.IOException;

/// The server closed the connection before its answer was complete.
final class ConnectionClosedException extends IOException {
  private static final long serialVersionUID = 1L;

  ConnectionClosedException(String when) {
    super("the server closed the connection " + when);
  }
}
