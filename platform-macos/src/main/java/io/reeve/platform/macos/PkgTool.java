package io.reeve.platform.macos;

import io.reeve.core.apps.AppManifest;
import io.reeve.core.apps.AppManifest.VersionRule;
import io.reeve.core.apps.PackageTool;
import io.reeve.core.files.Trees;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Installer packages (`.pkg`), by installer(8). The name is the package's identifier; its receipt
/// tells the version.
///
/// A package has to come as a file with its digest, and be signed by a Developer ID that Apple
/// knows; the manifest's `signer` is the team it has to be of. Nothing can uninstall a package:
/// only what the manifest's `paths` name goes, below a few folders, and the receipt.
final class PkgTool implements PackageTool {
  private static final String PKGUTIL = "/usr/sbin/pkgutil";
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final Pattern SIGNED =
      Pattern.compile(
          "(?m)^\\s*Status: signed by a (developer certificate issued by Apple|certificate trusted by (macOS|Mac OS X)).*$");
  private static final Pattern SIGNER =
      Pattern.compile("(?m)^\\s*1\\. Developer ID Installer: .*\\(([A-Z0-9]{10})\\)\\s*$");
  private static final Pattern REMOVABLE =
      Pattern.compile(
          "/(Applications|opt|usr/local|Library/(Application Support|LaunchDaemons|LaunchAgents"
              + "|PrivilegedHelperTools|Preferences))/.+");
  private final Tools tools;
  private final AppPaths paths;

  /// @param paths tells the paths of an app that is to be removed
  PkgTool(Tools tools, AppPaths paths) {
    this.tools = tools;
    this.paths = paths;
  }

  /// Tells what belongs to a package, by its identifier.
  @FunctionalInterface
  interface AppPaths {
    List<String> of(String identifier) throws IOException;
  }

  @Override
  public String type() {
    return "pkg";
  }

  @Override
  public Optional<String> installed(String name) throws IOException {
    var ran = tools.run(PKGUTIL, "--pkg-info-plist", name);
    if (!ran.ok()) {
      return Optional.empty();
    }
    var version = PropertyList.parse(ran.out()).path("pkg-version").asText();
    return version.isEmpty() ? Optional.empty() : Optional.of(version);
  }

  @Override
  public boolean suits(AppManifest manifest, String version) {
    return switch (manifest.version()) {
      case VersionRule.Any() -> true;
      case VersionRule.Exactly(var wanted) -> compare(version, wanted) == 0;
      case VersionRule.AtLeast(var least) -> compare(version, least) >= 0;
    };
  }

  /// Numbers as numbers, anything else as text; what is missing is 0.
  static int compare(String one, String other) {
    var left = one.split("[.+~:-]");
    var right = other.split("[.+~:-]");
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      int order = comparePart(i < left.length ? left[i] : "0", i < right.length ? right[i] : "0");
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int comparePart(String one, String other) {
    boolean numbers = one.matches("\\d{1,18}") && other.matches("\\d{1,18}");
    return numbers
        ? Long.compare(Long.parseLong(one), Long.parseLong(other))
        : one.compareTo(other);
  }

  @Override
  public Preview preview(AppManifest manifest) throws IOException {
    var now = installed(manifest.name());
    return now.isPresent()
        ? new Preview(List.of(), Map.of(manifest.name(), now.get()))
        : new Preview(List.of(manifest.name()), Map.of());
  }

  @Override
  public void install(AppManifest manifest) throws IOException {
    var file =
        manifest
            .file()
            .orElseThrow(() -> new IOException("a package of type pkg needs a 'source'"))
            .path();
    holdSigned(tools.run(PKGUTIL, "--check-signature", file).out(), manifest);
    var ran =
        tools
            .host()
            .commands()
            .run(List.of("/usr/sbin/installer", "-pkg", file, "-target", "/"), PATIENCE);
    if (!ran.ok()) {
      throw new OsException("installer", ran.exit(), (ran.out() + ran.err()).strip());
    }
  }

  /// Reads what `pkgutil --check-signature` writes.
  static void holdSigned(String report, AppManifest manifest) throws IOException {
    var signer = SIGNER.matcher(report);
    if (!SIGNED.matcher(report).find() || !signer.find()) {
      throw new IOException(manifest.words() + " is not signed by a Developer ID that Apple knows");
    }
    var wanted = manifest.signer();
    if (wanted.isPresent() && !wanted.get().equals(signer.group(1))) {
      throw new IOException(
          "%s is signed by team %s, not %s"
              .formatted(manifest.words(), signer.group(1), wanted.get()));
    }
  }

  @Override
  public Optional<String> damage(String name) {
    return Optional.empty();
  }

  @Override
  public Set<String> remove(Collection<String> names) throws IOException {
    var stay = new LinkedHashSet<String>();
    for (var name : names) {
      if (installed(name).isEmpty()) {
        continue;
      }
      var belongings = paths.of(name);
      if (belongings.isEmpty()) {
        stay.add(name);
        continue;
      }
      for (var path : belongings) {
        if (!REMOVABLE.matcher(path).matches()) {
          throw new IOException("'" + path + "' is not ours to remove");
        }
        delete(path);
      }
      tools.text(PKGUTIL, "--forget", name);
    }
    return stay;
  }

  /// A link is removed and not followed, wherever it is met. Where somebody else may put one among
  /// the folders above, nothing is removed.
  private void delete(String path) throws IOException {
    var file = tools.host().path(path);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    for (var above = file.getParent(); above != null; above = above.getParent()) {
      if (!Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS) || !isOfTheSystem(above)) {
        throw new IOException(
            "'%s' is not removed: %s is a link, or belongs to somebody".formatted(path, above));
      }
      if (above.equals(tools.host().root())) {
        break;
      }
    }
    Trees.delete(file);
  }

  /// Whether it belongs to whom the whole root belongs to.
  private boolean isOfTheSystem(Path folder) throws IOException {
    return Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS)
        .equals(Files.getOwner(tools.host().root()));
  }

  /// Nobody keeps earlier versions.
  @Override
  public boolean back(String name, String version) {
    return false;
  }

  @Override
  public Set<Path> files() {
    return Set.of(tools.host().path("/private/var/db/receipts"));
  }
}
