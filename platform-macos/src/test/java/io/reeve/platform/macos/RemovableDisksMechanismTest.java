package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A place of this mechanism has one value, so the contract, which needs two, is not for it.
final class RemovableDisksMechanismTest {
  private final MemoryDisks disks = new MemoryDisks();
  @TempDir Path root;

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
  void onlyWhatWeMountedForReadingIsMountedForWritingAgain() throws IOException {
    var place = point(mechanism(), "read-only");
    place.write(Value.of("denied"));
    assertThat(disks.volumes).allMatch(volume -> !volume.writable());
    place.write(Value.absent());
    assertThat(disks.volumes)
        .containsExactlyInAnyOrder(
            new Disks.Volume("disk4s1", true), new Disks.Volume("disk5s1", false));
  }

  @Test
  void whoWinsTheRaceForAWritableMountIsUnmountedAndGetsNoOther() {
    var guard = disks.guard(Disks.Access.READ_ONLY);
    disks.racer = "disk7s1";
    guard.admit("disk7s1");
    assertThat(disks.mounted()).extracting(Disks.Volume::device).doesNotContain("disk7s1");
    disks.racer = "";
    guard.admit("disk7s1");
    assertThat(disks.mounted()).extracting(Disks.Volume::device).doesNotContain("disk7s1");
    assertThat(guard.narrowed()).isEmpty();
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
