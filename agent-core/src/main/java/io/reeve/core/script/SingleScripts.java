package io.reeve.core.script;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reeve.core.approval.SignedScript;
import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.NotJson;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.LocalStore;
import io.reeve.store.Notes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/// The scripts that run once, each because the service executes
/// `./Device/Vendor/Reeve/Scripts/{id}` with JSON. What is kept of one is a remediation that only
/// looks, under the name `script:{id}`, until its node is deleted.
///
/// Nobody on the machine can tell a script for one machine from one for all of them, so each of
/// them is an action that passes the guard.
public final class SingleScripts {
  /// Where they are in the tree.
  public static final OmaUri PREFIX = OmaUri.parse("./Device/Vendor/Reeve/Scripts");

  static final int MOST = 64;
  private static final String NOTE = "script/";
  private static final int MAX_LENGTH = 128 * 1024;
  private static final JsonMapper JSON = new JsonMapper();

  private static final Pattern TEXT = Pattern.compile("(?s).{1,65000}");
  private static final Pattern SIGNATURE = Pattern.compile("[A-Za-z0-9+/=,\\s]{1,8192}");

  private final LocalStore store;
  private final Notes notes;
  private final Signers signers;
  private final Runnable due;

  /// @param due called when a script waits to be run
  public SingleScripts(LocalStore store, Signers signers, Runnable due) {
    this.store = store;
    this.notes = store.notes();
    this.signers = signers;
    this.due = due;
  }

  /// The scripts to run, as remediations ask for them.
  public static Map<String, Map<String, String>> asked(Notes notes) {
    var asked = new TreeMap<String, Map<String, String>>();
    notes
        .startingWith(NOTE)
        .forEach((note, text) ->
            asked.put(SignedScript.ONCE + note.substring(NOTE.length()), parts(text)));
    return asked;
  }

  /// Forgets every script: the enrolment has ended.
  public static void forget(Notes notes) {
    notes.startingWith(NOTE).keySet().forEach(notes::remove);
    Signers.forget(notes);
  }

  private static Map<String, String> parts(String note) {
    var parts = new LinkedHashMap<String, String>();
    try {
      JSON.readTree(note).properties().forEach(e -> parts.put(e.getKey(), e.getValue().asText()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a note of ours is not JSON", e);
    }
    return parts;
  }

  /// The names of those there are.
  List<String> ids() {
    return notes.startingWith(NOTE).keySet().stream()
        .map(note -> note.substring(NOTE.length()))
        .toList();
  }

  /// @return whether there was one
  boolean delete(String id) {
    boolean there = ids().contains(id);
    notes.remove(NOTE + id);
    return there;
  }

  /// What executing that address does; empty when it is none of a script.
  public Optional<RemoteAction> action(OmaUri uri) {
    return uri.isBelow(PREFIX) && uri.segments().size() == PREFIX.segments().size() + 1
        ? Optional.of(new Single(uri))
        : Optional.empty();
  }

  /// What is wrong with a command; empty when nothing is.
  static Optional<String> problem(String id, String data) {
    if (!SignedScript.isName(id)) {
      return Optional.of("not a name for a script: '" + id + "'");
    }
    try {
      JsonNode json = JSON.readTree(data.length() > MAX_LENGTH ? "0" : data);
      if (!json.path("Script").isTextual()) {
        return Optional.of("it is not a JSON object with a Script, or too long");
      }
      return json.properties().stream()
          .filter(part -> !isGood(part.getKey(), part.getValue()))
          .map(part -> "'" + part.getKey() + "' is unknown or not as it may be")
          .reduce((one, other) -> one + "; " + other);
    } catch (JsonProcessingException e) {
      return Optional.of("it is not JSON: " + NotJson.why(e));
    }
  }

  private static boolean isGood(String name, JsonNode value) {
    return switch (name) {
      case "Script" -> TEXT.matcher(value.asText()).matches();
      case "Signature" -> SIGNATURE.matcher(value.asText()).matches();
      default -> SignedScript.mayBe(name, value.asText());
    };
  }

  /// A script, as the guard sees it: whose word there is for it, and that it is to be run.
  private final class Single implements RemoteAction {
    private final OmaUri uri;
    private final String id;

    Single(OmaUri uri) {
      this.uri = uri;
      this.id = uri.name();
    }

    @Override
    public OmaUri uri() {
      return uri;
    }

    @Override
    public boolean isDestructive() {
      return true;
    }

    /// The script itself is written down when it is taken, when it begins and when it ends.
    @Override
    public boolean isRoutine() {
      return true;
    }

    private Remediation remediation(Value argument) {
      var parts = parts(argument.wire());
      parts.put("Detect", String.valueOf(parts.remove("Script")));
      parts.put("Schedule", "once");
      return new Remediation(SignedScript.ONCE + id, parts);
    }

    @Override
    public boolean isVouchedFor(Value argument) {
      return signers.isVouchedFor(remediation(argument));
    }

    @Override
    public Optional<String> obstacle(Value argument) {
      var refusal = signers.refusal(remediation(argument));
      if (refusal.isPresent()) {
        return refusal;
      }
      if (ids().size() >= MOST && !ids().contains(id)) {
        return Optional.of(MOST + " scripts are kept; delete some");
      }
      return store.history().isCrowded()
          ? Optional.of("too much was done within a day; send it tomorrow")
          : Optional.empty();
    }

    /// Whoever asks for a script is in the ledger before it runs. Each command is another script,
    /// whatever is in it.
    @Override
    public Result run(Value argument) {
      var obstacle = obstacle(argument);
      if (obstacle.isPresent()) {
        return new Result.Refused(obstacle.get());
      }
      var remediation = remediation(argument);
      var note = JSON.createObjectNode();
      remediation.parts().forEach(note::put);
      note.put("Request", UUID.randomUUID().toString());
      store.transaction(() -> {
        notes.put(NOTE + id, note.toString());
        store.history().add("script", uri.toString(), "To be run: " + remediation.words() + ".");
      });
      due.run();
      return new Result.Done("it runs next");
    }
  }
}
