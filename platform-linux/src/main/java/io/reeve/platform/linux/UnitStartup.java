package io.reeve.platform.linux;

import io.reeve.core.files.Details;
import io.reeve.core.spi.Mechanism.Point;
import io.reeve.core.spi.Mechanism.Snapshot;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How a unit starts: `auto` (enabled), `manual` (disabled) or `disabled` (masked and stopped, and
/// so are the sockets, timers and paths that start nothing but it).
///
/// Read from the manager: what its files come to, whether it has taken them up, what pulls the unit
/// in and whether it runs; a unit that is masked and runs is not disabled. Making it `auto` starts
/// nothing. What is restored is every link, and what ran. A unit is never unset, so writing absent
/// changes nothing.
record UnitStartup(ServiceMechanism.Context context, String unit) implements Point {
  private static final String UNTIL_NEXT = " until the next start";

  private UnitFolders folders() {
    return context.folders();
  }

  private Units units() throws IOException {
    return Units.open(context.bus());
  }

  /// @throws io.reeve.core.spi.PendingException while what was begun goes on
  @Override
  public Value read() throws IOException {
    try (var units = units()) {
      context.work().check(unit, units.loaded(unit));
      return Value.of(mode(units));
    }
  }

  private String mode(Units units) throws IOException {
    var state = units.fileState(unit);
    var loaded = units.loaded(unit);
    context.watched().addAll(loaded.triggeredBy());
    return switch (state) {
      case "masked" -> masked(units, loaded);
      case "masked-runtime" -> "disabled" + UNTIL_NEXT;
      case "enabled" -> "auto";
      case "enabled-runtime" -> "auto" + UNTIL_NEXT;
      case "static", "indirect", "generated", "transient", "" ->
          loaded.pulledInBy().isEmpty() ? "manual" : "auto";
      default -> "manual";
    };
  }

  private String masked(Units units, Units.Loaded loaded) throws IOException {
    if (!loaded.load().equals("masked")) {
      return "disabled as soon as systemd reloads";
    }
    if (loaded.runs()) {
      return "disabled, but running";
    }
    var triggers = units.running(loaded.triggeredBy());
    return triggers.isEmpty() ? "disabled" : "disabled, but " + triggers.getFirst() + " is active";
  }

  @Override
  public void write(Value value) throws IOException {
    if (value.isAbsent() || read().equals(value)) {
      return;
    }
    try (var units = units()) {
      switch (value.wire()) {
        case "auto" -> auto(units);
        case "manual" -> manual(units);
        case "disabled" -> disable(units);
        default ->
            throw new IOException(
                "a service is auto, manual or disabled, not '" + value.wire() + "'");
      }
      context.work().reload();
    }
  }

  private void auto(Units units) throws IOException {
    unmask(units);
    if (!units.enable(unit) && !units.fileState(unit).equals("enabled")) {
      throw new NotApplicableException(
          unit
              + " does not say what starts it ([Install] is missing), so it cannot start by itself");
    }
  }

  private void manual(Units units) throws IOException {
    unmask(units);
    units.disable(unit);
  }

  private void disable(Units units) throws IOException {
    for (var each : withTriggers(units)) {
      if (folders().hasOwnFile(each)) {
        UnitLinks.make(folders().control().resolve(each), UnitFolders.MASK);
      } else {
        units.mask(each);
      }
      context.work().stop(each);
    }
  }

  /// Sockets, timers and paths that were masked along with it come back, and listen again where
  /// they are enabled.
  private void unmask(Units units) throws IOException {
    var all = new LinkedHashSet<>(folders().maskedTriggers(unit));
    for (var trigger : all) {
      unmask(units, trigger);
      if (units.fileState(trigger).equals("enabled")) {
        context.work().start(trigger);
      }
    }
    unmask(units, unit);
  }

  private void unmask(Units units, String each) throws IOException {
    for (var folder : List.of(folders().control(), folders().runtimeControl())) {
      var link = folder.resolve(each);
      if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(UnitFolders.MASK)) {
        UnitLinks.remove(link);
      }
    }
    units.unmask(each);
  }

  /// The triggers first, so that none of them starts the unit again.
  private Set<String> withTriggers(Units units) throws IOException {
    var all = new LinkedHashSet<>(units.ownTriggers(unit));
    all.addAll(folders().maskedTriggers(unit));
    all.add(unit);
    return all;
  }

  @Override
  public Snapshot capture() throws IOException {
    try (var units = units()) {
      var all = List.copyOf(withTriggers(units));
      var links = UnitLinks.of(folders(), folders().together(all));
      return new Snapshot(
          Value.of(mode(units)),
          Details.of(
              List.of(
                  Optional.of(links.words()),
                  Optional.of(String.join("\n", all)),
                  Optional.of(String.join("\n", units.running(all))))));
    }
  }

  /// What ran is started again, but not where the unit was masked and ran all the same: systemd
  /// starts no such unit, nor what would start it.
  @Override
  public void restore(Snapshot before) throws IOException {
    var detail = Details.parse(before.detail(), 3).stream().map(Optional::orElseThrow).toList();
    var links = UnitLinks.parse(detail.getFirst());
    try (var units = units()) {
      var all = new LinkedHashSet<>(withTriggers(units));
      all.addAll(detail.get(1).lines().toList());
      if (links.restore(folders(), folders().together(List.copyOf(all)))) {
        context.work().reload();
      }
      if (!links.masks(unit)) {
        var running = units.running(List.copyOf(all));
        detail
            .getLast()
            .lines()
            .filter(each -> !running.contains(each))
            .forEach(context.work()::start);
      }
    }
  }

  @Override
  public Set<Path> files() {
    return Set.of(folders().config(), folders().control(), folders().runtime());
  }
}
