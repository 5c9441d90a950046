package io.reeve.system;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A machine with a kernel of its own, in QEMU. Its processor is emulated, so it is ten times
/// slower than a [BootedMachine], and never a measure of time. It has no network but itself.
///
/// Besides the disk of its system (`/dev/vda`) it has an empty one (`/dev/vdb`), and a bus for USB
/// sticks.
final class VirtualMachine implements Machine, AutoCloseable {
  private static final Duration BOOT = Duration.ofMinutes(10);
  private static final Duration COMMAND = Duration.ofMinutes(10);

  private final VirtualDisks disks;
  private final Path log;
  private final Process qemu;
  private final GuestAgent agent;

  private VirtualMachine(VirtualDisks disks, Process qemu, Path log) {
    this.disks = disks;
    this.log = log;
    this.qemu = qemu;
    this.agent = new GuestAgent(disks.folder().resolve("agent"));
  }

  /// Boots it.
  static VirtualMachine boot(VirtualDisks disks) throws IOException {
    var machine = start(disks, List.of());
    try {
      machine.awaitBoot();
      return machine;
    } catch (RuntimeException | AssertionError failed) {
      machine.close();
      throw failed;
    }
  }

  /// Goes on where it was when it was saved under that name, with its disks as they were then.
  static VirtualMachine resume(VirtualDisks disks, String name) throws IOException {
    var machine = start(disks, List.of("-loadvm", name));
    try {
      Await.rarely("the guest agent", BOOT, machine::answers, machine::console);
      return machine;
    } catch (RuntimeException | AssertionError failed) {
      machine.close();
      throw failed;
    }
  }

  private static VirtualMachine start(VirtualDisks disks, List<String> more) throws IOException {
    var line = new ArrayList<>(line(disks));
    line.addAll(more);
    var log = disks.folder().resolve("console.log");
    return new VirtualMachine(disks, Programs.start(line, log), log);
  }

  private static List<String> line(VirtualDisks disks) {
    var folder = disks.folder();
    var line = new ArrayList<>(List.of("nice", "-n", "10", "qemu-system-x86_64"));
    line.addAll(List.of("-machine", "q35", "-smp", "2", "-m", "1536"));
    line.addAll(List.of("-accel", "tcg,thread=multi,tb-size=512"));
    line.addAll(List.of("-cpu", "qemu64,+ssse3,+sse4.1,+sse4.2,+popcnt,+rdrand"));
    line.addAll(List.of("-nodefaults", "-no-user-config", "-display", "none"));
    line.addAll(List.of("-serial", "stdio"));
    line.addAll(List.of("-kernel", disks.image().kernel().toString()));
    line.addAll(List.of("-initrd", disks.image().initrd().toString()));
    line.addAll(
        List.of(
            "-append",
            "root=" + disks.root() + " rw console=ttyS0 quiet mitigations=off panic=-1"));
    line.addAll(List.of("-device", "virtio-rng-pci", "-device", "qemu-xhci,id=usb"));
    line.addAll(List.of("-device", "virtio-serial"));
    line.addAll(List.of("-chardev", socket("agent", folder)));
    line.addAll(List.of("-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0"));
    line.addAll(List.of("-chardev", socket("qmp", folder), "-mon", "chardev=qmp,mode=control"));
    line.addAll(disks.arguments());
    return line;
  }

  private static String socket(String name, Path folder) {
    return "socket,id=" + name + ",server=on,wait=off,path=" + folder.resolve(name);
  }

  private void awaitBoot() {
    Await.rarely("the guest agent", BOOT, this::answers, this::console);
    run("systemctl", "is-system-running", "--wait"); // "degraded" will do
  }

  private boolean answers() {
    if (!qemu.isAlive()) {
      throw new AssertionError("QEMU has ended\n" + console());
    }
    return agent.isUp(Duration.ofSeconds(3));
  }

  /// Returns when it has switched itself off.
  void awaitOff() {
    Await.rarely("the machine to switch itself off", BOOT, () -> !qemu.isAlive(), this::console);
  }

  private String console() {
    var text = said();
    return text.substring(Math.max(0, text.length() - 4000));
  }

  /// All that it has written to its serial line.
  String said() {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// Takes its power away and gives it back, and returns when it has booted again. What its kernel
  /// had given to the disks is there, what it still held in memory is gone.
  void cutPower() {
    var before = bootId();
    qemu("system_reset", QemuTalk.nothing());
    awaitBoot();
    if (bootId().equals(before)) {
      throw new AssertionError("the power cut has not come");
    }
  }

  private String bootId() {
    return read("/proc/sys/kernel/random/boot_id");
  }

  /// Keeps its memory and its disks as they are now, for [#resume].
  void save(String name) {
    var answer =
        qemu("human-monitor-command", QemuTalk.nothing().put("command-line", "savevm " + name));
    if (!answer.isBlank()) {
      throw new AssertionError("savevm: " + answer);
    }
  }

  /// Plugs the USB stick in, and returns when the machine knows it.
  ///
  /// @return its name in `/dev`
  String plug() {
    var file = QemuTalk.nothing().put("driver", "file").put("filename", disks.stick().toString());
    var medium = QemuTalk.nothing().put("driver", "raw").put("node-name", "stick");
    medium.set("file", file);
    qemu("blockdev-add", medium);
    qemu(
        "device_add",
        QemuTalk.nothing()
            .put("driver", "usb-storage")
            .put("id", "stick")
            .put("drive", "stick")
            .put("bus", "usb.0")
            .put("removable", true));
    Await.until("the stick", COMMAND, () -> stick().length() > 0, this::console);
    need("udevadm", "settle");
    return stick();
  }

  private String stick() {
    return run("lsblk", "--nodeps", "--noheadings", "--output=NAME,TRAN")
        .out()
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length == 2 && words[1].equals("usb"))
        .map(words -> words[0])
        .findFirst()
        .orElse("");
  }

  /// What the medium of the stick holds, seen from outside.
  String medium() {
    return Programs.run(List.of("sha256sum", disks.stick().toString()), COMMAND).need();
  }

  /// Pulls the USB stick out, and returns when it is gone.
  void unplug() {
    qemu("device_del", QemuTalk.nothing().put("id", "stick"));
    Await.until("the stick to go", COMMAND, () -> stick().isEmpty(), this::console);
    need("udevadm", "settle");
    Await.until("QEMU to let go of the stick", COMMAND, this::isReleased, this::console);
  }

  private boolean isReleased() {
    try (var talk = monitor()) {
      talk.ask("blockdev-del", QemuTalk.nothing().put("node-name", "stick"));
      return true;
    } catch (IOException e) {
      return false; // the device is still going
    }
  }

  private String qemu(String command, ObjectNode arguments) {
    try (var talk = monitor()) {
      return talk.ask(command, arguments).asText("");
    } catch (IOException e) {
      throw new AssertionError("QEMU: " + e.getMessage(), e);
    }
  }

  private QemuTalk monitor() throws IOException {
    var talk = QemuTalk.over(disks.folder().resolve("qmp"), COMMAND);
    talk.hear(); // its greeting
    talk.ask("qmp_capabilities", QemuTalk.nothing());
    return talk;
  }

  @Override
  public Programs.Ended run(List<String> arguments, String input) {
    return agent.run(arguments, input, COMMAND);
  }

  @Override
  public void close() {
    Programs.kill(qemu.toHandle());
    try {
      qemu.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
