package io.reeve.core.script;

import io.reeve.core.script.RemediationResult.Outcome;
import io.reeve.store.History;
import io.reeve.store.Notes;
import io.reeve.store.Outbox;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is known of remediations: kept over restarts, told to the service when it differs from what
/// was told last, and to people. On the loop's thread, but for [#results], which any may ask.
final class Ledger {
  /// The alert that tells the service of a result that differs from the last one.
  static final String ALERT = "Reversed-Domain-Name:io.reeve.remediation";

  static final String CUT = "the agent ended while it ran; how far it came is not known";
  private static final String NOTE = "remediation/";

  private final Notes notes;
  private final Outbox outbox;
  private final History history;
  private volatile Map<String, RemediationResult> results;

  Ledger(Notes notes, Outbox outbox, History history) {
    this.notes = notes;
    this.outbox = outbox;
    this.history = history;
    var known = new TreeMap<String, RemediationResult>();
    all()
        .forEach((id, kept) -> {
          if (kept.undoing().isEmpty()) {
            known.put(id, kept.result());
          }
        });
    results = Map.copyOf(known);
  }

  /// What is kept, by name.
  Map<String, Kept> all() {
    var all = new TreeMap<String, Kept>();
    notes
        .startingWith(NOTE)
        .forEach((note, text) ->
            Kept.read(text).ifPresent(each -> all.put(note.substring(NOTE.length()), each)));
    return all;
  }

  Optional<Kept> get(String id) {
    return notes.get(NOTE + id).flatMap(Kept::read);
  }

  void keep(String id, Kept kept) {
    notes.put(NOTE + id, kept.write());
  }

  void forget(String id) {
    hide(id);
    notes.remove(NOTE + id);
  }

  /// Shows its result no more.
  void hide(String id) {
    if (results.containsKey(id)) {
      var all = new TreeMap<>(results);
      all.remove(id);
      results = Map.copyOf(all);
    }
  }

  /// The last results by name. From any thread.
  Map<String, RemediationResult> results() {
    return results;
  }

  /// Writes down what came of a run, or why there was none.
  ///
  /// @param mended what something was mended by until now
  /// @param reversible whether that can be taken back
  /// @return whether the service has to be told
  boolean conclude(
      String id,
      String digest,
      RemediationResult result,
      Optional<Map<String, String>> mended,
      boolean reversible) {
    boolean news = Optional.ofNullable(results.get(id)).filter(result::sameAs).isEmpty();
    keep(id, new Kept(digest, result, mended, Optional.empty(), Optional.empty()));
    var all = new TreeMap<>(results);
    all.put(id, result);
    results = Map.copyOf(all);
    if (news) {
      outbox.add(ALERT, "chr", node(id), result.json(reversible));
      tell(id, "remediation", words(result));
    }
    return news;
  }

  /// Ends the runs that the end of the agent cut off: what they mended until then counts as mended.
  void concludeCuts() {
    all()
        .forEach((id, kept) -> {
          if (kept.result().outcome() == Outcome.RUNNING && kept.undoing().isEmpty()) {
            var cut = RemediationResult.of(Outcome.ERROR, CUT, kept.result().at());
            var parts = kept.takenBackFrom();
            boolean reversible =
                parts.filter(each -> new Remediation(id, each).has("Undo")).isPresent();
            conclude(id, kept.digest(), cut, parts, reversible);
          }
        });
  }

  void tell(String id, String kind, String text) {
    history.add(kind, node(id), text);
  }

  private static String node(String id) {
    return id.startsWith(ScriptsBranch.KIND)
        ? ScriptsBranch.PREFIX + "/" + id.substring(ScriptsBranch.KIND.length())
        : Remediations.PREFIX + "/" + id;
  }

  /// A result in a sentence.
  static String words(RemediationResult result) {
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
}
