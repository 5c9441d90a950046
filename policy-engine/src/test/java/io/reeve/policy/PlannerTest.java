package io.reeve.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.policy.Observation.Seen;
import io.reeve.policy.Plan.Step;
import io.reeve.policy.Planner.Demand;
import io.reeve.policy.Planner.Held;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PlannerTest {
  private static final Value A = Value.of("a");
  private static final Value B = Value.of("b");
  private static final Value C = Value.of("c");

  private final Catalog catalog =
      TestRows.catalog(
          TestRows.row("t.two", "'after': ['t.one']"),
          TestRows.row("t.one", ""),
          TestRows.row("t.three", "'after': ['t.two']"));
  private final OmaUri one = uri("one");
  private final OmaUri two = uri("two");
  private final OmaUri three = uri("three");

  private static OmaUri uri(String name) {
    return OmaUri.parse("./Device/Vendor/Reeve/Test/t-" + name);
  }

  private static Address at(String key) {
    return new Address("m", Map.of("key", key));
  }

  private Plan plan(List<Demand> wanted, Map<Address, Observation> seen, Map<Address, Held> held) {
    return Planner.plan(catalog, wanted, seen, held);
  }

  /// The step for one place that one setting wants, or nobody.
  private Step step(List<Value> wanted, Value seen, List<Held> held) {
    var plan =
        plan(
            wanted.stream().map(value -> new Demand(one, at("k"), value)).toList(),
            Map.of(at("k"), new Seen(seen)),
            held.isEmpty() ? Map.of() : Map.of(at("k"), held.getFirst()));
    assertThat(plan.steps()).hasSize(1);
    return plan.steps().getFirst();
  }

  private Held held(Value before, Value written) {
    return new Held(before, written, false, List.of(one));
  }

  private Held found(Value value) {
    return new Held(value, value, true, List.of(one));
  }

  private Step write(Value value, Value seen, boolean drift, Held after) {
    return new Step.Write(at("k"), List.of(one), value, seen, drift, after);
  }

  private Step keep(Held after) {
    return new Step.Keep(at("k"), List.of(one), after);
  }

  private Step leave(String reason) {
    return new Step.Leave(at("k"), List.of(one), reason);
  }

  @Test
  void aPlaceThatIsOtherwiseIsWrittenAndWhatWasThereIsKept() {
    assertThat(step(List.of(B), A, List.of())).isEqualTo(write(B, A, false, held(A, B)));
    assertThat(step(List.of(B), Value.absent(), List.of()))
        .isEqualTo(write(B, Value.absent(), false, held(Value.absent(), B)));
    assertThat(step(List.of(Value.absent()), A, List.of()))
        .isEqualTo(write(Value.absent(), A, false, held(A, Value.absent())));
  }

  @Test
  void aPlaceThatIsAsWantedAlreadyIsHeldAsFoundAndNeverTakenAway() {
    assertThat(step(List.of(A), A, List.of())).isEqualTo(keep(found(A)));
    assertThat(step(List.of(Value.of(5)), Value.of("5"), List.of()))
        .isEqualTo(keep(found(Value.of(5))));
    assertThat(step(List.of(), A, List.of(found(A)))).isEqualTo(leave("it was so before"));
    assertThat(step(List.of(), C, List.of(found(A)))).isEqualTo(leave("it was so before"));
  }

  @Test
  void whatWeWroteIsTakenBackOnlyWhileItIsStillThere() {
    assertThat(step(List.of(), B, List.of(held(A, B))))
        .isEqualTo(new Step.Restore(at("k"), List.of(one), A));
    assertThat(step(List.of(), B, List.of(held(Value.absent(), B))))
        .isEqualTo(new Step.Restore(at("k"), List.of(one), Value.absent()));
    assertThat(step(List.of(), C, List.of(held(A, B))))
        .isEqualTo(leave("changed by someone else since"));
    assertThat(step(List.of(), Value.absent(), List.of(held(A, B))))
        .isEqualTo(leave("changed by someone else since"));
    assertThat(step(List.of(), A, List.of(held(A, B))))
        .isEqualTo(leave("it is again as it was before"));
  }

  @Test
  void aChangeBehindOurBackIsDriftAndANewWishIsNot() {
    assertThat(step(List.of(B), C, List.of(held(A, B)))).isEqualTo(write(B, C, true, held(A, B)));
    assertThat(step(List.of(C), B, List.of(held(A, B)))).isEqualTo(write(C, B, false, held(A, C)));
    assertThat(step(List.of(B), B, List.of(held(A, B)))).isEqualTo(keep(held(A, B)));
    assertThat(step(List.of(C), C, List.of(held(A, B)))).isEqualTo(keep(held(A, C)));
  }

  @Test
  void whatWasFoundAndIsThenWrittenIsOursToGiveBack() {
    assertThat(step(List.of(B), A, List.of(found(A)))).isEqualTo(write(B, A, false, held(A, B)));
    assertThat(step(List.of(A), C, List.of(found(A)))).isEqualTo(write(A, C, true, held(A, A)));
    assertThat(step(List.of(), A, List.of(held(A, A))))
        .isEqualTo(new Step.Restore(at("k"), List.of(one), A));
  }

  @Test
  void aPlaceThatCannotBeUsedIsSkippedAndStaysHeld() {
    var gone = new Observation.NotApplicable("no library");
    var lost = new Observation.Unreadable("denied");
    var wanted = List.of(new Demand(one, at("k"), A));
    var hold = Map.of(at("k"), held(A, B));

    assertThat(plan(wanted, Map.of(at("k"), gone), Map.of()).steps())
        .containsExactly(new Step.Skip(at("k"), List.of(one), gone));
    assertThat(plan(List.of(), Map.of(at("k"), lost), hold).steps())
        .containsExactly(new Step.Skip(at("k"), List.of(one), lost));
    assertThat(plan(wanted, Map.of(), hold).steps())
        .containsExactly(
            new Step.Skip(
                at("k"), List.of(one), new Observation.Unreadable("the place was not looked at")));
  }

  @Test
  void settingsThatWantTheSameOfAPlaceShareItAndThoseThatDoNotAreBothRefused() {
    var seen = Map.<Address, Observation>of(at("k"), new Seen(A));
    var same =
        List.of(new Demand(two, at("k"), Value.of(1)), new Demand(one, at("k"), Value.of("1")));
    var other = List.of(new Demand(one, at("k"), B), new Demand(two, at("k"), Value.absent()));

    assertThat(plan(same, seen, Map.of()).steps())
        .containsExactly(
            new Step.Write(
                at("k"),
                List.of(one, two),
                Value.of("1"),
                A,
                false,
                new Held(A, Value.of("1"), false, List.of(one, two))));
    assertThat(plan(other, seen, Map.of(at("k"), held(A, B))).steps())
        .containsExactly(
            new Step.Conflict(
                at("k"), List.of(one, two), one + " wants 'b', " + two + " wants nothing there"));
  }

  @Test
  void givingBackComesFirstBackwardsAndWritingFollowsTheOrderOfTheRows() {
    var wanted =
        List.of(
            new Demand(three, at("3"), A),
            new Demand(two, at("2"), A),
            new Demand(one, at("1"), A));
    var held = new LinkedHashMap<Address, Held>();
    held.put(at("old1"), new Held(A, B, false, List.of(one)));
    held.put(at("old3"), new Held(A, B, false, List.of(three)));
    held.put(at("old2"), new Held(A, B, false, List.of(two)));
    var seen = new HashMap<Address, Observation>();
    List.of("1", "2", "3", "old1", "old2", "old3").forEach(k -> seen.put(at(k), new Seen(B)));

    assertThat(plan(wanted, seen, held).steps())
        .extracting(step -> step.address().parameter("key"))
        .containsExactly("old3", "old2", "old1", "1", "2", "3");
  }

  @Test
  void placesOfOneSettingKeepTheRowsOrder() {
    var wanted = List.of("z", "a", "m").stream().map(k -> new Demand(one, at(k), A)).toList();
    var seen = new HashMap<Address, Observation>();
    wanted.forEach(demand -> seen.put(demand.address(), new Seen(B)));

    assertThat(plan(wanted, seen, Map.of()).steps())
        .extracting(step -> step.address().parameter("key"))
        .containsExactly("z", "a", "m");
  }

  /// Wanting, drifting and withdrawing at random, on a machine that does as it is told: a plan
  /// carried out leaves nothing to write, and when all is withdrawn without drift in between, the
  /// machine is as it was.
  @Test
  void aPlanCarriedOutIsQuietAndWithdrawingEverythingRestoresTheMachine() {
    var random = new Random(42);
    var values = List.of(A, B, C, Value.absent());
    for (int round = 0; round < 300; round++) {
      var machine = new HashMap<Address, Value>();
      for (int i = 0; i < 5; i++) {
        machine.put(at("k" + i), values.get(random.nextInt(4)));
      }
      var pristine = Map.copyOf(machine);
      var held = new HashMap<Address, Held>();
      for (int pass = 0; pass < 6; pass++) {
        var wanted = new ArrayList<Demand>();
        for (int i = 0; i < 5; i++) {
          if (random.nextBoolean()) {
            wanted.add(new Demand(one, at("k" + i), values.get(random.nextInt(4))));
          }
        }
        carryOut(plan(wanted, seen(machine), held), machine, held);
        var again = plan(wanted, seen(machine), held);

        assertThat(again.isQuiet()).isTrue();
        assertThat(again.steps()).hasSize(wanted.size()).allMatch(Step.Keep.class::isInstance);
      }
      carryOut(plan(List.of(), seen(machine), held), machine, held);

      assertThat(machine).isEqualTo(pristine);
      assertThat(held).isEmpty();
    }
  }

  private static Map<Address, Observation> seen(Map<Address, Value> machine) {
    var seen = new HashMap<Address, Observation>();
    machine.forEach((address, value) -> seen.put(address, new Seen(value)));
    return seen;
  }

  private static void carryOut(Plan plan, Map<Address, Value> machine, Map<Address, Held> held) {
    for (var step : plan.steps()) {
      switch (step) {
        case Step.Write write -> {
          machine.put(write.address(), write.value());
          held.put(write.address(), write.after());
        }
        case Step.Keep keep -> held.put(keep.address(), keep.after());
        case Step.Restore restore -> {
          machine.put(restore.address(), restore.before());
          held.remove(restore.address());
        }
        case Step.Leave leave -> held.remove(leave.address());
        case Step.Skip _, Step.Conflict _ -> throw new AssertionError(step);
      }
    }
  }

  @Test
  void anOptionalPlaceThisMachineCannotHoldIsPassedOver() {
    var wanted = List.of(new Demand(one, at("k"), A), new Demand(one, at("o"), B, true));
    var gone = new Observation.NotApplicable("no server");
    var seen = Map.<Address, Observation>of(at("k"), new Seen(C), at("o"), gone);
    assertThat(plan(wanted, seen, Map.of()).steps())
        .singleElement()
        .satisfies(step -> assertThat(step.address()).isEqualTo(at("k")));
    assertThat(plan(wanted, seen, Map.of(at("o"), held(C, B))).steps()).hasSize(1);
    assertThat(plan(wanted, Map.of(at("k"), new Seen(C), at("o"), new Seen(C)), Map.of()).steps())
        .hasSize(2);
  }
}
