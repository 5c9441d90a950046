package io.reeve.platform.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Disks as the kernel tells of them below `/sys`, `/proc` and `/dev`, in a scratch root.
final class FakeDisks {
  private final Path root;
  private final StringBuilder mounts = new StringBuilder();

  FakeDisks(Path root) {
    this.root = root;
  }

  /// @param uuid as the device mapper has it, `CRYPT-LUKS2-...`; empty for what is not mapped
  /// @param below the devices that it lies on
  void device(String name, String number, String uuid, String... below) throws IOException {
    Scratch.file(root, "/sys/devices/" + name + "/dev", number);
    Scratch.file(root, "/dev/" + name, "");
    if (!uuid.isEmpty()) {
      Scratch.file(root, "/sys/devices/" + name + "/dm/uuid", uuid + "\n");
      Scratch.file(root, "/sys/devices/" + name + "/dm/name", uuid.replaceFirst(".*-", "") + "\n");
    }
    for (var each : below) {
      link("/sys/devices/" + name + "/slaves/" + each, "../../" + each);
    }
    link("/sys/dev/block/" + number, "../../devices/" + name);
    link("/sys/class/block/" + name, "../../devices/" + name);
  }

  void readOnly(String name) throws IOException {
    Scratch.file(root, "/sys/devices/" + name + "/ro", "1\n");
  }

  void btrfs(String device) throws IOException {
    link("/sys/fs/btrfs/0123/devices/" + device, "../../../../devices/" + device);
  }

  void link(String name, String target) throws IOException {
    var link = root.resolve(name.substring(1));
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of(target));
  }

  void mount(String number, String point, String type, String source) throws IOException {
    mount(number, point, type, source, "rw");
  }

  void mount(String number, String point, String type, String source, String options)
      throws IOException {
    mounts.append(
        "27 1 %s / %s %s,relatime shared:1 - %s %s %s\n"
            .formatted(number, point, options, type, source, options));
    Scratch.file(root, "/proc/self/mountinfo", mounts.toString());
  }

  void swaps(String... lines) throws IOException {
    Scratch.file(
        root,
        "/proc/swaps",
        "Filename Type Size Used Priority\n"
            + String.join(" 1 0 -2\n", lines)
            + (lines.length == 0 ? "" : " 1 0 -2\n"));
  }
}
