package io.reeve.core.firewall;

import io.reeve.core.files.Checks;
import io.reeve.core.files.Details;
import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The place of one key of a firewall.
///
/// @param key one of [FirewallFields]
public record FirewallPlace(FirewallKeys firewall, String key) implements Mechanism.Point {
  @Override
  public Value read() throws IOException {
    return firewall.value(key).<Value>map(Value::of).orElse(Value.absent());
  }

  @Override
  public void write(Value value) throws IOException {
    if (value.isAbsent()) {
      firewall.change(key, Optional.empty());
      return;
    }
    var text = Checks.line(value).strip();
    if (!FirewallFields.takes(key, text)) {
      throw new IOException("not a value of the firewall's " + key + ": '" + text + "'");
    }
    firewall.change(key, Optional.of(text));
  }

  @Override
  public Mechanism.Snapshot capture() throws IOException {
    return new Mechanism.Snapshot(read(), Details.of(List.of(firewall.made(key))));
  }

  @Override
  public void restore(Mechanism.Snapshot before) throws IOException {
    firewall.change(key, Details.parse(before.detail(), 1).getFirst());
  }

  @Override
  public Set<Path> files() {
    return firewall.files();
  }
}
