package io.reeve.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// A small Debian 12 with a kernel of its own, for QEMU: a disk, a kernel and its first file
/// system.
///
/// @param folder what holds them
record VirtualImage(Path folder) {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String SIZE = "3G";

  /// Without modules the machine does not need, its first file system is unpacked in half the time.
  private static final String SMALL =
      "--customize-hook=echo MODULES=list > \"$1/etc/initramfs-tools/conf.d/small\";"
          + " printf 'virtio_pci\\nvirtio_blk\\next4\\n' >> \"$1/etc/initramfs-tools/modules\";"
          + " chroot \"$1\" update-initramfs -u";

  private static final Mmdebstrap RECIPE =
      new Mmdebstrap(
          List.of(
              "systemd-sysv,dbus,udev,kmod,polkitd,procps,curl,ca-certificates,e2fsprogs",
              "linux-image-amd64,initramfs-tools,qemu-guest-agent,cryptsetup-bin"),
          List.of(SMALL));

  /// The image, built now if this machine has none yet.
  ///
  /// @throws CannotBootException when it cannot be built here
  static VirtualImage get() throws IOException {
    return new VirtualImage(ImageCache.get("virtual", RECIPE.recipe(), VirtualImage::build));
  }

  private static void build(Path folder) throws IOException {
    var tree = folder.resolve("tree");
    Files.createDirectory(folder);
    RECIPE.build(tree);
    Files.writeString(tree.resolve("etc/fstab"), "/dev/vda / ext4 rw,noatime 0 1\n");
    move(tree.resolve("boot"), "vmlinuz-", folder.resolve("kernel"));
    move(tree.resolve("boot"), "initrd.img-", folder.resolve("initrd"));
    disk(folder.resolve("disk"), SIZE, tree);
    ImageCache.remove(tree);
  }

  private static void move(Path folder, String prefix, Path to) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      var found =
          files
              .filter(file -> file.getFileName().toString().startsWith(prefix))
              .findFirst()
              .orElseThrow(() -> new CannotBootException("the image has no " + prefix));
      Files.move(found, to);
    }
  }

  /// Makes a disk with an ext4 file system that holds that tree.
  static void disk(Path disk, String size, Path tree) {
    Programs.run(
            List.of("mkfs.ext4", "-q", "-F", "-d", tree.toString(), disk.toString(), size),
            PATIENCE)
        .need();
  }

  Path kernel() {
    return folder.resolve("kernel");
  }

  Path initrd() {
    return folder.resolve("initrd");
  }

  Path disk() {
    return folder.resolve("disk");
  }
}
