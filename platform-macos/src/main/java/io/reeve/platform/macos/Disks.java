package io.reeve.platform.macos;

import java.io.IOException;
import java.util.List;
import java.util.Set;

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

  /// A guard may stand in the way of it.
  void mount(String device, boolean writable) throws IOException;

  /// @throws IOException when it is in use
  void unmount(Volume volume) throws IOException;

  /// A guard that is on.
  interface Guard extends AutoCloseable {
    boolean isOn();

    /// Mounts a disk that is not mounted for reading.
    void admit(String device);

    /// The devices that it mounted for reading only, and that are there still.
    Set<String> narrowed();

    @Override
    void close();
  }
}
