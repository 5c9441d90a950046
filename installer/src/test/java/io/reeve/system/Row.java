package io.reeve.system;

import io.reeve.harness.lab.LabViews.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// One row of the catalogue and how to see on a booted machine that it works. It is built up like
///
/// ```java
/// Row.of("kernel.sysctl")
///     .wish("./Device/Vendor/Reeve/Kernel/Sysctl/net.ipv4.ip_forward", "chr", "1")
///     .effective(Probe.shows("^1$", "cat", "/proc/sys/net/ipv4/ip_forward"))
///     .drift("sysctl", "-w", "net.ipv4.ip_forward=0");
/// ```
///
/// @param id the row's id in the catalogue
/// @param scene what the machine is like before; must be the same when done again
/// @param wish the nodes the service sets, in this order
/// @param atomic whether they travel in one `Atomic`
/// @param isLater whether its effect comes only after the session
/// @param probes what shows that they are in force; before and afterwards only those hold that
///   always do
/// @param drift what somebody does to the machine behind the agent's back
record Row(
    String id,
    Consumer<BootedMachine> scene,
    List<Item> wish,
    boolean atomic,
    boolean isLater,
    List<Probe> probes,
    Optional<Drift> drift) {
  /// A change made by a tool of the system, of which some event tells: nothing else does in time.
  ///
  /// @param undone what shows that it is undone, besides the row's probes
  record Drift(String how, Consumer<BootedMachine> does, List<Probe> undone) {}

  Row {
    wish = List.copyOf(wish);
    probes = List.copyOf(probes);
  }

  static Row of(String id) {
    return new Row(id, _ -> {}, List.of(), false, false, List.of(), Optional.empty());
  }

  Row scene(Consumer<BootedMachine> how) {
    return new Row(id, how, wish, atomic, isLater, probes, drift);
  }

  Row wish(String uri, String format, String value) {
    return new Row(
        id, scene, and(wish, Item.of(uri, format, value)), atomic, isLater, probes, drift);
  }

  Row inOneAtomic() {
    return new Row(id, scene, wish, true, isLater, probes, drift);
  }

  Row later() {
    return new Row(id, scene, wish, atomic, true, probes, drift);
  }

  Row effective(Probe probe) {
    return new Row(id, scene, wish, atomic, isLater, and(probes, probe), drift);
  }

  /// @param arguments a program of the system and its arguments
  Row drift(String... arguments) {
    return drift("`" + String.join(" ", arguments) + "`", machine -> machine.need(arguments));
  }

  Row drift(String how, Consumer<BootedMachine> does) {
    return with(new Drift(how, does, List.of()));
  }

  /// What shows that the drift is undone, when the row's probes do not.
  Row undone(Probe probe) {
    var made = drift.orElseThrow();
    return with(new Drift(made.how(), made.does(), and(made.undone(), probe)));
  }

  private Row with(Drift made) {
    return new Row(id, scene, wish, atomic, isLater, probes, Optional.of(made));
  }

  private static <T> List<T> and(List<T> some, T one) {
    var all = new ArrayList<>(some);
    all.add(one);
    return all;
  }

  /// How those were looked at that do not show it in force.
  ///
  /// @param slowToo whether the slow ones are looked at too
  List<String> unmet(BootedMachine machine, boolean slowToo) {
    return hows(probe -> (slowToo || !probe.isSlow()) && !probe.holds(machine));
  }

  /// How those were looked at that are not as they should be without the setting.
  ///
  /// @param slowToo whether the slow ones are looked at too
  List<String> outOfPlace(BootedMachine machine, boolean slowToo) {
    return hows(probe -> (slowToo || !probe.isSlow()) && probe.holds(machine) != probe.isAlways());
  }

  private List<String> hows(Predicate<Probe> which) {
    return probes.stream().filter(which).map(Probe::how).toList();
  }

  @Override
  public String toString() {
    return id;
  }
}
