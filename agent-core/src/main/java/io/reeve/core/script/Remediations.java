package io.reeve.core.script;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reeve.core.script.RemediationResult.Outcome;
import io.reeve.core.spi.Scripts;
import io.reeve.store.History;
import io.reeve.store.Notes;
import io.reeve.store.Outbox;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Which remediations there are, when each is due, and what came of it. One runs at a time. On the
/// loop's thread, but for [#results], which any thread may ask.
public final class Remediations {
  /// Where they are in the tree.
  public static final String PREFIX = "./Device/Vendor/Reeve/Remediations";

  /// The alert that tells the service of a result that differs from the last one.
  public static final String ALERT = "Reversed-Domain-Name:io.reeve.remediation";

  private static final String NOTE = "remediation/";
  private static final JsonMapper JSON = new JsonMapper();

  private final Supplier<Map<String, Map<String, String>>> wanted;
  private final Scripts scripts;
  private final Signers signers;
  private final Path folder;
  private final Notes notes;
  private final Outbox outbox;
  private final History history;
  private final Clock clock;
  private volatile Map<String, RemediationResult> results;
  private boolean running;

  /// @param wanted what is asked for now: the values of the nodes by name, by remediation
  /// @param folder where scripts may have a folder
  public Remediations(
      Supplier<Map<String, Map<String, String>>> wanted,
      Scripts scripts,
      Signers signers,
      Path folder,
      Notes notes,
      Outbox outbox,
      History history,
      Clock clock) {
    this.wanted = wanted;
    this.scripts = scripts;
    this.signers = signers;
    this.folder = folder;
    this.notes = notes;
    this.outbox = outbox;
    this.history = history;
    this.clock = clock;
    var kept = new TreeMap<String, RemediationResult>();
    kept().forEach((id, each) -> kept.put(id, each.result));
    results = Map.copyOf(kept);
  }

  /// What is kept of a remediation that has run.
  ///
  /// @param mended what has been mended, to take it back from; empty when nothing has
  private record Kept(
      String digest, RemediationResult result, Optional<Map<String, String>> mended) {
    String write() {
      var json = JSON.createObjectNode().put("digest", digest).put("result", result.json(false));
      mended.ifPresent(parts -> {
        var object = json.putObject("mended");
        parts.forEach(object::put);
      });
      return json.toString();
    }

    static Optional<Kept> read(String note) {
      try {
        var json = JSON.readTree(note);
        var parts = new LinkedHashMap<String, String>();
        json.path("mended").properties().forEach(e -> parts.put(e.getKey(), e.getValue().asText()));
        return RemediationResult.parse(json.path("result").asText())
            .map(result ->
                new Kept(
                    json.path("digest").asText(),
                    result,
                    json.has("mended") ? Optional.of(parts) : Optional.empty()));
      } catch (JsonProcessingException e) {
        return Optional.empty();
      }
    }
  }

  private Map<String, Kept> kept() {
    var kept = new TreeMap<String, Kept>();
    notes
        .startingWith(NOTE)
        .forEach((note, text) ->
            Kept.read(text).ifPresent(each -> kept.put(note.substring(NOTE.length()), each)));
    return kept;
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
    var now = clock.instant();
    var asked = asked();
    var kept = kept();
    for (var gone : kept.entrySet()) {
      if (!asked.containsKey(gone.getKey())) {
        var undo = gone(gone.getKey(), gone.getValue(), now);
        if (undo.isPresent()) {
          return undo;
        }
      }
    }
    for (var each : asked.values()) {
      if (!due(each, Optional.ofNullable(kept.get(each.id()))).isAfter(now)) {
        var run = begin(each, Optional.ofNullable(kept.get(each.id())), now);
        if (run.isPresent()) {
          return run;
        }
      }
    }
    return Optional.empty();
  }

  /// How long until something is due; empty while one runs, and when nothing ever will be.
  public Optional<Duration> next() {
    if (running) {
      return Optional.empty();
    }
    var kept = kept();
    return asked().values().stream()
        .map(each -> due(each, Optional.ofNullable(kept.get(each.id()))))
        .filter(at -> !at.equals(Instant.MAX))
        .min(Instant::compareTo)
        .map(at -> Duration.between(clock.instant(), at))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
  }

  private static Instant due(Remediation remediation, Optional<Kept> kept) {
    if (kept.isEmpty() || !kept.get().digest.equals(remediation.digest())) {
      return Instant.MIN;
    }
    return remediation
        .interval()
        .map(interval -> kept.get().result.at().plus(interval))
        .orElse(Instant.MAX);
  }

  private Optional<RemediationRun> begin(
      Remediation remediation, Optional<Kept> kept, Instant now) {
    var refusal = signers.refusal(remediation, Date.from(now));
    if (refusal.isPresent()) {
      conclude(remediation, kept, RemediationResult.of(Outcome.REFUSED, refusal.get(), now));
      return Optional.empty();
    }
    running = true;
    var cut = "the agent ended while it ran; how far it came is not known";
    keep(
        remediation.id(),
        new Kept(
            remediation.digest(),
            RemediationResult.of(Outcome.RUNNING, cut, now),
            kept.flatMap(Kept::mended)));
    return Optional.of(new RemediationRun(remediation, false, scripts, folder, now));
  }

  /// A remediation that nobody asks for any more: what it mended is taken back where there is a
  /// way.
  private Optional<RemediationRun> gone(String id, Kept kept, Instant now) {
    forget(id);
    var mended = kept.mended.map(parts -> new Remediation(id, parts));
    if (mended.isEmpty()) {
      return Optional.empty();
    }
    if (!mended.get().has("Undo")) {
      tell(id, "removed", "What it mended is not reversible: there is no Undo. It stays.");
      return Optional.empty();
    }
    running = true;
    return Optional.of(new RemediationRun(mended.get(), true, scripts, folder, now));
  }

  /// A run has ended.
  ///
  /// @return whether the service has to be told
  public boolean end(RemediationRun run, RemediationResult result) {
    running = false;
    if (run.undo()) {
      tell(
          run.remediation().id(),
          "removed",
          result.outcome() == Outcome.REMEDIATED
              ? "What it mended is taken back."
              : "What it mended could not be taken back: " + words(result));
      return false;
    }
    var id = run.remediation().id();
    return conclude(run.remediation(), Optional.ofNullable(kept().get(id)), result);
  }

  private boolean conclude(Remediation remediation, Optional<Kept> kept, RemediationResult result) {
    var id = remediation.id();
    var mended =
        result.remediate().isPresent()
            ? Optional.of(remediation.parts())
            : kept.flatMap(Kept::mended);
    var last = Optional.ofNullable(results.get(id));
    keep(id, new Kept(remediation.digest(), result, mended));
    boolean news = last.filter(result::sameAs).isEmpty();
    var all = new TreeMap<>(results);
    all.put(id, result);
    results = Map.copyOf(all);
    if (news) {
      outbox.add(ALERT, "chr", node(id), result.json(remediation.has("Undo")));
      tell(id, "remediation", words(result));
    }
    return news;
  }

  private static String words(RemediationResult result) {
    var codes = new ArrayList<String>();
    result.detect().ifPresent(exit -> codes.add("Detect ended with " + exit));
    result.remediate().ifPresent(exit -> codes.add("Remediate with " + exit));
    result.again().ifPresent(exit -> codes.add("Detect again with " + exit));
    var detail = result.detail().isEmpty() ? "" : ": " + result.detail();
    return result.outcome().wire()
        + (codes.isEmpty() ? "" : " (" + String.join(", ", codes) + ")")
        + detail
        + ".";
  }

  private static String node(String id) {
    return id.startsWith(ScriptsBranch.KIND)
        ? ScriptsBranch.PREFIX + "/" + id.substring(ScriptsBranch.KIND.length())
        : PREFIX + "/" + id;
  }

  private void tell(String id, String kind, String text) {
    history.add(kind, node(id), text);
  }

  private void keep(String id, Kept kept) {
    notes.put(NOTE + id, kept.write());
  }

  private void forget(String id) {
    notes.remove(NOTE + id);
    var all = new TreeMap<>(results);
    all.remove(id);
    results = Map.copyOf(all);
  }

  /// The last result as the service reads it; empty when it has not run.
  public Optional<String> result(String id) {
    var asked = Optional.ofNullable(asked().get(id));
    return asked.flatMap(
        each -> Optional.ofNullable(results.get(id)).map(result -> result.json(each.has("Undo"))));
  }

  /// The last results by name. From any thread.
  Map<String, RemediationResult> results() {
    return results;
  }
}
