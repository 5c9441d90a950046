package io.reeve.harness.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.files.Settler;
import io.reeve.core.files.WholeFileMechanism;
import io.reeve.core.spi.Mechanism;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WholeFileMechanismTest implements MechanismContract {
  @TempDir Path root;

  @Override
  public Mechanism mechanism() throws IOException {
    return new WholeFileMechanism(Scratch.host(root), Settler.nothing());
  }

  @Override
  public Address address() {
    return new Address("file", Map.of("file", "/etc/issue", "escape", "issue"));
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("Property of Example"), Value.of("C:\\\\n stays\nas it is"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(new Address("file", Map.of("file", "/etc/modprobe.d/x.conf")));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("file", Map.of()),
        new Address("file", Map.of("file", "etc/x")),
        new Address("file", Map.of("file", "/../x")),
        new Address("file", Map.of("file", "/")),
        new Address("file", Map.of("file", "/etc/x", "mode", "abc")));
  }

  @Override
  public Optional<Path> scratch() {
    return Optional.of(root);
  }

  private Mechanism.Point point() throws IOException {
    return mechanism().bind(address());
  }

  private void needUnix() {
    Assumptions.assumeTrue(
        root.getFileSystem().supportedFileAttributeViews().contains("unix"),
        "needs a system whose files have modes");
  }

  @Test
  void theFormerFileComesBackWithItsMode() throws IOException {
    needUnix();
    Scratch.file(root, "/etc/issue", "Debian \\n \\l\n\n");
    Files.setPosixFilePermissions(
        root.resolve("etc/issue"), PosixFilePermissions.fromString("rw-r-----"));
    var before = point().capture();
    point().write(Value.of("Property of Example"));
    assertThat(Files.getPosixFilePermissions(root.resolve("etc/issue"))).hasSize(3);
    point().write(Value.absent());
    point().restore(before);
    assertThat(Scratch.text(root, "/etc/issue")).isEqualTo("Debian \\n \\l\n\n");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("etc/issue"))))
        .isEqualTo("rw-r-----");
  }

  @Test
  void aLinkIsReplacedAndComesBackAsALink() throws IOException {
    needUnix();
    Scratch.file(root, "/usr/lib/issue", "vendor\n");
    Files.createDirectories(root.resolve("etc"));
    Files.createSymbolicLink(root.resolve("etc/issue"), Path.of("../usr/lib/issue"));
    var before = point().capture();
    assertThat(before.value()).isEqualTo(Value.of("vendor"));
    point().write(Value.of("ours"));
    assertThat(Scratch.text(root, "/usr/lib/issue")).isEqualTo("vendor\n");
    point().restore(before);
    assertThat(Files.readSymbolicLink(root.resolve("etc/issue")))
        .isEqualTo(Path.of("../usr/lib/issue"));
  }
}
