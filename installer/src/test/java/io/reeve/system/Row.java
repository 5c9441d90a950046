package io.reeve.system;

import io.reeve.harness.lab.LabViews.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
/// @param probes what shows that they are in force; before and afterwards not all of them hold
/// @param drift what somebody does to the machine behind the agent's back
record Row(
    String id,
    Consumer<BootedMachine> scene,
    List<Item> wish,
    boolean atomic,
    boolean isLater,
    List<Probe> probes,
    Optional<Drift> drift) {
  /// A change made by a tool of the system.
  record Drift(String how, Consumer<BootedMachine> does) {}

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
    return new Row(id, scene, wish, atomic, isLater, probes, Optional.of(new Drift(how, does)));
  }

  private static <T> List<T> and(List<T> some, T one) {
    var all = new ArrayList<>(some);
    all.add(one);
    return all;
  }

  @Override
  public String toString() {
    return id;
  }
}
