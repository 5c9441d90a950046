package io.reeve.core.apps;

import io.reeve.core.apps.AppManifest.PackageFile;
import io.reeve.core.files.Directories;
import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Installs one app and takes it away again. Slow, but for [#record] and [#holds].
///
/// @param folder where it is remembered
/// @param id the app's name at the service
public record AppInstaller(Host host, PackageTool tool, String folder, String id) {
  private static final Logger LOG = LoggerFactory.getLogger(AppInstaller.class);
  private static final int PRIVATE = 0600;
  private static final long MAX_PACKAGE = 4L << 30;

  public SystemFile file() {
    return new SystemFile(host, folder + "/" + id + ".json");
  }

  /// What we know of the app; empty when it is not ours.
  public Optional<AppRecord> record() throws IOException {
    return AppRecord.read(file().path());
  }

  private void keep(AppRecord record) throws IOException {
    file().put(record.text().getBytes(StandardCharsets.UTF_8), PRIVATE);
  }

  /// Whether what the record asks for is installed.
  public boolean holds(AppRecord record) throws IOException {
    return record.done() && isInstalled(AppManifest.parse(record.manifest()));
  }

  private boolean isInstalled(AppManifest manifest) throws IOException {
    var version = tool.installed(manifest.name());
    return version.isPresent() && tool.suits(manifest, version.orElseThrow());
  }

  /// Installs it. What is there already in a version that will do is not touched and stays when the
  /// app goes.
  public void install(AppManifest manifest, String text) throws IOException {
    var record = record().orElseGet(() -> new AppRecord(text, false, List.of(), Map.of()));
    if (isInstalled(manifest)) {
      keep(new AppRecord(text, true, record.added(), record.changed()));
      return;
    }
    var copy = copied(manifest);
    try {
      var source = copy.map(path -> fromCopy(manifest, path)).orElse(manifest);
      var begun = record.with(text, tool.preview(source));
      keep(begun);
      tool.install(source);
      check(manifest);
      keep(begun.ended());
    } finally {
      if (copy.isPresent()) {
        Files.deleteIfExists(copy.orElseThrow());
      }
    }
  }

  private void check(AppManifest manifest) throws IOException {
    if (!isInstalled(manifest)) {
      throw new IOException(
          "%s was installed, but %s is there"
              .formatted(manifest.words(), tool.installed(manifest.name()).orElse("nothing")));
    }
    var damage = tool.damage(manifest.name());
    if (damage.isPresent()) {
      throw new IOException(
          manifest.words() + " was installed, but not whole: " + damage.orElseThrow());
    }
  }

  /// A package file is copied to where only root writes, and the copy is what is checked and
  /// installed: nobody can exchange it in between.
  private Optional<Path> copied(AppManifest manifest) throws IOException {
    if (manifest.file().isEmpty()) {
      return Optional.empty();
    }
    var source = manifest.file().orElseThrow();
    var copy = host.path(folder + "/" + id + "." + tool.type());
    Directories.make(host, Directories.above(copy));
    Files.deleteIfExists(copy);
    var digest = sha256();
    try {
      copy(host.path(source.path()), copy, digest);
    } catch (IOException e) {
      Files.deleteIfExists(copy);
      throw e;
    }
    var found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(source.sha256())) {
      Files.delete(copy);
      throw new IOException(
          "%s has the SHA-256 %s, not %s: it is not installed"
              .formatted(source.path(), found, source.sha256()));
    }
    return Optional.of(copy);
  }

  /// A regular file and no link, no pipe and no device: whoever may write in its folder cannot make
  /// us wait or fill the disk.
  private static void copy(Path from, Path to, MessageDigest digest) throws IOException {
    if (!Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(from + " is no regular file");
    }
    try (var in = Files.newInputStream(from, LinkOption.NOFOLLOW_LINKS);
        var out = new DigestOutputStream(Files.newOutputStream(to), digest)) {
      var buffer = new byte[64 << 10];
      long copied = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        copied += n;
        if (copied > MAX_PACKAGE) {
          throw new IOException(from + " is over 4 GiB");
        }
        out.write(buffer, 0, n);
      }
    }
  }

  private static AppManifest fromCopy(AppManifest manifest, Path copy) {
    return new AppManifest(
        manifest.type(),
        manifest.name(),
        manifest.version(),
        Optional.of(new PackageFile(copy.toString(), "")),
        manifest.args(),
        manifest.signer(),
        manifest.paths());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Makes it as it was: what came with the app goes, what was there before has its version back
  /// where that can still be had.
  ///
  /// @param goal what we knew of the app then; empty when it was not ours
  public void back(Optional<AppRecord> goal) throws IOException {
    var now = record();
    if (now.isPresent()) {
      takeAway(now.orElseThrow(), goal);
    }
    if (goal.isEmpty()) {
      file().remove();
      return;
    }
    var before = goal.orElseThrow();
    var manifest = AppManifest.parse(before.manifest());
    if (before.done() && !isInstalled(manifest)) {
      tool.install(downgrading(manifest));
      check(manifest);
    }
    keep(before);
  }

  private void takeAway(AppRecord now, Optional<AppRecord> goal) throws IOException {
    var go = new ArrayList<>(now.added());
    goal.ifPresent(before -> go.removeAll(before.added()));
    var stay = tool.remove(go);
    if (!stay.isEmpty()) {
      LOG.warn("{} came with {} and stay, because others need them now", stay, id);
    }
    if (goal.isPresent()) {
      return;
    }
    for (var changed : now.changed().entrySet()) {
      var version = tool.installed(changed.getKey());
      boolean other = version.isPresent() && !version.orElseThrow().equals(changed.getValue());
      if (other && !tool.back(changed.getKey(), changed.getValue())) {
        LOG.warn(
            "{} stays {}: version {}, which was there before {}, can no longer be had",
            changed.getKey(),
            version.orElseThrow(),
            changed.getValue(),
            id);
      }
    }
  }

  private static AppManifest downgrading(AppManifest manifest) {
    var args = new ArrayList<>(manifest.args());
    args.add("--allow-downgrades");
    return new AppManifest(
        manifest.type(),
        manifest.name(),
        manifest.version(),
        manifest.file(),
        args,
        manifest.signer(),
        manifest.paths());
  }
}
