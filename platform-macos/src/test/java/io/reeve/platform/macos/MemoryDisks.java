package io.reeve.platform.macos;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// One disk that was mounted for writing and one for reading, before anything was asked.
final class MemoryDisks implements Disks {
  final List<Volume> volumes =
      new ArrayList<>(List.of(new Volume("disk4s1", true), new Volume("disk5s1", false)));
  int guards;

  /// A device that somebody gets mounted for writing whenever mounts of it are approved.
  String racer = "";

  @Override
  public List<Volume> mounted() {
    return List.copyOf(volumes);
  }

  @Override
  public void mount(String device, boolean writable) {
    volumes.add(new Volume(device, writable || device.equals(racer)));
  }

  @Override
  public void unmount(Volume volume) {
    volumes.remove(volume);
  }

  @Override
  public Guard guard(Access access) {
    guards++;
    return new Standing();
  }

  private final class Standing implements Guard {
    private final ReadOnlyMounts mounts = new ReadOnlyMounts(MemoryDisks.this);
    private boolean on = true;

    @Override
    public boolean isOn() {
      return on;
    }

    @Override
    public void admit(String device) {
      mounts.admit(device);
    }

    @Override
    public Set<String> narrowed() {
      return mounts.mounted();
    }

    @Override
    public void close() {
      on = false;
      guards--;
    }
  }
}
