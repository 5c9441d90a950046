package io.reeve.platform.windows;

import java.io.IOException;

/// The services of this machine.
interface Services {
  /// Tells a service that its parameters have changed, if it runs.
  void tellOfChange(String name) throws IOException;
}
