package io.reeve.platform.windows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What Windows Installer has installed, and what its packages say of themselves. Products are told
/// by their codes, `{8-4-4-4-12}` in capitals.
interface MsiPackages {
  /// The version of a product that is installed; empty when it is not.
  Optional<String> installed(String product) throws IOException;

  /// Products that are installed and take each other's place.
  List<String> related(String upgrade) throws IOException;

  /// What a package says.
  Said read(Path file) throws IOException;

  /// @param product its code
  /// @param upgrade the code of all products of its line; empty for none
  record Said(String product, String version, Optional<String> upgrade) {}
}
