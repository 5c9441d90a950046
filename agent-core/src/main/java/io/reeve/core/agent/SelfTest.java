package io.reeve.core.agent;

import io.reeve.core.files.Trees;
import io.reeve.core.inventory.CoreTables;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.SelfTestReport;
import io.reeve.core.local.SelfTestReport.Trial;
import io.reeve.core.local.SelfTestReport.Trial.Attempt;
import io.reeve.core.local.Version;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.Platform;
import io.reeve.policy.Catalog;
import io.reeve.policy.Setting;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tries every row, watch and table of this build on this machine. For whoever has a machine that
/// the build was never tried on: what is found can be sent to others, since no value is in it.
final class SelfTest {
  private final Platform platform;
  private final Catalog catalog;
  private final Clock clock;
  private final Attempts attempts;

  /// @param patience how long each attempt may take
  SelfTest(Platform platform, Catalog catalog, Clock clock, Duration patience) {
    this.platform = platform;
    this.catalog = catalog;
    this.clock = clock;
    this.attempts = new Attempts(patience);
  }

  /// @param root the root whose places are read
  /// @param write whether to write every place, too, in a scratch root that is then removed
  SelfTestReport run(Path root, boolean write) {
    var mechanisms = mechanisms(root);
    var trials = new ArrayList<Trial>();
    trials.addAll(each(Attempt.READ, mechanisms, SelfTest::look));
    mechanisms.values().forEach(mechanism -> trials.add(watch(mechanism)));
    trials.addAll(tables(root));
    if (write) {
      trials.addAll(written());
    }
    return new SelfTestReport(
        Version.text(),
        platform.name(),
        String.join(
            " ",
            System.getProperty("os.name", ""),
            System.getProperty("os.version", ""),
            System.getProperty("os.arch", "")),
        System.getProperty("java.vm.version", ""),
        write,
        trials);
  }

  private Map<String, Mechanism> mechanisms(Path root) {
    var byName = new LinkedHashMap<String, Mechanism>();
    for (var mechanism : platform.mechanisms(platform.host(root, clock))) {
      byName.put(mechanism.name(), mechanism);
    }
    return byName;
  }

  @FunctionalInterface
  private interface Work {
    Object on(Mechanism mechanism, Setting.Target target) throws IOException;
  }

  /// Tries each place of each row of this system, with the row's first example.
  private List<Trial> each(Attempt what, Map<String, Mechanism> mechanisms, Work work) {
    var trials = new ArrayList<Trial>();
    for (var setting : catalog.all()) {
      if (what == Attempt.WRITE && setting.readOnly()) {
        continue;
      }
      for (var target : targets(setting)) {
        var address = target.address();
        var mechanism = Optional.ofNullable(mechanisms.get(address.mechanism()));
        trials.add(
            attempts.of(
                what,
                setting.id(),
                address.mechanism(),
                () ->
                    work.on(
                        mechanism.orElseThrow(() ->
                            new Attempts.MismatchException("this build has no such mechanism")),
                        target)));
      }
    }
    return trials;
  }

  private List<Setting.Target> targets(Setting setting) {
    var match = catalog.find(setting.exampleUri()).orElseThrow();
    return switch (match.bind(platform.name(), example(setting))) {
      case Setting.Binding.Bound(var targets) -> targets;
      case Setting.Binding.NotApplicable(var _) -> List.of();
    };
  }

  private static Value example(Setting setting) {
    var wire = setting.goodExamples().getFirst();
    return switch (setting.accept(Optional.of(setting.format()), wire)) {
      case Setting.Acceptance.Accepted(var value) -> value;
      case Setting.Acceptance.Rejected(var _, var reason) ->
          throw new IllegalStateException("the catalogue refuses its own example: " + reason);
    };
  }

  private Trial watch(Mechanism mechanism) {
    return attempts.of(
        Attempt.WATCH,
        mechanism.name(),
        mechanism.name(),
        () -> {
          mechanism.watch(_ -> {}).close();
          return mechanism;
        });
  }

  private List<Trial> tables(Path root) {
    var tables = new ArrayList<>(CoreTables.all());
    tables.addAll(platform.tables(platform.host(root, clock)));
    return tables.stream()
        .map(table -> attempts.of(Attempt.TABLE, table.name(), "", table::read))
        .toList();
  }

  private List<Trial> written() {
    try {
      var scratch = Files.createTempDirectory("reeve-selftest").toRealPath();
      try {
        return each(Attempt.WRITE, mechanisms(scratch), SelfTest::rehearse);
      } finally {
        // What may still be going on in there is not to find its folder gone in the middle.
        if (!attempts.left()) {
          Trees.delete(scratch);
        }
      }
    } catch (IOException e) {
      throw new AgentException(
          Kind.FAILED,
          "no scratch folder can be made: " + Trouble.message(e),
          "set java.io.tmpdir to a folder that can be written, or leave --write out");
    }
  }

  private static Value look(Mechanism mechanism, Setting.Target target) throws IOException {
    return mechanism.bind(target.address()).read();
  }

  private static Value rehearse(Mechanism mechanism, Setting.Target target) throws IOException {
    var point = mechanism.bind(target.address());
    var before = point.capture();
    point.write(target.value());
    mechanism.settle(List.of(target.address()));
    demand(point.read().sameAs(target.value()), "what was written is not what is read back");
    point.restore(before);
    mechanism.settle(List.of(target.address()));
    demand(point.read().sameAs(before.value()), "the place is not as it was before");
    return before.value();
  }

  private static void demand(boolean holds, String otherwise) throws IOException {
    if (!holds) {
      throw new Attempts.MismatchException(otherwise);
    }
  }
}
