package io.reeve.core.firewall;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// A firewall as its keys ([FirewallFields]), whatever holds them. What is changed takes effect
/// when the pass settles.
public interface FirewallKeys {
  /// What is in force; empty when the key is not set.
  Optional<String> value(String key) throws IOException;

  /// What the key was made, whether or not it is in force: what is in force without us is nobody's
  /// to put back but whoever made it so.
  Optional<String> made(String key) throws IOException;

  /// Makes the key so.
  ///
  /// @param value empty: not set
  void change(String key, Optional<String> value) throws IOException;

  /// The files that tell of a change; empty when none does.
  Set<Path> files();
}
