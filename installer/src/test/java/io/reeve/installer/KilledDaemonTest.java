package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.Views;
import io.reeve.harness.demo.Scenery;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Profile;
import io.reeve.harness.lab.LabViews.SettingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A daemon in a process of its own, killed at random moments while a profile comes and goes.
@EnabledOnOs(OS.LINUX)
final class KilledDaemonTest {
  private static final long SEED = 20261121;
  private static final int KILLS = 20;

  /// A machine may be so fast that it takes more until one falls into the middle of a pass.
  private static final int MOST_KILLS = 200;

  private static final long LONGEST_LATER = TimeUnit.MILLISECONDS.toNanos(20);

  @TempDir Path folder;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void end() throws Exception {
    for (var process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void whereverTheDaemonDiesEverySettingIsAsWantedOrAsBeforeAndTheNextSessionConverges()
      throws Exception {
    try (var site = Site.without(folder, config -> config)) {
      var daemon = start(site);
      site.enrol();
      site.lab().admin().putProfile(new Profile("all", false, Scenery.profile()));
      var before = seen(site);
      wish(site, true);
      site.agent().sync(true);
      var places = site.changed();
      var random = new Random(SEED);
      for (int kill = 0; kill < KILLS || (kill < MOST_KILLS && !hasCrashed()); kill++) {
        boolean applying = kill % 2 == 1;
        wish(site, applying);
        var place = site.file(places.get(random.nextInt(places.size())));
        awaitMoment(place, random.nextLong(LONGEST_LATER), site);
        daemon.destroyForcibly().waitFor();
        daemon = start(site);
        try {
          assertWantedOrBefore(site, before, "kill " + kill);
        } catch (AgentException e) {
          throw new AssertionError("kill " + kill + "\n" + logged(), e);
        }
        var synced = site.agent().sync(true).record().orElseThrow();
        assertThat(synced.ok()).as(synced.text()).isTrue();
        assertConverged(site, applying, "kill " + kill);
      }
      daemon.destroy();
      assertThat(daemon.waitFor(60, TimeUnit.SECONDS)).as("an orderly end").isTrue();
    }
    assertThat(hasCrashed()).as("one of them fell into the middle of a pass").isTrue();
  }

  private boolean hasCrashed() throws IOException {
    return Files.readString(folder.resolve("daemon.log")).contains("after a crash");
  }

  /// What the daemons have logged last.
  private String logged() throws IOException {
    var lines = Files.readAllLines(folder.resolve("daemon.log"));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }

  private Process start(Site site) throws Exception {
    var daemon = Program.daemon(site, folder.resolve("daemon.log"));
    processes.add(daemon);
    return daemon;
  }

  private static void wish(Site site, boolean applying) {
    if (applying) {
      site.lab().admin().assign(site.device(), "all");
    } else {
      site.lab().admin().unassign(site.device(), "all");
    }
  }

  /// Returns when that place of the profile has changed, or the session is over, and a moment
  /// chosen by chance has passed. The places change one after the other, so this falls anywhere
  /// into the pass that changes them, or just behind it.
  private static void awaitMoment(Path place, long later, Site site) throws Exception {
    var sessions = site.events("session.ended").size();
    var print = print(place);
    site.agent().sync(false);
    Await.until(
        "a moment to die",
        () -> !print(place).equals(print) || site.events("session.ended").size() > sessions);
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < later) {
      Thread.onSpinWait();
    }
  }

  private static String print(Path place) throws IOException {
    try {
      return Files.getLastModifiedTime(place) + " " + Files.size(place);
    } catch (NoSuchFileException _) {
      return "missing";
    }
  }

  private static List<String> uris() {
    return Scenery.profile().stream()
        .map(Item::uri)
        .filter(uri -> !uri.contains("/Compliance/"))
        .toList();
  }

  private static Map<String, Optional<String>> seen(Site site) {
    return uris().stream()
        .collect(Collectors.toMap(uri -> uri, uri -> site.agent().explain(uri).state().seen()));
  }

  private static void assertWantedOrBefore(
      Site site, Map<String, Optional<String>> before, String when) {
    for (var uri : uris()) {
      var state = site.agent().explain(uri).state();
      if (!state.state().equals("applied")) {
        assertThat(state.seen()).as("%s: %s is %s", when, uri, state).isEqualTo(before.get(uri));
      }
    }
  }

  private static void assertConverged(Site site, boolean applied, String when) throws Exception {
    if (applied) {
      assertThat(site.agent().settings(false))
          .as(when)
          .hasSize(uris().size())
          .extracting(Views.SettingState::state)
          .containsOnly("applied", "not-applicable");
      assertThat(site.lab().admin().settings(site.device()))
          .as(when)
          .filteredOn(setting -> setting.state() != SettingState.APPLIED)
          .allMatch(setting -> setting.status() == 406);
    } else {
      assertThat(site.agent().settings(false)).as(when).isEmpty();
      assertThat(site.changed()).as(when).isEmpty();
      assertThat(site.lab().admin().settings(site.device())).as(when).isEmpty();
    }
    assertThat(leftovers(site)).as(when).isEmpty();
  }

  /// Temporary files that a death in the middle of a write may leave.
  private static List<Path> leftovers(Site site) throws Exception {
    try (var files = Files.walk(site.root())) {
      return files
          .filter(file -> file.getFileName().toString().matches(".*(\\.tmp|~|\\.reeve-new).*"))
          .toList();
    }
  }
}
