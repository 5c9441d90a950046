package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.apps.AppMechanism;
import io.reeve.core.apps.AppRecord;
import io.reeve.core.spi.Courtesy;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.Mechanism.Snapshot;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.PendingException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The real apt and dpkg below a scratch root, with a repository of packages made here.
final class AppMechanismTest {
  private static final Address HELLO = new Address("package", Map.of("id", "hello"));
  private static final Value ANY = Value.of("{\"type\": \"deb\", \"name\": \"reeve-hello\"}");

  @TempDir Path folder;
  private Path root;
  private AptWorld world;
  private Instant now = Instant.parse("2026-11-20T08:00:00Z");
  private AppMechanism mechanism;
  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

  @BeforeEach
  void aMachineWithARepository() throws IOException {
    world = AptWorld.below(folder);
    root = world.root();
    world.publish("reeve-hello", "1.0", "Depends: reeve-lib");
    world.publish("reeve-lib", "1.0", "");
    world.index();
    mechanism = restarted();
  }

  private AppMechanism restarted() throws IOException {
    var clock =
        new Clock() {
          @Override
          public Instant instant() {
            return now;
          }

          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    var made =
        new AppMechanism(
            world.host(clock), world.apt(world.host(clock)), "/var/lib/reeve/apps", false);
    var _ = made.watch(told::add);
    told.clear();
    return made;
  }

  private Mechanism.Point hello() throws IOException {
    return mechanism.bind(HELLO);
  }

  /// Asks, waits for the end, and asks once more, as the agent does.
  private void write(Value value) throws IOException {
    write(HELLO, value);
  }

  private void write(Address app, Value value) throws IOException {
    var point = mechanism.bind(app);
    assertThatThrownBy(() -> point.write(value)).isInstanceOf(PendingException.class);
    awaitEnd();
    point.write(value);
  }

  private void restore(Snapshot before) throws IOException {
    restore(HELLO, before);
  }

  private void restore(Address app, Snapshot before) throws IOException {
    var point = mechanism.bind(app);
    assertThatThrownBy(() -> point.restore(before)).isInstanceOf(PendingException.class);
    awaitEnd();
    point.restore(before);
  }

  private String refusal(Value value) {
    assertThatThrownBy(() -> hello().write(value)).isInstanceOf(PendingException.class);
    awaitEnd();
    var refused = new AtomicReference<String>("");
    assertThatThrownBy(() -> hello().write(value))
        .isNotInstanceOf(PendingException.class)
        .satisfies(e -> refused.set(String.valueOf(e.getMessage())));
    mechanism.retry(HELLO);
    return refused.get();
  }

  private void awaitEnd() {
    try {
      assertThat(told.poll(2, TimeUnit.MINUTES)).isNotNull();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anAppIsInstalledWithWhatItNeedsAndGoesWithIt() throws IOException {
    var before = hello().capture();
    assertThat(before.value()).isEqualTo(Value.absent());
    write(ANY);
    assertThat(hello().read()).isEqualTo(ANY);
    assertThat(world.installed()).containsOnly("reeve-hello 1.0", "reeve-lib 1.0");
    assertThat(root.resolve("usr/share/reeve-hello/version")).hasContent("1.0");
    mechanism = restarted();
    assertThat(hello().read()).isEqualTo(ANY);
    restore(before);
    assertThat(hello().read()).isEqualTo(Value.absent());
    assertThat(world.installed()).isEmpty();
    assertThat(root.resolve("var/lib/reeve/apps/hello.json")).doesNotExist();
  }

  @Test
  void anAppThatIsWithdrawnWhileItWaitsForAGoodMomentIsNeverInstalled() throws Exception {
    var looking = new LinkedBlockingQueue<String>();
    var good = new Semaphore(0);
    mechanism.heed(() -> {
      looking.add("look");
      good.acquireUninterruptibly();
      return Optional.empty();
    });
    var before = hello().capture();
    assertThatThrownBy(() -> hello().write(ANY)).isInstanceOf(PendingException.class);
    assertThat(looking.poll(1, TimeUnit.MINUTES)).isNotNull();
    hello().restore(before);
    good.release();
    mechanism.heed(Courtesy.none());
    var lib = new Address("package", Map.of("id", "lib"));
    write(lib, Value.of("{\"type\": \"deb\", \"name\": \"reeve-lib\"}"));
    assertThat(world.installed()).containsOnly("reeve-lib 1.0");
  }

  @Test
  void whatWasThereBeforeStays() throws IOException {
    world.install("reeve-lib");
    write(ANY);
    restore(new Snapshot(Value.absent(), ""));
    assertThat(world.installed()).containsOnly("reeve-lib 1.0");
    world.install("reeve-hello");
    write(ANY);
    restore(new Snapshot(Value.absent(), ""));
    assertThat(world.installed()).containsOnly("reeve-hello 1.0", "reeve-lib 1.0");
  }

  @Test
  void whatSomethingElseNeedsByThenStays() throws IOException {
    world.publish("reeve-other", "1.0", "Depends: reeve-lib");
    world.index();
    write(ANY);
    world.install("reeve-other");
    restore(new Snapshot(Value.absent(), ""));
    assertThat(world.installed()).containsOnly("reeve-other 1.0", "reeve-lib 1.0");
  }

  @Test
  void whatSomebodyHasAskedForSinceStays() throws IOException {
    write(ANY);
    world.mark("manual", "reeve-lib");
    restore(new Snapshot(Value.absent(), ""));
    assertThat(world.installed()).containsOnly("reeve-lib 1.0");
  }

  @Test
  void whatAnotherAppAsksForStaysAndGoesWithThatOne() throws IOException {
    var lib = new Address("package", Map.of("id", "lib"));
    write(ANY);
    write(lib, Value.of("{\"type\": \"deb\", \"name\": \"reeve-lib\"}"));
    restore(new Snapshot(Value.absent(), ""));
    assertThat(world.installed()).containsOnly("reeve-lib 1.0");
    restore(lib, new Snapshot(Value.absent(), ""));
    assertThat(world.installed()).isEmpty();
    assertThat(root.resolve("var/lib/reeve")).doesNotExist();
  }

  @Test
  void aVersionThatAnotherAppAsksForStaysAndTheOldOneComesBackWithThatOne() throws IOException {
    var lib = new Address("package", Map.of("id", "lib"));
    world.install("reeve-lib");
    world.publish("reeve-lib", "2.0", "");
    world.publish("reeve-hello", "2.0", "Depends: reeve-lib (>= 2.0)");
    world.index();
    write(ANY);
    write(lib, Value.of("{\"type\":\"deb\",\"name\":\"reeve-lib\",\"version\":\">= 2.0\"}"));
    restore(new Snapshot(Value.absent(), ""));
    assertThat(world.installed()).containsOnly("reeve-lib 2.0");
    restore(lib, new Snapshot(Value.absent(), ""));
    assertThat(world.installed()).containsOnly("reeve-lib 1.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reeve-h.llo", "reeve-hello+", "reeve-virtual"})
  void whatAptWouldTakeForAnotherPackageIsRefusedBeforeAnythingIsInstalled(String name)
      throws IOException {
    world.publish("reeve-provider", "1.0", "Provides: reeve-virtual");
    world.index();
    assertThat(refusal(Value.of("{\"type\":\"deb\",\"name\":\"" + name + "\"}")))
        .contains(name + " cannot be installed");
    assertThat(world.installed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "reeve-hello-", "Reeve", "-y", "reeve:i386", "reeve/stable", "a*"})
  void whatIsNoNameOfAPackageIsRefusedAtOnce(String name) throws IOException {
    assertThatThrownBy(
            () -> hello().write(Value.of("{\"type\":\"deb\",\"name\":\"" + name + "\"}")))
        .hasMessageContaining("is not the name of a ");
  }

  @Test
  void anUpgradeIsMadeAndTakenBackWhileTheOldVersionCanBeHad() throws IOException {
    world.install("reeve-hello");
    world.publish("reeve-hello", "2.0", "Depends: reeve-lib");
    world.index();
    var newer = Value.of("{\"type\":\"deb\",\"name\":\"reeve-hello\",\"version\":\">= 2.0\"}");
    write(newer);
    assertThat(world.installed()).containsOnly("reeve-hello 2.0", "reeve-lib 1.0");
    restore(new Snapshot(Value.absent(), ""));
    assertThat(world.installed()).containsOnly("reeve-hello 1.0", "reeve-lib 1.0");
    write(newer);
    world.withdraw("reeve-hello", "1.0");
    world.index();
    restore(new Snapshot(Value.absent(), ""));
    assertThat(world.installed()).containsOnly("reeve-hello 2.0", "reeve-lib 1.0");
  }

  @Test
  void anotherManifestComesAndTheFirstComesBack() throws IOException {
    world.publish("reeve-hello", "2.0", "Depends: reeve-lib");
    world.index();
    var old = Value.of("{\"type\":\"deb\",\"name\":\"reeve-hello\",\"version\":\"= 1.0\"}");
    write(old);
    var before = hello().capture();
    write(Value.of("{\"type\":\"deb\",\"name\":\"reeve-hello\",\"version\":\"2.0\"}"));
    assertThat(world.installed()).contains("reeve-hello 2.0");
    restore(before);
    assertThat(hello().read()).isEqualTo(old);
    assertThat(world.installed()).containsOnly("reeve-hello 1.0", "reeve-lib 1.0");
    restore(new Snapshot(Value.absent(), ""));
    assertThat(world.installed()).isEmpty();
  }

  @Test
  void aFailureIsTheToolsReasonAndIsNotTriedAgainTooSoon() throws IOException {
    var absent = Value.of("{\"type\":\"deb\",\"name\":\"reeve-nothing\"}");
    assertThatThrownBy(() -> hello().write(absent)).isInstanceOf(PendingException.class);
    awaitEnd();
    assertThatThrownBy(() -> hello().write(absent))
        .isNotInstanceOf(PendingException.class)
        .hasMessageContaining("reeve-nothing cannot be installed: E: Unable to locate package");
    now = now.plus(Duration.ofMinutes(4));
    assertThatThrownBy(() -> hello().write(absent)).isNotInstanceOf(PendingException.class);
    mechanism.retry(HELLO);
    assertThatThrownBy(() -> hello().write(absent)).isInstanceOf(PendingException.class);
    awaitEnd();
    now = now.plus(Duration.ofMinutes(6));
    assertThatThrownBy(() -> hello().write(absent)).isInstanceOf(PendingException.class);
    awaitEnd();
    hello().restore(new Snapshot(Value.absent(), ""));
  }

  @Test
  void nothingElseIsRemovedToMakeRoom() throws IOException {
    world.install("reeve-lib");
    world.publish("reeve-rival", "1.0", "Conflicts: reeve-lib");
    world.index();
    var rival = Value.of("{\"type\":\"deb\",\"name\":\"reeve-rival\"}");
    assertThatThrownBy(() -> hello().write(rival)).isInstanceOf(PendingException.class);
    awaitEnd();
    assertThatThrownBy(() -> hello().write(rival)).hasMessageContaining("cannot be installed");
    assertThat(world.installed()).containsOnly("reeve-lib 1.0");
  }

  @Test
  void aPackageFileIsInstalledWhenItsDigestIsRightAndOnlyThen() throws IOException {
    write(Value.of("{\"type\":\"deb\",\"name\":\"reeve-lib\"}"));
    var file = world.build("reeve-file", "3.0", "");
    var wrong = manifest("reeve-file", file, "0".repeat(64));
    assertThatThrownBy(() -> hello().write(wrong)).isInstanceOf(PendingException.class);
    awaitEnd();
    assertThatThrownBy(() -> hello().write(wrong)).hasMessageContaining("it is not installed");
    var other = manifest("reeve-other", file, AptWorld.sha256(file));
    assertThatThrownBy(() -> hello().write(other)).isInstanceOf(PendingException.class);
    awaitEnd();
    assertThatThrownBy(() -> hello().write(other)).hasMessageContaining("is not the package");
    write(manifest("reeve-file", file, AptWorld.sha256(file)));
    assertThat(world.installed()).containsOnly("reeve-file 3.0", "reeve-lib 1.0");
    assertThat(root.resolve("var/lib/reeve/apps/hello.deb")).doesNotExist();
  }

  private static Value manifest(String name, Path file, String digest) {
    return Value.of(
        "{\"type\":\"deb\",\"name\":\"%s\",\"source\":\"file://%s\",\"sha256\":\"%s\"}"
            .formatted(name, "/" + file.getFileName(), digest));
  }

  @Test
  void whatSomebodyRemovesIsMissedAndPutBack() throws IOException {
    write(ANY);
    world.remove("reeve-hello");
    assertThat(hello().read()).isEqualTo(Value.absent());
    assertThat(hello().files())
        .contains(
            root.resolve("var/lib/dpkg/status"), root.resolve("var/lib/reeve/apps/hello.json"));
    write(ANY);
    assertThat(world.installed()).contains("reeve-hello 1.0");
  }

  @Test
  void aCrashInTheMiddleIsFinishedByWhoAsksNext() throws IOException {
    Scratch.file(
        root,
        "/var/lib/reeve/apps/hello.json",
        new AppRecord(ANY.wire(), false, List.of("reeve-lib", "reeve-hello"), Map.of(), Set.of())
            .text());
    world.install("reeve-lib");
    world.mark("auto", "reeve-lib");
    assertThat(hello().read()).isEqualTo(Value.absent());
    write(ANY);
    restore(new Snapshot(Value.absent(), ""));
    assertThat(world.installed()).isEmpty();
  }

  @Test
  void aCrashInTheLastStepLeavesNothingToDoButToFinishIt() throws IOException {
    Scratch.file(
        root,
        "/var/lib/reeve/apps/hello.json",
        new AppRecord(
                ANY.wire(),
                false,
                List.of("reeve-lib", "reeve-hello"),
                Map.of(),
                Set.of("reeve-hello"))
            .text());
    world.install("reeve-hello");
    var status = root.resolve("var/lib/dpkg/status");
    var unpacked = Files.readString(status).replace("ok installed", "ok unpacked");
    Files.writeString(status, unpacked);
    Scratch.file(root, "/var/lib/dpkg/updates/0000", unpacked.split("\n\n")[0] + "\n");
    assertThat(hello().read()).isEqualTo(Value.absent());
    write(ANY);
    assertThat(hello().read()).isEqualTo(ANY);
    restore(new Snapshot(Value.absent(), ""));
    assertThat(world.installed()).isEmpty();
  }

  @Test
  void otherKindsAndScratchRootsAreNotApplicable() throws IOException {
    assertThatThrownBy(() -> hello().write(Value.of("{\"type\":\"rpm\",\"name\":\"hello\"}")))
        .isInstanceOf(NotApplicableException.class);
    var scratch =
        new AppMechanism(
            Scratch.host(root), new AptPackages(Scratch.host(root)), "/var/lib/reeve/apps", true);
    assertThatThrownBy(() -> scratch.bind(HELLO)).isInstanceOf(NotApplicableException.class);
    assertThatThrownBy(() -> mechanism.bind(new Address("package", Map.of("id", "../x"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyProblemOfAManifestIsNamed() throws IOException {
    var wrong =
        Value.of(
            """
            {"type": "tar", "name": "-o=x", "version": "< 2", "source": "https://x/y.deb",
             "args": ["--force-yes"], "nmae": 1}
            """);
    assertThatThrownBy(() -> hello().write(wrong))
        .hasMessageContainingAll(
            "'type'",
            "'name'",
            "'version'",
            "'source'",
            "'sha256'",
            "'args'",
            "unknown key 'nmae'");
    assertThatThrownBy(() -> hello().write(Value.of("{"))).hasMessageContaining("not JSON");
    assertThat(Files.exists(root.resolve("var/lib/reeve"))).isFalse();
  }
}
