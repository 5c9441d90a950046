package io.reeve.core.apps;

import io.reeve.core.apps.AppManifest.PackageFile;
import io.reeve.core.files.Directories;
import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Installs one app and takes it away again. Slow, but for [#record] and [#holds].
///
/// @param folder where it is remembered
/// @param id the app's name at the service
public record AppInstaller(Host host, PackageTool tool, String folder, String id) {
  private static final Logger LOG = LoggerFactory.getLogger(AppInstaller.class);
  private static final long MAX_PACKAGE = 4L << 30;

  private AppRecords records() {
    return new AppRecords(host, folder);
  }

  public SystemFile file() {
    return records().file(id);
  }

  /// What we know of the app; empty when it is not ours.
  public Optional<AppRecord> record() throws IOException {
    return records().of(id);
  }

  private void keep(AppRecord record) throws IOException {
    records().keep(id, record);
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
    var record = record().orElseGet(() -> AppRecord.of(text));
    if (isInstalled(manifest)) {
      keep(record.done() ? record.holding(text) : record.holding(text).ended());
      return;
    }
    var copy = copied(manifest);
    try {
      var source = copy.map(path -> fromCopy(manifest, path)).orElse(manifest);
      var begun = record.with(text, tool.preview(source)).begun();
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
      records().forget(id);
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

  /// What somebody has asked for since stays theirs. What another app of ours asks for stays as
  /// that app's, with what cannot go because of it, and goes with that one.
  private void takeAway(AppRecord now, Optional<AppRecord> goal) throws IOException {
    var leaving = new LinkedHashSet<>(now.added());
    var versions = goal.isPresent() ? Map.<String, String>of() : now.changed();
    if (goal.isPresent()) {
      leaving.removeAll(goal.get().added());
      leaving.remove(goal.get().name());
    }
    var theirs = tool.manual();
    theirs.removeAll(now.asked());
    theirs.retainAll(leaving);
    leaving.removeAll(theirs);
    var heirs = heirs();
    var go = new LinkedHashSet<>(leaving);
    go.removeAll(heirs.keySet());
    hand(leaving, versions, heirs);
    var stay = tool.remove(go);
    if (!theirs.isEmpty() || !stay.isEmpty()) {
      stay.addAll(theirs);
      LOG.warn("{} came with {} and stay, because others want or need them now", stay, id);
    }
    for (var changed : versions.entrySet()) {
      if (!heirs.containsKey(changed.getKey())) {
        back(changed.getKey(), changed.getValue());
      }
    }
  }

  /// The other apps, by the package that each asks for.
  private Map<String, String> heirs() throws IOException {
    var heirs = new LinkedHashMap<String, String>();
    for (var other : records().others(id).entrySet()) {
      heirs.put(other.getValue().name(), other.getKey());
    }
    return heirs;
  }

  /// Before anything is removed, so that a crash forgets nothing.
  private void hand(Set<String> leaving, Map<String, String> versions, Map<String, String> heirs)
      throws IOException {
    for (var heir : heirs.entrySet()) {
      var name = heir.getKey();
      if (leaving.contains(name) || versions.containsKey(name)) {
        var inherited = leaving.contains(name) ? leaving : Set.<String>of();
        var before = new LinkedHashMap<>(versions);
        before.keySet().retainAll(Set.of(name));
        var record = records().of(heir.getValue()).orElseThrow();
        records().keep(heir.getValue(), record.adopting(inherited, before, Set.of(name)));
      }
    }
  }

  private void back(String name, String before) throws IOException {
    var version = tool.installed(name);
    boolean other = version.isPresent() && !version.orElseThrow().equals(before);
    if (other && !tool.back(name, before)) {
      LOG.warn(
          "{} stays {}: version {}, which was there before {}, can no longer be had",
          name,
          version.orElseThrow(),
          before,
          id);
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
