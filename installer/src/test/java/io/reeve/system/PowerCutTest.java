package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.harness.lab.LabViews.Item;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A power cut, as the kernel's page cache has it: what was written and not made durable is gone.
/// The disk itself keeps all that the kernel gave it, so a disk that forgets what is in its own
/// cache is not proved against. Runs when asked for, with `./reeve test -Pown-kernel`.
///
/// After a boot the agent is not started at once: what is looked at first is what the disk holds.
@Tag("own-kernel")
@ExtendWith(VirtualSites.class)
final class PowerCutTest {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String PROFILE = "everything";
  private static final String MARK = "/root/mark";
  private static final List<Wish> WISHES = Wish.many();
  private static final Item[] ITEMS = WISHES.stream().map(Wish::item).toArray(Item[]::new);

  /// What the tools show of each setting, by its address.
  private static Map<String, String> looks(Machine machine) {
    var looks = new LinkedHashMap<String, String>();
    WISHES.forEach(wish -> looks.put(wish.item().uri(), wish.look(machine)));
    return looks;
  }

  /// The settings that are in force, by what the tools show.
  private static List<String> wanted(Map<String, String> looks) {
    return WISHES.stream()
        .filter(wish -> wish.isIn(looks.getOrDefault(wish.item().uri(), "")))
        .map(wish -> wish.item().uri())
        .toList();
  }

  private static void assertNothingBetween(
      String when, Map<String, String> before, Map<String, String> now) {
    var between = new LinkedHashMap<>(now);
    between.keySet().removeAll(wanted(now));
    between.forEach(
        (uri, look) -> assertThat(look).as(when + ": " + uri).isEqualTo(before.get(uri)));
  }

  private static long changed(Machine machine) {
    return machine.need("find", "/etc", "-type", "f", "-newer", MARK).lines().count();
  }

  @Test
  void noSettingIsLeftBetweenByAPowerCutInTheMiddleOfAPass(VirtualSite site) {
    var machine = site.machine();
    var before = looks(machine);
    assertThat(wanted(before)).isEmpty();
    site.lab().assign(PROFILE, false, List.of(ITEMS));
    machine.write(MARK, "");
    site.beginSync();
    Await.until("changed files", PATIENCE, () -> changed(machine) >= 3, site::log);
    machine.cutPower();

    assertNothingBetween("on the disk", before, looks(machine));

    site.startAgent();
    var told =
        WISHES.stream()
            .map(wish -> wish.item().uri())
            .filter(uri -> site.state(uri).path("state").asText().equals("applied"))
            .toList();
    var now = looks(machine);
    assertNothingBetween("after the agent's start", before, now);
    assertThat(wanted(now)).as("what the agent says is applied").containsAll(told);
  }
}
