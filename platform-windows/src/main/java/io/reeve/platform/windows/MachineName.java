package io.reeve.platform.windows;

import java.io.IOException;

/// The name of this machine.
interface MachineName {
  /// The name that is set: the one it has, or will have after the next restart.
  String set() throws IOException;

  /// The name it answers to until then.
  String present() throws IOException;

  /// Whether it belongs to a domain, which then gives it its name.
  boolean isInDomain() throws IOException;

  void set(String name) throws IOException;

  /// The serial number its maker gave it, as it is; empty where there is none.
  String serial() throws IOException;
}
