package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A place of this mechanism has one value, so the contract, which needs two, is not for it.
final class RemovableDisksMechanismTest {
  private final Memory disks = new Memory();
  @TempDir Path root;

  private static final class Memory implements Disks {
    private final List<Volume> volumes =
        new ArrayList<>(List.of(new Volume("disk4s1", true), new Volume("disk5s1", false)));
    private int guards;

    @Override
    public List<Volume> mounted() {
      return List.copyOf(volumes);
    }

    @Override
    public Guard guard(Access access) {
      guards++;
      return new Guard() {
        private boolean on = true;

        @Override
        public boolean isOn() {
          return on;
        }

        @Override
        public void close() {
          on = false;
          guards--;
        }
      };
    }

    @Override
    public void remount(Volume volume, boolean writable) {
      volumes.replaceAll(
          each -> each.equals(volume) ? new Volume(volume.device(), writable) : each);
    }

    @Override
    public void unmount(Volume volume) {
      volumes.remove(volume);
    }
  }

  private Mechanism.Point point(Mechanism mechanism, String access) throws IOException {
    return mechanism.bind(new Address("removable-disks", Map.of("access", access)));
  }

  private Mechanism mechanism() {
    return new RemovableDisksMechanism(new FakeMac().at(root), disks);
  }

  @Test
  void whatIsMountedForWritingIsMountedForReadingAndTheNextToo() throws IOException {
    var place = point(mechanism(), "read-only");
    assertThat(place.read()).isEqualTo(Value.absent());
    place.write(Value.of("denied"));
    assertThat(place.read()).isEqualTo(Value.of("denied"));
    assertThat(disks.volumes).noneMatch(Disks.Volume::writable);
    disks.volumes.add(new Disks.Volume("disk6s1", true));
    assertThat(place.read()).isEqualTo(Value.absent());
    place.write(Value.of("denied"));
    assertThat(place.read()).isEqualTo(Value.of("denied"));
    assertThat(disks.guards).isEqualTo(1);
  }

  @Test
  void withNoneNothingIsMounted() throws IOException {
    var place = point(mechanism(), "none");
    place.write(Value.of("denied"));
    assertThat(disks.volumes).isEmpty();
    assertThat(place.read()).isEqualTo(Value.of("denied"));
    place.write(Value.absent());
    assertThat(disks.guards).isZero();
    assertThat(place.read()).isEqualTo(Value.absent());
  }

  @Test
  void itEndsWithTheAgentAndTheNextAgentSaysSo() throws IOException {
    point(mechanism(), "read-only").write(Value.of("denied"));
    assertThat(point(mechanism(), "read-only").read()).isEqualTo(Value.absent());
  }
}
