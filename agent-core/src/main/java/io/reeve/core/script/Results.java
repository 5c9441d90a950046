package io.reeve.core.script;

import io.reeve.core.approval.SignedScript;
import io.reeve.core.script.RemediationResult.Outcome;
import io.reeve.store.LocalStore;
import io.reeve.store.Notes;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What came of scripts: kept over restarts, told to the service when it differs from what was told
/// last, and to people. On the loop's thread, but for [#results], which any may ask.
final class Results {
  /// The alert that tells the service of a result that differs from the last one.
  static final String ALERT = "Reversed-Domain-Name:io.reeve.remediation";

  static final String CUT = "the agent ended while it ran; how far it came is not known";
  private static final String NOTE = "remediation/";

  private final LocalStore store;
  private final Notes notes;
  private volatile Map<String, RemediationResult> results;

  Results(LocalStore store) {
    this.store = store;
    this.notes = store.notes();
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

  /// Keeps it and says why, both or neither.
  void keep(String id, Kept kept, String text) {
    store.transaction(() -> {
      keep(id, kept);
      tell(id, "removed", text);
    });
  }

  /// That it begins. What never ran here before is written down with its digest, whatever comes of
  /// it; what came of another script under the same name is not its result.
  void begin(Remediation remediation, Kept running) {
    var id = remediation.id();
    var before = get(id).map(Kept::digest);
    boolean another = before.filter(running.digest()::equals).isEmpty();
    store.transaction(() -> {
      keep(id, running);
      if (another) {
        tell(id, "script", "Begun: " + remediation.words() + ".");
      }
    });
    if (another) {
      hide(id);
    }
  }

  /// Whether what never ran here has to wait.
  boolean isCrowded() {
    return store.history().isCrowded();
  }

  private static String kind(String id) {
    return id.startsWith(SignedScript.ONCE) ? "script" : "remediation";
  }

  /// It is over with it: nothing of it is kept but the sentence.
  void conclude(String id, String text) {
    store.transaction(() -> {
      tell(id, "removed", text);
      notes.remove(NOTE + id);
    });
    hide(id);
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
    store.transaction(() -> {
      keep(id, new Kept(digest, result, mended, Optional.empty(), Optional.empty()));
      if (news) {
        store.outbox().add(ALERT, "chr", node(id), result.json(reversible));
        tell(id, kind(id), words(result));
      }
    });
    var all = new TreeMap<>(results);
    all.put(id, result);
    results = Map.copyOf(all);
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

  private void tell(String id, String kind, String text) {
    store.history().add(kind, node(id), text);
  }

  private static String node(String id) {
    return id.startsWith(SignedScript.ONCE)
        ? SingleScripts.PREFIX + "/" + id.substring(SignedScript.ONCE.length())
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
