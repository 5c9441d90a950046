package io.reeve.platform.linux;

import io.reeve.core.files.AptConf;
import io.reeve.core.spi.Glance;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Asks apt what its configuration comes to.
final class AptConfig {
  private static final String TOOL = "/usr/bin/apt-config";

  private AptConfig() {}

  /// The entries of a list that apt itself would use; empty where apt is not installed.
  static Optional<List<String>> list(Host host, String key) throws IOException {
    return dump(host).map(text -> AptConf.entries(text, key));
  }

  /// The value that apt itself would use; empty where apt is not installed.
  static Optional<String> value(Host host, String key) throws IOException {
    return dump(host)
        .map(text -> AptConf.values(text, key))
        .map(values -> values.isEmpty() ? "" : values.getLast());
  }

  private static Optional<String> dump(Host host) throws IOException {
    return Glance.ask(new Dump(host));
  }

  private record Dump(Host host) implements Glance.Question<Optional<String>> {
    @Override
    public Optional<String> answer() throws IOException {
      return run(host);
    }
  }

  /// apt takes `Dir` only from the environment's configuration file early enough to find the parts
  /// below another root, hence `env`.
  private static Optional<String> run(Host host) throws IOException {
    if (!Files.isExecutable(Path.of(TOOL))) {
      return Optional.empty();
    }
    var start = Files.createTempFile("reeve-apt", ".conf");
    try {
      Files.writeString(start, "Dir \"" + host.root() + "\";\n");
      var arguments = List.of("/usr/bin/env", "APT_CONFIG=" + start, TOOL, "dump");
      var result = host.commands().run(arguments, Duration.ofSeconds(20));
      if (!result.ok()) {
        throw new IOException("apt-config refuses the configuration: " + result.err().strip());
      }
      return Optional.of(result.out());
    } finally {
      Files.delete(start);
    }
  }
}
