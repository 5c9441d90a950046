package io.reeve.harness.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.files.HostsMechanism;
import io.reeve.core.files.Settler;
import io.reeve.core.reconcile.Configuration.Change;
import io.reeve.core.reconcile.Reconciler;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.FileAttributes;
import io.reeve.core.spi.Glance;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.LocalStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a pass that finds nothing costs, in reads and not in time; and that it finds what there is.
final class OneLookTest {
  private static final int MANY = 100;

  @TempDir Path folder;
  private final AtomicInteger looks = new AtomicInteger();
  private Path hosts;
  private LocalStore store;
  private Reconciler reconciler;

  @BeforeEach
  void open() throws IOException {
    var clock = Clock.systemUTC();
    var root = folder.resolve("root");
    Files.createDirectories(root.resolve("etc"));
    var host = new Host(root, OneLookTest::noProgram, FileAttributes.none(), clock);
    hosts = Files.writeString(host.path("/etc/hosts"), "127.0.0.1\tlocalhost\n");
    store = LocalStore.open(folder.resolve("reeve.db"), clock);
    var mechanism = new Counted(new HostsMechanism(host, "/etc/hosts", Settler.nothing()));
    reconciler = new Reconciler(Catalog.load(), "linux", List.of(mechanism), store, clock);
    var changes = new ArrayList<Change>();
    for (int i = 0; i < MANY; i++) {
      var uri = OmaUri.parse("./Device/Vendor/Reeve/Hosts/host%d.example".formatted(i));
      changes.add(new Change(uri, Value.of("192.0.2." + i)));
    }
    reconciler.apply(Authority.SERVICE, changes, false);
    looks.set(0);
  }

  private static Commands.Result noProgram(List<String> arguments, Duration limit)
      throws IOException {
    throw new IOException("no program is needed: " + arguments);
  }

  @AfterEach
  void close() {
    store.close();
  }

  /// Counts how often a look begins: who reads in it finds the question answered.
  private final class Counted implements Mechanism {
    private final Mechanism inner;

    Counted(Mechanism inner) {
      this.inner = inner;
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public Point bind(Address address) throws NotApplicableException {
      var point = inner.bind(address);
      return new Point() {
        @Override
        public Value read() throws IOException {
          Glance.ask(new Look(looks));
          return point.read();
        }

        @Override
        public void write(Value value) throws IOException {
          point.write(value);
        }

        @Override
        public Mechanism.Snapshot capture() throws IOException {
          return point.capture();
        }

        @Override
        public void restore(Mechanism.Snapshot before) throws IOException {
          point.restore(before);
        }
      };
    }
  }

  private record Look(AtomicInteger looks) implements Glance.Question<Integer> {
    @Override
    public Integer answer() {
      return looks.incrementAndGet();
    }
  }

  @Test
  void aPassOverAHundredEntriesOfOneFileReadsItOnce() {
    assertThat(reconciler.sweep()).isEmpty();
    assertThat(looks).hasValue(1);
  }

  @Test
  void theStandingOfAHundredEntriesOfOneFileIsOneRead() {
    assertThat(reconciler.settings()).hasSize(MANY);
    assertThat(looks).hasValue(1);
  }

  @Test
  void aChangeThatKeepsSizeAndTimesIsFound() throws IOException {
    reconciler.sweep();
    var right = Files.readString(hosts);
    var time = Files.getLastModifiedTime(hosts);
    Files.writeString(hosts, right.replace("192.0.2.17\t", "192.0.2.71\t"));
    Files.setLastModifiedTime(hosts, time);
    assertThat(reconciler.sweep()).hasSize(1);
    assertThat(hosts).hasContent(right);
  }

  @Test
  void everyOneOfManyChangesIsFoundInOneLook() throws IOException {
    var right = Files.readString(hosts);
    Files.writeString(hosts, "127.0.0.1\tlocalhost\n");
    assertThat(reconciler.sweep()).hasSize(MANY);
    assertThat(hosts).hasContent(right);
  }
}
