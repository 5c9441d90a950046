package io.reeve.platform.linux;

import io.reeve.core.files.Settler;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Makes units of systemd take up what was written. `sshd` is the SSH server's, whose name the
/// distributions do not agree on.
record UnitSettler(Host host) implements Settler {
  @Override
  public void settle(Set<String> names) throws IOException {
    for (var name : names) {
      var unit = unit(name);
      if (unit.isPresent()) {
        Reload.unit(host, unit.get());
      }
    }
  }

  @Override
  public String effect(Set<String> names) {
    return Reload.effect(host, names.stream().map(this::unit).flatMap(Optional::stream).toList());
  }

  private Optional<String> unit(String name) {
    return name.equals("sshd") ? sshd() : Optional.of(name);
  }

  private Optional<String> sshd() {
    return Stream.of("ssh.service", "sshd.service")
        .filter(unit ->
            Files.exists(host.path("/usr/lib/systemd/system/" + unit))
                || Files.exists(host.path("/lib/systemd/system/" + unit)))
        .findFirst();
  }
}
