package io.reeve.core.apps;

import io.reeve.core.files.Checks;
import io.reeve.core.programs.LongWork;
import io.reeve.core.spi.Courtesy;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Programs that a package tool of the system installs. The parameter `id` is the app's name at the
/// service; the value is its manifest, which reads as set while the package it names is installed
/// in a version that will do.
///
/// Installing takes minutes and goes on by itself, see [LongWork]. What came with an app is written
/// down before the work begins, so that exactly that goes with it, and never what was there before.
public final class AppMechanism implements Mechanism {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final Host host;
  private final PackageTool tool;
  private final String folder;
  private final boolean scratch;
  private final LongWork work;
  private volatile Courtesy courtesy = Courtesy.none();

  /// @param folder where we remember what we installed
  /// @param scratch whether there is no package tool that could be asked
  public AppMechanism(Host host, PackageTool tool, String folder, boolean scratch) {
    this.host = host;
    this.tool = tool;
    this.folder = folder;
    this.scratch = scratch;
    this.work = new LongWork(host.clock());
  }

  @Override
  public String name() {
    return "package";
  }

  @Override
  public void heed(Courtesy now) {
    courtesy = now;
  }

  @Override
  public Watch watch(Listener listener) {
    return work.watch(listener);
  }

  @Override
  public void retry(Address address) {
    work.forgive(Checks.parameter(address, "id", ID));
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var id = Checks.parameter(address, "id", ID);
    if (scratch) {
      throw new NotApplicableException("a scratch root has no packages of its own");
    }
    return new App(id, new AppInstaller(host, tool, folder, id));
  }

  private final class App implements Point {
    private final String id;
    private final AppInstaller installer;

    App(String id, AppInstaller installer) {
      this.id = id;
      this.installer = installer;
    }

    @Override
    public Value read() throws IOException {
      var record = installer.record();
      return record.isPresent() && installer.holds(record.orElseThrow())
          ? Value.of(record.orElseThrow().manifest())
          : Value.absent();
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent()) {
        restore(new Snapshot(value, ""));
        return;
      }
      var manifest = AppManifest.parse(value.wire());
      if (!manifest.type().equals(tool.type())) {
        throw new NotApplicableException(
            "this system installs packages of type %s only, not %s"
                .formatted(tool.type(), manifest.type()));
      }
      var refusal = tool.refusal(manifest.name());
      if (refusal.isPresent()) {
        throw new IOException("the manifest is refused: " + refusal.get());
      }
      if (!value.sameAs(read())) {
        work.demand(
            id,
            "install " + value.wire(),
            "installing " + manifest.words(),
            courtesy,
            () -> installer.install(manifest, value.wire()));
      }
    }

    @Override
    public Snapshot capture() throws IOException {
      var record = installer.record();
      return new Snapshot(read(), record.isPresent() ? record.orElseThrow().text() : "");
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      Optional<AppRecord> goal =
          before.detail().isEmpty()
              ? Optional.empty()
              : Optional.of(AppRecord.parse(before.detail()));
      if (!installer.record().equals(goal) || work.hasBegun(id)) {
        work.demand(
            id, "back to " + before.detail(), "taking " + id + " back", () -> installer.back(goal));
      } else {
        work.forget(id);
      }
    }

    @Override
    public Set<Path> files() {
      var files = new HashSet<Path>(tool.files());
      files.add(installer.file().path());
      return files;
    }
  }
}
