package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.desk.Notice;
import io.reeve.core.desk.People;
import io.reeve.core.desk.Presence;
import io.reeve.core.desk.Presence.Attention;
import io.reeve.core.desk.Presence.Doing;
import io.reeve.core.desk.Presence.Power;
import io.reeve.store.Notes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class InstallCourtesyTest {
  private static final Presence CALL =
      new Presence(List.of(Doing.IN_CALL), Attention.HERE, Power.MAINS, false);

  private final List<Presence> presences = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final Map<String, String> notes = new TreeMap<>();

  private void await() {
    var people =
        new People() {
          @Override
          public List<Person> here() {
            return List.of();
          }

          @Override
          public boolean tell(Person person, Notice notice) {
            return false;
          }

          @Override
          public Presence presence() {
            return presences.size() > 1 ? presences.removeFirst() : presences.getFirst();
          }
        };
    new InstallCourtesy(people, kept(), pauses::add).await();
  }

  private Notes kept() {
    return new Notes() {
      @Override
      public Optional<String> get(String name) {
        return Optional.ofNullable(notes.get(name));
      }

      @Override
      public void put(String name, String text) {
        notes.put(name, text);
      }

      @Override
      public void remove(String name) {
        notes.remove(name);
      }

      @Override
      public Map<String, String> startingWith(String prefix) {
        return notes;
      }
    };
  }

  @Test
  void anInstallBeginsWhenTheCallIsOver() {
    presences.addAll(List.of(CALL, CALL, Presence.here()));
    await();
    assertThat(pauses).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(1));
  }

  @Test
  void aCallThatNeverEndsHoldsItForADayOnly() {
    presences.add(CALL);
    await();
    assertThat(pauses).hasSize(24 * 60);
  }

  @Test
  void aLinkThatCostsIsWaitedForUnlessThePolicySaysOtherwise() {
    presences.add(new Presence(List.of(), Attention.HERE, Power.MAINS, true));
    notes.put("person/policy/MeteredWaits", "false");
    await();
    assertThat(pauses).isEmpty();
  }
}
