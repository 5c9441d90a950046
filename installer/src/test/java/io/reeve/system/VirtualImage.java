package io.reeve.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// A small Debian 12 with a kernel of its own, for QEMU: the disk of its system, the same disk as a
/// LUKS container, a kernel and its first file system, which knows the container's key.
///
/// @param folder what holds them
record VirtualImage(Path folder) {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String SIZE = "2G";
  private static final String KEY = "vault";

  /// Opens the container on the first disk where the system is to be found in it.
  private static final String OPEN =
      """
      #!/bin/sh
      [ "$1" = prereqs ] && exit 0
      [ "$ROOT" = /dev/mapper/vault ] || exit 0
      modprobe dm_crypt
      cryptsetup open --type luks --key-file /vault.key /dev/vda vault
      """;

  private static final String TOOLS =
      """
      #!/bin/sh
      [ "$1" = prereqs ] && exit 0
      . /usr/share/initramfs-tools/hook-functions
      copy_exec /sbin/cryptsetup
      manual_add_modules dm_crypt xts aes_generic sha256_generic algif_skcipher algif_hash
      printf %%s %s > "$DESTDIR/vault.key"
      """
          .formatted(KEY);

  private static final String DISKS =
      """
      LABEL=system / ext4 rw,noatime 0 1
      LABEL=jdk /opt/jdk ext4 ro,nofail 0 0
      LABEL=program /opt/reeve ext4 ro,nofail 0 0
      """;

  private static final Mmdebstrap RECIPE =
      new Mmdebstrap(
          List.of(
              "systemd-sysv,dbus,udev,kmod,polkitd,procps,curl,ca-certificates",
              "iproute2,netcat-openbsd,openssh-server,e2fsprogs,dosfstools,cryptsetup-bin",
              "linux-image-amd64,initramfs-tools,zstd,qemu-guest-agent"),
          List.of(
              // Without modules that the machine does not need it is unpacked in half the time.
              file("etc/initramfs-tools/conf.d/small", "644", "MODULES=list\n"),
              file("etc/initramfs-tools/modules", "644", "virtio_pci\nvirtio_blk\next4\n"),
              file("etc/initramfs-tools/hooks/vault", "755", TOOLS),
              file("etc/initramfs-tools/scripts/local-top/vault", "755", OPEN),
              file("etc/fstab", "644", DISKS),
              "--customize-hook=chroot \"$1\" update-initramfs -u"));

  /// Has mmdebstrap write a file.
  private static String file(String name, String mode, String text) {
    var path = "\"$1/" + name + "\"";
    return "--customize-hook=cat > "
        + path
        + " <<'END'\n"
        + text
        + "END\nchmod "
        + mode
        + " "
        + path;
  }

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
    Files.createDirectories(tree.resolve("opt/jdk"));
    Files.createDirectories(tree.resolve("opt/reeve"));
    move(tree.resolve("boot"), "vmlinuz-", folder.resolve("kernel"));
    move(tree.resolve("boot"), "initrd.img-", folder.resolve("initrd"));
    disk(folder.resolve("disk"), "system", SIZE, tree);
    ImageCache.remove(tree);
    encrypt(folder.resolve("disk"), folder.resolve("vault"));
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
  static void disk(Path disk, String label, String size, Path tree) {
    Programs.run(
            List.of(
                "mkfs.ext4", "-q", "-F", "-L", label, "-d", tree.toString(), disk.toString(), size),
            PATIENCE)
        .need();
  }

  /// QEMU writes LUKS by itself: the kernel the tests run on need not know it.
  private static void encrypt(Path disk, Path vault) {
    Programs.run(
            List.of(
                "qemu-img",
                "convert",
                "-O",
                "luks",
                "--object",
                "secret,id=key,data=" + KEY,
                "-o",
                "key-secret=key,iter-time=10",
                "-f",
                "raw",
                disk.toString(),
                vault.toString()),
            PATIENCE)
        .need();
  }

  Path kernel() {
    return folder.resolve("kernel");
  }

  Path initrd() {
    return folder.resolve("initrd");
  }

  /// The disk of the system, as it is or in a LUKS container.
  Path disk(boolean encrypted) {
    return folder.resolve(encrypted ? "vault" : "disk");
  }
}
