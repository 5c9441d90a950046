package io.reeve.core.inventory;

import io.reeve.core.tree.Branch;
import io.reeve.core.tree.Code;
import io.reeve.core.tree.OneByOne;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import io.reeve.store.History;
import io.reeve.store.Notes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// `./Device/Vendor/Reeve/Queries/{id}`: the service puts a read-only query into `Sql` and gets
/// what it finds from `Result`, as JSON with `columns` and `rows`, or with `error`. The query runs
/// when `Result` is read, each time anew.
public final class QueriesBranch implements Branch {
  /// Where it is mounted.
  public static final OmaUri PREFIX = OmaUri.parse("./Device/Vendor/Reeve/Queries");

  static final int MAX_QUERIES = 64;
  private static final int MAX_ID = 64;
  private static final String NOTE = "query/";

  private final Inventory inventory;
  private final Notes notes;
  private final History history;

  /// @param history where it is written down that a query was answered
  public QueriesBranch(Inventory inventory, Notes notes, History history) {
    this.inventory = inventory;
    this.notes = notes;
    this.history = history;
  }

  /// Forgets every query: the enrolment has ended.
  public static void forget(Notes notes) {
    notes.startingWith(NOTE).keySet().forEach(notes::remove);
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    var before = notes.startingWith(NOTE);
    return OneByOne.answer(requests, atomic, this::reply, () -> restore(before));
  }

  private boolean restore(Map<String, String> before) {
    forget(notes);
    before.forEach(notes::put);
    return true;
  }

  private Reply reply(Request request) {
    var names = request.uri().segments().subList(PREFIX.segments().size(), segments(request));
    return switch (names.size()) {
      case 0 -> request.verb() == Verb.GET ? interior(ids()) : notAllowed(request);
      case 1 -> query(request, names.getFirst());
      case 2 -> leaf(request, names.getFirst(), names.getLast());
      default -> notFound(request);
    };
  }

  private static int segments(Request request) {
    return request.uri().segments().size();
  }

  private Reply query(Request request, String id) {
    var known = known(id);
    return switch (request.verb()) {
      case GET -> known.isPresent() ? interior(List.of("Sql", "Result")) : notFound(request);
      case DELETE -> known.isPresent() ? remove(known.get()) : notFound(request);
      case ADD, REPLACE, EXEC -> notAllowed(request);
    };
  }

  private Reply leaf(Request request, String id, String leaf) {
    if (leaf.equalsIgnoreCase("Result")) {
      var known = known(id);
      if (known.isEmpty()) {
        return notFound(request);
      }
      return request.verb() == Verb.GET ? result(known.get()) : notAllowed(request);
    }
    return leaf.equalsIgnoreCase("Sql") ? sql(request, id) : notFound(request);
  }

  private Reply sql(Request request, String id) {
    var known = known(id);
    return switch (request.verb()) {
      case GET ->
          known
              .flatMap(name -> notes.get(NOTE + name))
              .<Reply>map(text -> new Reply.Leaf(Format.CHR, text))
              .orElseGet(() -> notFound(request));
      case DELETE -> known.isPresent() ? remove(known.get()) : notFound(request);
      case ADD ->
          known.isPresent()
              ? new Reply.Refused(Code.EXISTS, request.uri() + " is there already")
              : put(id, request.data());
      case REPLACE -> put(known.orElse(id), request.data());
      case EXEC -> notAllowed(request);
    };
  }

  private Reply put(String id, String sql) {
    var problem = sql.length() > Query.MAX_SQL ? Optional.of("too long") : SqlText.problem(sql);
    if (problem.isPresent()) {
      return new Reply.Refused(Code.BAD_REQUEST, "query " + id + ": " + problem.get());
    }
    if (id.length() > MAX_ID) {
      return new Reply.Refused(Code.BAD_REQUEST, "a query's id over " + MAX_ID + " characters");
    }
    if (known(id).isEmpty() && ids().size() >= MAX_QUERIES) {
      return new Reply.Refused(Code.DEVICE_FULL, MAX_QUERIES + " queries are kept already");
    }
    notes.put(NOTE + id, sql);
    return new Reply.Done();
  }

  private Reply remove(String id) {
    notes.remove(NOTE + id);
    return new Reply.Done();
  }

  /// A query that is read with every session is written down once, and again when it asks for
  /// something else.
  private void remember(String id, String sql) {
    var uri = PREFIX + "/" + id;
    if (history.about(uri, 1).stream().noneMatch(event -> event.text().equals(sql))) {
      history.add("query", uri, sql);
    }
  }

  /// @param id as it is kept, whatever the case it was asked in
  private Reply result(String id) {
    var sql = notes.get(NOTE + id).orElse("");
    remember(id, sql);
    var answer = inventory.query(sql);
    var result = new TreeMap<String, Object>();
    if (answer.error().isPresent()) {
      result.put("error", answer.error().get());
    } else {
      result.put("columns", answer.columns());
      result.put("rows", answer.rows());
    }
    var json = Json.write(result);
    return json.length() > InventoryBranch.MAX_CHARACTERS
        ? new Reply.Refused(Code.TOO_LARGE, "the query's result is too large; ask for less")
        : new Reply.Leaf(Format.CHR, json);
  }

  private List<String> ids() {
    return notes.startingWith(NOTE).keySet().stream()
        .map(name -> name.substring(NOTE.length()))
        .toList();
  }

  private Optional<String> known(String id) {
    return ids().stream().filter(name -> name.equalsIgnoreCase(id)).findFirst();
  }

  private static Reply interior(List<String> children) {
    return new Reply.Interior(children);
  }

  private static Reply notFound(Request request) {
    return new Reply.Refused(Code.NOT_FOUND, "there is no " + request.uri());
  }

  private static Reply notAllowed(Request request) {
    return new Reply.Refused(Code.NOT_ALLOWED, request.verb() + " is not for " + request.uri());
  }
}
