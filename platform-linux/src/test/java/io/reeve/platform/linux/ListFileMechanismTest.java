package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ListFileMechanismTest implements MechanismContract {
  @TempDir Path root;

  @Override
  public Mechanism mechanism() throws IOException {
    return new ListFileMechanism(Scratch.host(root));
  }

  @Override
  public Address address() {
    return new Address(
        "list-file",
        Map.of(
            "file",
            "/etc/modprobe.d/reeve-deny.conf",
            "line",
            "install [entry] /bin/false",
            "entry",
            "[a-z0-9_-]+"));
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("cramfs,udf"), Value.of("dccp"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(
        new Address(
            "list-file",
            Map.of(
                "file",
                "/etc/modprobe.d/reeve-other.conf",
                "line",
                "install [entry] /bin/false",
                "entry",
                "[a-z0-9_-]+")));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("list-file", Map.of("file", "/etc/x")),
        new Address("list-file", Map.of("file", "/etc/x", "line", "no hole", "entry", "x")));
  }

  @Override
  public Optional<Path> scratch() {
    return Optional.of(root);
  }

  private Mechanism.Point point() throws IOException {
    return mechanism().bind(address());
  }

  @Test
  void anEntryThatWouldRunSomethingIsRefused() {
    assertThatThrownBy(() -> point().write(Value.of("udf;reboot")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("udf;reboot");
  }

  @Test
  void entriesAreInOrderAndOnce() throws IOException {
    point().write(Value.of("udf, cramfs,udf"));
    assertThat(point().read()).isEqualTo(Value.of("cramfs,udf"));
  }
}
