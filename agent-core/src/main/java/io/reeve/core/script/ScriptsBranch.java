package io.reeve.core.script;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reeve.core.tree.Branch;
import io.reeve.core.tree.Code;
import io.reeve.core.tree.OneByOne;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import io.reeve.store.LocalStore;
import io.reeve.store.Notes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// `./Device/Vendor/Reeve/Scripts/{id}`: a script that runs once, because the service executes the
/// node. It is a remediation that only looks, under the name `script:{id}`: the same command runs
/// at most once, over crashes too, and `Result` tells what came of it until the node is deleted.
public final class ScriptsBranch implements Branch {
  /// Where it is in the tree.
  public static final OmaUri PREFIX = OmaUri.parse("./Device/Vendor/Reeve/Scripts");

  static final String KIND = "script:";
  static final int MOST = 64;
  private static final String NOTE = "script/";
  private static final String TAKEN = "scripts-taken";
  private static final int MOST_TAKEN = 500;
  private static final int DEPTH = 5;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int MAX_LENGTH = 128 * 1024;
  private static final JsonMapper JSON = new JsonMapper();

  /// What may be said of a script, and what each may be.
  private static final Map<String, Pattern> PARTS =
      Map.of(
          "Script", Pattern.compile("(?s).{1,65000}"),
          "Interpreter", Pattern.compile("/[A-Za-z0-9._/+-]{1,200}"),
          "RunAs", Pattern.compile("system|user"),
          "TimeoutSeconds", Pattern.compile("[1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|3600"),
          "Signature", Pattern.compile("[A-Za-z0-9+/=\\s]{1,8192}"));

  private final LocalStore store;
  private final Notes notes;
  private final Remediations remediations;

  public ScriptsBranch(LocalStore store, Remediations remediations) {
    this.store = store;
    this.notes = store.notes();
    this.remediations = remediations;
  }

  /// The scripts to run, as remediations ask for them.
  public static Map<String, Map<String, String>> asked(Notes notes) {
    var asked = new TreeMap<String, Map<String, String>>();
    notes
        .startingWith(NOTE)
        .forEach((note, text) -> asked.put(KIND + note.substring(NOTE.length()), parts(text)));
    return asked;
  }

  /// Forgets every script: the enrolment has ended.
  public static void forget(Notes notes) {
    notes.startingWith(NOTE).keySet().forEach(notes::remove);
    notes.remove(TAKEN);
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

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    return OneByOne.answer(requests, atomic, this::reply, () -> false);
  }

  @Override
  public List<Reply> check(List<Request> requests) {
    return requests.stream().map(this::checked).toList();
  }

  private Reply checked(Request request) {
    var segments = request.uri().segments();
    return request.verb() == Verb.EXEC && segments.size() == DEPTH
        ? problem(segments.get(DEPTH - 1), request.data())
            .<Reply>map(problem -> new Reply.Refused(Code.BAD_REQUEST, problem))
            .orElseGet(Reply.Done::new)
        : new Reply.Done();
  }

  private Reply reply(Request request) {
    var segments = request.uri().segments();
    if (segments.size() == DEPTH - 1) {
      return request.verb() == Verb.GET
          ? new Reply.Interior(ids())
          : new Reply.Refused(Code.NOT_ALLOWED, request.verb() + " on " + request.uri());
    }
    var id = segments.get(DEPTH - 1);
    if (segments.size() == DEPTH + 1
        && request.uri().name().equals("Result")
        && request.verb() == Verb.GET) {
      return remediations
          .result(KIND + id)
          .<Reply>map(json -> new Reply.Leaf(Format.CHR, json))
          .orElseGet(() -> new Reply.Refused(Code.NOT_FOUND, id + " has not run"));
    }
    if (segments.size() != DEPTH) {
      return new Reply.Refused(Code.NOT_FOUND, "no such node: " + request.uri());
    }
    return switch (request.verb()) {
      case EXEC -> execute(request, id);
      case DELETE -> delete(id);
      case GET ->
          ids().contains(id)
              ? new Reply.Interior(List.of("Result"))
              : new Reply.Refused(Code.NOT_FOUND, "no script " + id);
      case ADD, REPLACE ->
          new Reply.Refused(Code.NOT_ALLOWED, request.uri() + " can only be executed");
    };
  }

  private List<String> ids() {
    return notes.startingWith(NOTE).keySet().stream()
        .map(note -> note.substring(NOTE.length()))
        .toList();
  }

  private Reply delete(String id) {
    if (!ids().contains(id)) {
      return new Reply.Refused(Code.NOT_FOUND, "no script " + id);
    }
    notes.remove(NOTE + id);
    return new Reply.Done();
  }

  /// The command's own id is kept with the script: the same command is the same script, and one
  /// that has begun is not begun again.
  private Reply execute(Request request, String id) {
    var problem = problem(id, request.data());
    if (problem.isPresent()) {
      return new Reply.Refused(Code.BAD_REQUEST, problem.get());
    }
    if (ids().size() >= MOST && !ids().contains(id)) {
      return new Reply.Refused(Code.FORBIDDEN, MOST + " scripts are kept; delete some");
    }
    var parts = parts(request.data());
    var note = JSON.createObjectNode().put("Detect", parts.remove("Script"));
    parts.forEach(note::put);
    note.put("Schedule", "once").put("Request", request.id());
    if (taken().contains(id + " " + request.id())) {
      return new Reply.Started();
    }
    if (store.history().isCrowded()) {
      return new Reply.Refused(Code.FORBIDDEN, "too much was done within a day; send it tomorrow");
    }
    take(id, request.id(), note.toString());
    return new Reply.Started();
  }

  /// The commands that were taken, by name and command, the newest last: one that comes again is
  /// not taken again, whatever came between.
  private List<String> taken() {
    return notes.get(TAKEN).stream().flatMap(String::lines).toList();
  }

  /// Whoever asks for a script is in the ledger before it runs.
  private void take(String id, String command, String note) {
    store.transaction(() -> {
      var taken = new ArrayList<>(taken());
      taken.add(id + " " + command);
      var newest = taken.subList(Math.max(0, taken.size() - MOST_TAKEN), taken.size());
      notes.put(TAKEN, String.join("\n", newest));
      notes.put(NOTE + id, note);
      var what = new Remediation(KIND + id, parts(note)).words();
      store.history().add("script", PREFIX + "/" + id, "To be run: " + what + ".");
    });
  }

  private static Optional<String> problem(String id, String data) {
    if (!ID.matcher(id).matches()) {
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
      return Optional.of("it is not JSON: " + e.getOriginalMessage());
    }
  }

  private static boolean isGood(String name, JsonNode value) {
    var allowed = PARTS.get(name);
    return allowed != null && allowed.matcher(value.asText()).matches();
  }
}
