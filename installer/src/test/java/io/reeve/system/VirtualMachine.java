package io.reeve.system;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A machine with a kernel of its own, in QEMU. Its processor is emulated, so it is ten times
/// slower than a [BootedMachine], and never a measure of time. What it writes to its disks is
/// forgotten when it is closed. It has no network.
///
/// Besides the disk of its system it has the JDK (`/opt/jdk`), the program (`/opt/reeve`), an empty
/// disk (`/dev/vdd`) and a USB stick (`/dev/sda`).
final class VirtualMachine implements Machine, AutoCloseable {
  private static final Duration BOOT = Duration.ofMinutes(8);
  private static final Duration COMMAND = Duration.ofMinutes(5);
  private static final long SMALL_DISK = 64L * 1024 * 1024;

  private final Path folder;
  private final Process qemu;
  private final GuestAgent agent;

  private VirtualMachine(Path folder, Process qemu) {
    this.folder = folder;
    this.qemu = qemu;
    this.agent = new GuestAgent(folder.resolve("agent"));
  }

  static VirtualMachine boot(VirtualImage image, ReeveFiles reeve) throws IOException {
    var folder = Files.createTempDirectory("reeve-virtual");
    VirtualImage.disk(folder.resolve("jdk"), "1G", Path.of(System.getProperty("java.home")));
    VirtualImage.disk(folder.resolve("program"), "256M", reeve.folder());
    empty(folder.resolve("empty"));
    empty(folder.resolve("stick"));
    var machine =
        new VirtualMachine(
            folder, Programs.start(line(image, folder), folder.resolve("console.log")));
    try {
      machine.await();
      return machine;
    } catch (RuntimeException | AssertionError failed) {
      machine.close();
      throw failed;
    }
  }

  private static void empty(Path disk) throws IOException {
    try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(SMALL_DISK);
    }
  }

  private static List<String> line(VirtualImage image, Path folder) {
    var line =
        new ArrayList<>(
            List.of(
                "qemu-system-x86_64",
                "-machine",
                "q35",
                "-accel",
                "tcg,thread=multi,tb-size=512",
                "-cpu",
                "qemu64,+ssse3,+sse4.1,+sse4.2,+popcnt,+rdrand",
                "-smp",
                "2",
                "-m",
                "2048",
                "-nodefaults",
                "-display",
                "none",
                "-serial",
                "stdio",
                "-no-reboot",
                "-kernel",
                image.kernel().toString(),
                "-initrd",
                image.initrd().toString(),
                "-append",
                "root=/dev/vda rw console=ttyS0 quiet mitigations=off",
                "-device",
                "virtio-rng-pci",
                "-device",
                "virtio-serial",
                "-chardev",
                "socket,id=agent,server=on,wait=off,path=" + folder.resolve("agent"),
                "-device",
                "virtserialport,chardev=agent,name=org.qemu.guest_agent.0",
                "-device",
                "qemu-xhci"));
    for (var disk :
        List.of(
            image.disk(),
            folder.resolve("jdk"),
            folder.resolve("program"),
            folder.resolve("empty"))) {
      line.addAll(List.of("-drive", "if=virtio,format=raw,snapshot=on,file=" + disk));
    }
    line.addAll(
        List.of(
            "-drive",
            "if=none,id=stick,format=raw,snapshot=on,file=" + folder.resolve("stick"),
            "-device",
            "usb-storage,drive=stick,removable=on"));
    return line;
  }

  private void await() {
    Await.until("the guest agent", BOOT, this::answers, this::console);
    Await.until(
        "the boot",
        BOOT,
        () -> !run("systemctl", "is-system-running").out().startsWith("starting"),
        this::console);
    need("mkdir", "-p", "/opt/jdk", "/opt/reeve");
    need("mount", "-o", "ro", "/dev/vdb", "/opt/jdk");
    need("mount", "-o", "ro", "/dev/vdc", "/opt/reeve");
  }

  private boolean answers() {
    if (!qemu.isAlive()) {
      throw new AssertionError("QEMU has ended\n" + console());
    }
    return agent.isUp(Duration.ofSeconds(5));
  }

  private String console() {
    try {
      return Files.readString(folder.resolve("console.log"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public Programs.Ended run(List<String> arguments, String input) {
    return agent.run(arguments, input, COMMAND);
  }

  @Override
  public void close() throws IOException {
    Programs.kill(qemu.toHandle());
    try {
      qemu.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ImageCache.remove(folder);
  }
}
