package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.harness.lab.LabViews.Item;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A USB stick on a bus of its own kernel's, which is plugged in and pulled out; runs when asked
/// for, with `./reeve test -Pown-kernel`. That it can or cannot be written to is seen by dd, mount
/// and touch, and by the bytes of the medium outside the machine.
@Tag("own-kernel")
@ExtendWith(VirtualSites.class)
final class UsbStickTest {
  private static final String URI =
      "./Device/Vendor/MSFT/Policy/Config/Storage/RemovableDiskDenyWriteAccess";
  private static final String PROFILE = "sticks";
  private static final String FOLDER = "/mnt";
  private static final String REFUSED = "Operation not permitted|Read-only file system";

  private static void deny(VirtualSite site) {
    site.assign(PROFILE, Item.of(URI, "int", "1"));
  }

  /// Writes over the medium, below any file system.
  private static Programs.Ended overwrite(Machine machine, String stick) {
    return machine.run(
        "dd", "if=/dev/urandom", "of=/dev/" + stick, "bs=4096", "count=4", "conv=fsync,notrunc");
  }

  private static void signal(Machine machine, String name) {
    machine.need("systemctl", "kill", "--signal=" + name, "reeve.service");
  }

  private static void format(Machine machine, String stick) {
    machine.need("mkfs.vfat", "-I", "/dev/" + stick);
  }

  @Test
  void aStickThatIsPluggedInWhileWritingIsDeniedTakesNothing(VirtualSite site) {
    var machine = site.machine();
    var stick = machine.plug();
    assertThat(overwrite(machine, stick).ok()).as("before").isTrue();
    format(machine, stick);
    machine.unplug();
    var medium = machine.medium();

    deny(site);
    signal(machine, "STOP"); // what refuses is not the agent
    stick = machine.plug();
    assertThat(overwrite(machine, stick).all()).containsPattern(REFUSED);
    assertThat(machine.run("mkfs.vfat", "-I", "/dev/" + stick).ok()).isFalse();
    machine.need("mount", "-o", "rw", "/dev/" + stick, FOLDER);
    assertThat(options(machine)).as("whatever mount was asked").startsWith("ro,");
    assertThat(machine.run("touch", FOLDER + "/letter").all()).containsPattern(REFUSED);
    machine.need("umount", FOLDER);
    signal(machine, "CONT");
    assertThat(site.state(URI).path("state").asText()).isEqualTo("applied");
    assertThat(machine.medium()).as("the bytes outside the machine").isEqualTo(medium);

    site.unassign(PROFILE);
    assertThat(overwrite(machine, stick).ok()).as("the same stick afterwards").isTrue();
    machine.unplug();
    assertThat(overwrite(machine, machine.plug()).ok()).as("plugged in again").isTrue();
    assertThat(machine.medium()).isNotEqualTo(medium);
  }

  @Test
  void aStickThatIsMountedAlreadyCanOnlyBeReadAndIsGivenBackAsItWas(VirtualSite site) {
    var machine = site.machine();
    var stick = machine.plug();
    format(machine, stick);
    machine.need("mount", "/dev/" + stick, FOLDER);
    machine.write(FOLDER + "/letter", "Dear Bob\n");
    machine.need("sync");

    deny(site);
    assertThat(machine.run("touch", FOLDER + "/second").all()).containsPattern(REFUSED);
    assertThat(overwrite(machine, stick).all()).containsPattern(REFUSED);
    assertThat(machine.read(FOLDER + "/letter")).isEqualTo("Dear Bob\n");
    assertThat(options(machine)).startsWith("ro,");

    site.unassign(PROFILE);
    assertThat(options(machine)).startsWith("rw,");
    machine.write(FOLDER + "/second", "Dear Ann\n");
    machine.need("umount", FOLDER);
    assertThat(overwrite(machine, stick).ok()).isTrue();
  }

  private static String options(Machine machine) {
    return machine.need("findmnt", "--noheadings", "--output=OPTIONS", FOLDER).strip();
  }
}
