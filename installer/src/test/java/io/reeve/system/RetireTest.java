package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.local.AgentException;
import io.reeve.harness.lab.LabViews.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A machine that the organisation gives back is what it was on the day before its enrolment.
final class RetireTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String RETIRE = "./Device/Vendor/MSFT/DMClient/Unenroll";
  private static final String COLLECT = "./Device/Vendor/Reeve/Actions/CollectDiagnostics";

  /// What these ask for, another row takes away.
  private static final Set<String> CONTRADICTED =
      Set.of("fw.enable", "fw.default-inbound", "cert.untrusted");

  private static final List<Row> ROWS =
      TierOne.asked().filter(row -> !CONTRADICTED.contains(row.id())).toList();

  /// What stays in the state folder: the ledger with what an administrator has set, and the agent
  /// itself at work.
  private static final Set<String> KEPT =
      Set.of(
          "agent.json",
          "agent.sock",
          "lock",
          "reeve.db",
          "reeve.db-shm",
          "reeve.db-wal",
          "reeve.db.copy");

  /// What the running process has unpacked for itself.
  private static final Pattern NATIVE = Pattern.compile("sqlite-|jna|native/");

  /// Everything that can be told of a machine.
  private record Day(MachineState state, String packages, String people) {
    static Day of(BootedMachine machine) {
      try {
        return new Day(
            MachineState.of(machine, MachineImage.get()),
            machine.need("dpkg-query", "--show", "--showformat=${Package} ${Version} ${Status}\n"),
            machine.need("getent", "passwd")
                + machine.need("getent", "group")
                + machine.need("getent", "shadow"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    List<String> differences(Day later) {
      var lines = new ArrayList<>(state.differences(later.state));
      if (!packages.equals(later.packages)) {
        lines.add("packages: " + lines(packages, later.packages));
      }
      if (!people.equals(later.people)) {
        lines.add("people: " + lines(people, later.people));
      }
      return lines;
    }

    private static Set<String> lines(String before, String after) {
      var changed = new TreeSet<>(after.lines().toList());
      before
          .lines()
          .forEach(line -> {
            if (!changed.remove(line)) {
              changed.add("gone: " + line);
            }
          });
      return changed;
    }
  }

  private static List<Item> wishes() {
    var byUri = new LinkedHashMap<String, Item>();
    ROWS.forEach(row -> row.wish().forEach(item -> byUri.put(item.uri(), item)));
    return List.copyOf(byUri.values());
  }

  @Test
  void aRetiredMachineIsWhatItWasOnTheDayBefore() throws IOException {
    var before = new ArrayList<Day>();
    try (var site =
        Requirements.orSkip(() ->
            ManagedMachine.start(
                machine -> {
                  Furniture.usual(machine);
                  ROWS.forEach(row -> row.scene().accept(machine));
                },
                Installation.NO_HOLD,
                machine -> before.add(Day.of(machine))))) {
      var machine = site.machine();
      site.lab().assign("everything", false, wishes());
      site.sync();
      Await.until(
          "all settings in force",
          PATIENCE,
          () -> ROWS.stream().allMatch(row -> row.unmet(machine, false).isEmpty()),
          () ->
              ROWS.stream().map(row -> row.id() + row.unmet(machine, false)).toList()
                  + "\n"
                  + site.log());
      site.lab().queue("exec", Item.of(COLLECT, "null", ""));
      site.sync();
      assertThat(before.getFirst().differences(Day.of(machine))).hasSizeGreaterThan(40);

      site.lab().queue("exec", Item.of(RETIRE, "chr", "lab"));
      leave(site);

      Await.until(
          "the day before",
          PATIENCE,
          () -> before.getFirst().differences(Day.of(machine)).isEmpty(),
          () -> before.getFirst().differences(Day.of(machine)) + "\n" + site.log());
      assertThat(machine.need("find", "/var/lib/reeve", "-type", "f", "-printf", "%P\n").lines())
          .as("what stays in the state folder")
          .allMatch(name -> KEPT.contains(name) || NATIVE.matcher(name).lookingAt());
      assertThat(site.agent().settings(false)).isEmpty();
      assertThat(site.agent().ledger().whole()).isTrue();
    }
  }

  /// The enrolment may end before the session's own end is told.
  private static void leave(ManagedMachine site) {
    try {
      var _ = site.agent().sync(true);
    } catch (AgentException e) {
      assertThat(e.kind()).isEqualTo(AgentException.Kind.NOT_ENROLLED);
    }
    Await.until(
        "the end of the enrolment", PATIENCE, () -> !site.agent().status().enrolled(), site::log);
  }
}
