package io.reeve.harness.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.files.HostsMechanism;
import io.reeve.core.files.Settler;
import io.reeve.core.reconcile.Configuration.Change;
import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.core.reconcile.Reconciler;
import io.reeve.core.spi.FileAttributes;
import io.reeve.core.spi.Host;
import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.LocalStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A pass that sets many entries of one file makes that file anew once, and each entry still has a
/// fate of its own.
final class OneWriteTest {
  private static final int MANY = 100;
  private static final String BEFORE = "127.0.0.1\tlocalhost\n";

  @TempDir Path folder;
  private final Replacements replacements = new Replacements();
  private Path hosts;
  private LocalStore store;
  private Reconciler reconciler;

  /// The attributes of a file are written when a new file takes its place.
  private static final class Replacements implements FileAttributes {
    private int count;
    private boolean broken;

    @Override
    public Map<String, String> read(Path file) {
      return Map.of();
    }

    @Override
    public void write(Path file, Map<String, String> attributes) throws IOException {
      count++;
      if (broken) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void remove(Path file, Set<String> names) {}
  }

  @BeforeEach
  void open() throws IOException {
    var clock = Clock.systemUTC();
    var root = folder.resolve("root");
    Files.createDirectories(root.resolve("etc"));
    var host =
        new Host(
            root,
            (arguments, _) -> {
              throw new IOException("no program is needed: " + arguments);
            },
            replacements,
            clock);
    hosts = Files.writeString(host.path("/etc/hosts"), BEFORE);
    store = LocalStore.open(folder.resolve("reeve.db"), clock);
    var mechanism = new HostsMechanism(host, "/etc/hosts", Settler.nothing());
    reconciler = new Reconciler(Catalog.load(), "linux", List.of(mechanism), store, clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Change change(int name, String value) {
    var uri = OmaUri.parse("./Device/Vendor/Reeve/Hosts/host%d.example".formatted(name));
    return new Change(uri, value.isEmpty() ? Value.absent() : Value.of(value));
  }

  private static List<Change> changes(String value) {
    var changes = new ArrayList<Change>();
    for (int i = 0; i < MANY; i++) {
      changes.add(change(i, value));
    }
    return changes;
  }

  private List<Outcome> apply(List<Change> changes, boolean atomic) {
    return reconciler.apply(Authority.SERVICE, changes, atomic).outcomes();
  }

  @Test
  void aHundredEntriesOfAFileAreOneWriteThereAndOneBack() throws IOException {
    assertThat(apply(changes("192.0.2.1"), false)).containsOnly(new Outcome.Applied(true));
    assertThat(Files.readString(hosts)).contains("192.0.2.1\thost0.example", "host99.example");
    assertThat(replacements.count).isEqualTo(1);
    apply(changes(""), false);
    assertThat(hosts).hasContent(BEFORE);
    assertThat(replacements.count).isEqualTo(2);
  }

  @Test
  void anEntryThatCannotBeWrittenFailsAlone() throws IOException {
    var changes = changes("192.0.2.1");
    changes.set(50, change(50, "no address"));
    var outcomes = apply(changes, false);
    assertThat(outcomes).filteredOn(Outcome.Failed.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(new Outcome.Applied(true)::equals).hasSize(MANY - 1);
    assertThat(Files.readString(hosts)).doesNotContain("host50.").contains("host49.", "host51.");
  }

  @Test
  void inAnAtomicPassOneBadEntryUndoesAll() {
    var changes = changes("192.0.2.1");
    changes.set(50, change(50, "no address"));
    assertThat(apply(changes, true)).noneMatch(Outcome.Applied.class::isInstance);
    assertThat(hosts).hasContent(BEFORE);
  }

  @Test
  void aFileThatCannotBeWrittenFailsAllItsEntriesAndIsAsBefore() throws IOException {
    replacements.broken = true;
    assertThat(apply(changes("192.0.2.1"), false))
        .allSatisfy(outcome ->
            assertThat(outcome).isEqualTo(new Outcome.Failed("No space left on device")));
    assertThat(hosts).hasContent(BEFORE);
    replacements.broken = false;
    reconciler.sweep();
    assertThat(Files.readString(hosts)).contains("host0.example", "host99.example");
  }
}
