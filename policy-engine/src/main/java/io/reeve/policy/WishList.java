package io.reeve.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamReadException;
import io.reeve.policy.Setting.Acceptance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything one authority wants, as a document people write: `{"settings": {NAME: VALUE, ...}}`.
/// A name is a setting's id or its address; a value is text, a whole number, true or false.
///
/// It is read strictly, and every problem is told with its line and column.
public final class WishList {
  private static final String SETTINGS = "settings";
  private static final int MAX_LENGTH = 8 * 1024 * 1024;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(16)
                  .maxDocumentLength(MAX_LENGTH)
                  .maxStringLength(Setting.MAX_VALUE_LENGTH)
                  .build())
          .build();

  private final Catalog catalog;
  private final List<String> problems = new ArrayList<>();
  private final Map<OmaUri, Value> wanted = new LinkedHashMap<>();
  private boolean seen;

  private WishList(Catalog catalog) {
    this.catalog = catalog;
  }

  /// Reads a document.
  ///
  /// @return what is wanted, by the address as the catalogue spells it, in the document's order
  /// @throws ProblemsException with every problem of the document
  public static Map<OmaUri, Value> parse(Catalog catalog, String text) throws ProblemsException {
    var list = new WishList(catalog);
    try (var json = FACTORY.createParser(text)) {
      list.document(json);
    } catch (StreamReadException e) {
      list.problem(e.getLocation(), "this is not JSON: " + NotJson.why(e));
    } catch (IOException e) {
      list.problems.add(String.valueOf(e.getMessage()));
    }
    if (!list.problems.isEmpty()) {
      throw new ProblemsException("the list of settings", list.problems);
    }
    return list.wanted;
  }

  /// The setting of that id or address.
  ///
  /// @throws ProblemsException when there is none, or the id stands for many
  public static Catalog.Match setting(Catalog catalog, String name) throws ProblemsException {
    var row = catalog.byId(name);
    if (row.filter(each -> each.uri().contains("{")).isPresent()) {
      throw one(
          "'%s' stands for many settings; give the address of one: %s"
              .formatted(name, row.orElseThrow().uri()));
    }
    try {
      var match = catalog.find(OmaUri.parse(row.map(Setting::uri).orElse(name)));
      if (match.isPresent()) {
        return match.orElseThrow();
      }
    } catch (IllegalArgumentException _) {
      // no address either
    }
    var known = new ArrayList<String>();
    catalog.all().stream().map(Setting::id).forEach(known::add);
    catalog.all().stream().map(Setting::uri).forEach(known::add);
    throw one("there is no setting '" + name + "'" + Spelling.guess(name, known));
  }

  private static ProblemsException one(String problem) {
    return new ProblemsException("the setting", List.of(problem));
  }

  /// What a value as people write it means for a setting.
  ///
  /// @throws ProblemsException when the setting does not take it
  public static Value value(Setting setting, String wire) throws ProblemsException {
    if (setting.readOnly()) {
      throw one(setting.id() + " can only be read");
    }
    return switch (setting.accept(Optional.empty(), wire)) {
      case Acceptance.Accepted(var value) -> value;
      case Acceptance.Rejected(_, var reason) -> throw one(reason);
    };
  }

  private void document(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      problem(json.currentTokenLocation(), "an object {\"settings\": {...}} belongs here");
      return;
    }
    for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      var at = json.currentTokenLocation();
      json.nextToken();
      if (!name.equals(SETTINGS)) {
        problem(
            at, "unknown key '%s'%s".formatted(name, Spelling.suggestion(name, List.of(SETTINGS))));
        json.skipChildren();
      } else if (seen) {
        problem(at, "'settings' is there twice");
        json.skipChildren();
      } else {
        seen = true;
        settings(json);
      }
    }
    if (json.nextToken() != null) {
      problem(json.currentTokenLocation(), "nothing belongs behind the object");
    }
  }

  private void settings(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      problem(json.currentTokenLocation(), "'settings' must be an object of names and values");
      json.skipChildren();
      return;
    }
    for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      var at = json.currentTokenLocation();
      var token = json.nextToken();
      if (!token.isScalarValue() || token == JsonToken.VALUE_NULL) {
        problem(
            at,
            name + ": a value is text, a number, true or false; what is not wanted is left out");
        json.skipChildren();
      } else {
        take(name, json.getText(), at);
      }
    }
  }

  private void take(String name, String wire, JsonLocation at) {
    try {
      var match = setting(catalog, name);
      var value = value(match.setting(), wire);
      if (wanted.putIfAbsent(match.uri(), value) != null) {
        problem(at, match.uri() + " is there twice");
      }
    } catch (ProblemsException e) {
      e.problems().forEach(problem -> problem(at, problem));
    }
  }

  private void problem(JsonLocation at, String text) {
    problems.add("line %d, column %d: %s".formatted(at.getLineNr(), at.getColumnNr(), text));
  }
}
