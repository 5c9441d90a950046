package io.reeve.core.script;

import io.reeve.core.script.RemediationResult.Outcome;
import io.reeve.core.spi.Scripts;
import io.reeve.store.LocalStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Which remediations there are, when each is due, and what came of it. One runs at a time. On the
/// loop's thread, but for [#results], which any thread may ask.
public final class Remediations {
  /// Where they are in the tree.
  public static final String PREFIX = "./Device/Vendor/Reeve/Remediations";

  private static final Duration CROWDED = Duration.ofHours(1);

  private final Supplier<Map<String, Map<String, String>>> wanted;
  private final Scripts scripts;
  private final Signers signers;
  private final Path folder;
  private final Clock clock;
  private final Results outcomes;
  private final TakingBack takingBack;
  private final Set<String> refusedSinceStart = new HashSet<>();
  private boolean running;

  /// @param wanted what is asked for now: the values of the nodes by name, by remediation
  /// @param folder where scripts may have a folder
  public Remediations(
      Supplier<Map<String, Map<String, String>>> wanted,
      Scripts scripts,
      Signers signers,
      Path folder,
      LocalStore store,
      Clock clock) {
    this.wanted = wanted;
    this.scripts = scripts;
    this.signers = signers;
    this.folder = folder;
    this.clock = clock;
    this.outcomes = new Results(store);
    this.takingBack = new TakingBack(outcomes);
  }

  private Map<String, Remediation> asked() {
    var asked = new TreeMap<String, Remediation>();
    wanted
        .get()
        .forEach((id, parts) -> {
          var remediation = new Remediation(id, parts);
          if (remediation.has("Detect")) {
            asked.put(id, remediation);
          }
        });
    return asked;
  }

  /// What to run now, if anything is due and nothing runs. That it begins is stored, so that a
  /// script that ends the machine is not begun again at every start.
  public Optional<RemediationRun> begin() {
    if (running) {
      return Optional.empty();
    }
    outcomes.concludeCuts();
    var run = Optional.<RemediationRun>empty();
    var asked = asked();
    var kept = outcomes.all();
    var now = clock.instant();
    for (var each : kept.entrySet()) {
      if (run.isEmpty() && !asked.containsKey(each.getKey())) {
        run =
            takingBack.begin(each.getKey(), each.getValue(), now).map(gone -> run(gone, true, now));
      }
    }
    for (var each : asked.values()) {
      var last = Optional.ofNullable(kept.get(each.id()));
      if (run.isEmpty() && !due(each, last, now).isAfter(now)) {
        run = begin(each, last, now);
      }
    }
    running = run.isPresent();
    return run;
  }

  private RemediationRun run(Remediation remediation, boolean undo, Instant now) {
    return new RemediationRun(remediation, undo, scripts, folder, now);
  }

  private Optional<RemediationRun> begin(
      Remediation remediation, Optional<Kept> kept, Instant now) {
    var mended = kept.flatMap(Kept::takenBackFrom);
    var refusal = signers.refusal(remediation);
    if (refusal.isPresent()) {
      var refused = RemediationResult.of(Outcome.REFUSED, refusal.get(), now);
      conclude(remediation, refused, mended);
      return Optional.empty();
    }
    signers.ran(remediation);
    outcomes.begin(
        remediation,
        new Kept(
            remediation.digest(),
            RemediationResult.of(Outcome.RUNNING, Results.CUT, now),
            mended,
            remediation.has("Remediate") ? Optional.of(remediation.parts()) : Optional.empty(),
            Optional.empty()));
    return Optional.of(run(remediation, false, now));
  }

  /// How long until something is due; empty while one runs, and when nothing ever will be.
  public Optional<Duration> next() {
    if (running) {
      return Optional.empty();
    }
    var now = clock.instant();
    var kept = outcomes.all();
    var asked = asked();
    var due =
        asked.values().stream()
            .map(each -> due(each, Optional.ofNullable(kept.get(each.id())), now));
    var takenBack =
        kept.entrySet().stream()
            .filter(each -> !asked.containsKey(each.getKey()))
            .map(each -> each.getValue().undoDue(now));
    return Stream.concat(due, takenBack)
        .filter(at -> !at.equals(Instant.MAX))
        .min(Instant::compareTo)
        .map(at -> at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO);
  }

  private Instant due(Remediation remediation, Optional<Kept> kept, Instant now) {
    boolean isNew = kept.filter(last -> last.digest().equals(remediation.digest())).isEmpty();
    if (isNew && outcomes.isCrowded()) {
      return now.plus(CROWDED);
    }
    boolean refusedBefore = refusedSinceStart.contains(remediation.id());
    return kept.map(last -> last.due(remediation, refusedBefore, now)).orElse(Instant.MIN);
  }

  /// A run has ended.
  ///
  /// @return whether the service has to be told
  public boolean end(RemediationRun run, RemediationResult result) {
    running = false;
    var remediation = run.remediation();
    if (run.undo()) {
      takingBack.end(remediation.id(), result);
      return false;
    }
    var mended =
        run.hasMended(result)
            ? Optional.of(remediation.parts())
            : outcomes.get(remediation.id()).flatMap(Kept::mended);
    return conclude(remediation, result, mended);
  }

  private boolean conclude(
      Remediation remediation, RemediationResult result, Optional<Map<String, String>> mended) {
    if (result.outcome() == Outcome.REFUSED) {
      refusedSinceStart.add(remediation.id());
    }
    return outcomes.conclude(
        remediation.id(), remediation.digest(), result, mended, remediation.has("Undo"));
  }

  /// The last result as the service reads it; empty when it has not run.
  public Optional<String> result(String id) {
    return Optional.ofNullable(asked().get(id))
        .flatMap(each ->
            Optional.ofNullable(results().get(id)).map(result -> result.json(each.has("Undo"))));
  }

  /// The last results by name. From any thread.
  Map<String, RemediationResult> results() {
    return outcomes.results();
  }
}
