package io.reeve.platform.macos;

import java.io.IOException;
import java.util.List;

/// Disks that come and go.
interface Disks {
  /// What is done about a disk that comes.
  enum Access {
    /// It may be read.
    READ_ONLY,
    /// It is not mounted.
    NONE
  }

  /// A volume of such a disk that is mounted.
  ///
  /// @param device `disk4s1`, for example
  record Volume(String device, boolean writable) {}

  List<Volume> mounted() throws IOException;

  /// Lets disks that come be mounted only so, until it is closed.
  Guard guard(Access access) throws IOException;

  /// Mounts a volume anew.
  ///
  /// @throws IOException when it is in use
  void remount(Volume volume, boolean writable) throws IOException;

  void unmount(Volume volume) throws IOException;

  /// A guard that is on.
  interface Guard extends AutoCloseable {
    boolean isOn();

    @Override
    void close();
  }
}
