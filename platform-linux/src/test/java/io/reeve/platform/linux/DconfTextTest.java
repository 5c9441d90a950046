package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

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

/// Plain texts in a database of their own: what people see at GNOME's login screen.
final class DconfTextTest implements MechanismContract {
  @TempDir Path root;

  @Override
  public Mechanism mechanism() throws IOException {
    return new DconfMechanism(Scratch.host(root));
  }

  private static Address key(String key) {
    return new Address(
        "dconf",
        Map.of("database", "gdm", "path", "org/gnome/login-screen", "key", key, "type", "string"));
  }

  @Override
  public Address address() {
    return key("banner-message-text");
  }

  @Override
  public List<Value> values() {
    return List.of(
        Value.of("Property of Example Ltd."), Value.of("It's C:\\\nöffentlich\t'# ; [x]\\"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(key("fallback-logo"));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(key("BANNER"));
  }

  @Override
  public Optional<Path> scratch() {
    return Optional.of(root);
  }

  @Test
  void theKeyFileHoldsItInQuotesOnOneLine() throws IOException {
    mechanism().bind(address()).write(Value.of("It's C:\\\nmine"));
    assertThat(Scratch.text(root, "/etc/dconf/db/gdm.d/99-zz-reeve"))
        .endsWith("[org/gnome/login-screen]\nbanner-message-text='It\\'s C:\\\\\\nmine'\n");
  }
}
