package io.reeve.platform.macos;

import io.reeve.core.files.Checks;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.platform.macos.Disks.Access;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Disks that come and go. Parameter: `access`, `read-only` or `none`; the value is `denied` (what
/// goes beyond that) or nothing.
///
/// macOS asks this process before it mounts a disk: so the setting is in force while the agent runs
/// and not else. Whoever is root can mount by other means; what is mounted is looked at too. When
/// it is taken back, what we mounted for reading only is mounted for writing again, and nothing
/// else; what an earlier run of the agent mounted stays so until it is plugged in again.
final class RemovableDisksMechanism implements Mechanism {
  private static final Pattern ACCESS = Pattern.compile("read-only|none");
  private static final Value DENIED = Value.of("denied");
  private final Tools tools;
  private final Disks disks;
  private final Map<Access, Disks.Guard> guards = new EnumMap<>(Access.class);

  RemovableDisksMechanism(Tools tools, Disks disks) {
    this.tools = tools;
    this.disks = disks;
  }

  @Override
  public String name() {
    return "removable-disks";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var word = Checks.parameter(address, "access", ACCESS);
    tools.live("disks");
    return new Place(word.equals("none") ? Access.NONE : Access.READ_ONLY);
  }

  private final class Place implements Point {
    private final Access access;

    Place(Access access) {
      this.access = access;
    }

    private boolean isGuarded() {
      var guard = guards.get(access);
      return guard != null && guard.isOn();
    }

    /// Where a volume that comes gets its folder.
    @Override
    public Set<Path> files() {
      return Set.of(tools.host().path("/Volumes"));
    }

    private Disks.Guard guard() throws IOException {
      var standing = guards.get(access);
      if (standing != null && standing.isOn()) {
        return standing;
      }
      var guard = disks.guard(access);
      guards.put(access, guard);
      return guard;
    }

    private List<Disks.Volume> tooOpen() throws IOException {
      var open = new ArrayList<>(disks.mounted());
      if (access == Access.READ_ONLY) {
        open.removeIf(volume -> !volume.writable());
      }
      return open;
    }

    @Override
    public Value read() throws IOException {
      return isGuarded() && tooOpen().isEmpty() ? DENIED : Value.absent();
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent()) {
        allow();
        return;
      }
      if (!value.sameAs(DENIED)) {
        throw new IOException("removable disks can be denied, not '" + value.wire() + "'");
      }
      var guard = guard();
      for (var volume : tooOpen()) {
        if (access == Access.NONE) {
          disks.unmount(volume);
        } else {
          disks.unmount(volume);
          guard.admit(volume.device());
        }
      }
    }

    private void allow() throws IOException {
      var guard = guards.remove(access);
      if (guard == null) {
        return;
      }
      var ours = guard.narrowed();
      guard.close();
      for (var volume : disks.mounted()) {
        if (!volume.writable() && ours.contains(volume.device())) {
          disks.unmount(volume);
          disks.mount(volume.device(), true);
        }
      }
    }
  }
}
