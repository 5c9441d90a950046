package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.reconcile.Configuration.Change;
import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.core.reconcile.Reconciler;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.harness.FileState;
import io.reeve.harness.demo.Scenery;
import io.reeve.platform.linux.LinuxPlatform;
import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Setting.Acceptance;
import io.reeve.policy.Value;
import io.reeve.store.LocalStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Linux's own mechanisms on a scratch root, with a store and a reconciler and nothing else.
final class ScratchMachine implements AutoCloseable {
  private static final Catalog CATALOG = Catalog.load();

  final LocalStore store;
  final Reconciler reconciler;
  private final Path root;

  /// @param folder has the root in `root` and the store in `agent`
  ScratchMachine(Path folder) {
    this(folder.resolve("root"), folder.resolve("agent"), mechanism -> mechanism);
  }

  /// @param how wraps each mechanism
  ScratchMachine(Path root, Path state, UnaryOperator<Mechanism> how) {
    this.root = root;
    var platform = new LinuxPlatform();
    var clock = Clock.systemUTC();
    var mechanisms =
        platform
            .mechanisms(new Host(root, platform.commands(), platform.attributes(), clock))
            .stream()
            .map(how)
            .toList();
    store = LocalStore.open(state.resolve("reeve.db"), clock);
    reconciler = new Reconciler(CATALOG, "linux", mechanisms, store, clock);
  }

  /// The demonstration's profile as changes.
  static List<Change> profile() {
    var changes = new ArrayList<Change>();
    for (var item : Scenery.profile()) {
      CATALOG
          .find(OmaUri.parse(item.uri()))
          .ifPresent(match -> {
            var accepted = match.setting().accept(Format.of(item.format()), item.value());
            assertThat(accepted).isInstanceOf(Acceptance.Accepted.class);
            if (accepted instanceof Acceptance.Accepted(Value value)) {
              changes.add(new Change(match.uri(), value));
            }
          });
    }
    return changes;
  }

  /// Does one of the kinds of work there are.
  List<Outcome> work(Work work) {
    return switch (work) {
      case APPLY -> apply(profile(), false);
      case APPLY_ATOMIC -> apply(profile(), true);
      case REMOVE -> apply(removal(), false);
      case REMOVE_ATOMIC -> apply(removal(), true);
      case REPAIR -> {
        var _ = reconciler.repair();
        yield List.of();
      }
    };
  }

  /// What a pass is for.
  enum Work {
    APPLY,
    APPLY_ATOMIC,
    REMOVE,
    REMOVE_ATOMIC,
    REPAIR
  }

  private static List<Change> removal() {
    return profile().stream().map(change -> new Change(change.uri(), Value.absent())).toList();
  }

  List<Outcome> apply(List<Change> changes, boolean atomic) {
    return reconciler.apply(Authority.SERVICE, changes, atomic).outcomes();
  }

  /// Every file as it is: content, mode and owner.
  List<FileState> files() throws IOException {
    return FileState.below(root).stream().map(FileState::untimed).toList();
  }

  @Override
  public void close() {
    store.close();
  }
}
