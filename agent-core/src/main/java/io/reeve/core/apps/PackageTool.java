package io.reeve.core.apps;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A tool that installs packages of one kind. What changes the machine takes minutes.
public interface PackageTool {
  /// The kind of packages it installs, as manifests call it; also the ending of their files.
  String type();

  /// Why no package can have that name; empty when one can. Asked before any other.
  default Optional<String> refusal(String name) {
    return Optional.empty();
  }

  /// What an installation would do.
  ///
  /// @param added packages that are not installed now
  /// @param changed packages that are, with the version they have now
  record Preview(List<String> added, Map<String, String> changed) {
    public Preview {
      added = List.copyOf(added);
      changed = Map.copyOf(changed);
    }
  }

  /// The version of the package that is installed and configured; empty when none is. Quick.
  Optional<String> installed(String name) throws IOException;

  /// Whether that version is as the manifest asks. Quick.
  boolean suits(AppManifest manifest, String version) throws IOException;

  /// What installing it would do. Refuses what would remove other packages.
  Preview preview(AppManifest manifest) throws IOException;

  /// Installs it.
  void install(AppManifest manifest) throws IOException;

  /// What is wrong with the files of an installed package; empty when nothing is.
  Optional<String> damage(String name) throws IOException;

  /// Removes those of these packages that are installed and that nothing outside of them needs.
  ///
  /// @return the packages that stay, because something else needs them
  Set<String> remove(Collection<String> names) throws IOException;

  /// The packages that somebody has asked for, and not only something that needs them; a set of the
  /// caller's own. Empty where the tool does not tell them apart.
  default Set<String> manual() throws IOException {
    return new LinkedHashSet<>();
  }

  /// Brings a package back to an earlier version.
  ///
  /// @return whether that version can still be had
  boolean back(String name, String version) throws IOException;

  /// The files that change when packages do.
  Set<Path> files();
}
