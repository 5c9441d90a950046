package io.reeve.system;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The disks of a virtual machine: its system laid over an image, an empty one, the JDK and the
/// program (which are only read), and a USB stick that is not plugged in.
///
/// @param image what the system is laid over
/// @param folder where they are
/// @param encrypted whether the system is in a LUKS container
record VirtualDisks(VirtualImage image, Path folder, boolean encrypted) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long STICK = 32L * 1024 * 1024;

  static VirtualDisks make(VirtualImage image, ReeveFiles reeve, boolean encrypted)
      throws IOException {
    var folder = Files.createTempDirectory("reeve-virtual");
    var disks = new VirtualDisks(image, folder, encrypted);
    VirtualImage.disk(folder.resolve("jdk"), "jdk", "1G", Path.of(System.getProperty("java.home")));
    VirtualImage.disk(folder.resolve("program"), "program", "256M", reeve.folder());
    create("-b", image.disk(encrypted).toString(), "-F", "raw", folder.resolve("system") + "");
    create(folder.resolve("empty").toString(), "64M");
    try (var file = new RandomAccessFile(disks.stick().toFile(), "rw")) {
      file.setLength(STICK);
    }
    return disks;
  }

  private static void create(String... arguments) {
    var line = new ArrayList<>(List.of("qemu-img", "create", "-q", "-f", "qcow2"));
    line.addAll(List.of(arguments));
    Programs.run(line, PATIENCE).need();
  }

  /// Where the machine finds its system.
  String root() {
    return encrypted ? "/dev/mapper/vault" : "/dev/vda";
  }

  /// The medium of the stick, byte by byte.
  Path stick() {
    return folder.resolve("stick");
  }

  /// The disk of the system, as it is now.
  Path system() {
    return folder.resolve("system");
  }

  /// The disk that is empty at first, as it is now.
  Path second() {
    return folder.resolve("empty");
  }

  /// What QEMU has to be told.
  List<String> arguments() {
    return List.of(
        "-drive", "if=virtio,format=qcow2,cache=writeback,file=" + folder.resolve("system"),
        "-drive", "if=virtio,format=qcow2,cache=writeback,file=" + folder.resolve("empty"),
        "-drive", "if=virtio,format=raw,readonly=on,file=" + folder.resolve("jdk"),
        "-drive", "if=virtio,format=raw,readonly=on,file=" + folder.resolve("program"));
  }

  @Override
  public void close() {
    ImageCache.remove(folder);
  }
}
