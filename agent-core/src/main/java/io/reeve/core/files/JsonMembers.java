package io.reeve.core.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Members of a JSON object in a text that belongs to several, changed without touching one other
/// character: what is put in and taken out again leaves the text as it was.
public final class JsonMembers {
  private static final String INDENT = "\n    ";
  private static final Pattern DUPLICATE = Pattern.compile("(?s)^Duplicate field ('.*') for ");
  public static final JsonMapper JSON =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(64).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private JsonMembers() {}

  /// One member: where its name starts and its value starts and ends.
  private record Member(String name, int from, int valueFrom, int to) {}

  /// An object: behind its `{`, at its `}`, and its members in order.
  private record Found(int open, int close, List<Member> members) {
    Optional<Member> member(String name) {
      return members.stream().filter(member -> member.name.equals(name)).findFirst();
    }
  }

  /// The raw text of a member's value.
  public static Optional<String> value(String text, String object, String name) throws IOException {
    return Optional.ofNullable(values(text, object).get(name));
  }

  /// The raw texts of an object's values by name; empty where there is no such object.
  static Map<String, String> values(String text, String object) throws IOException {
    var values = new HashMap<String, String>();
    for (var member : find(text, object).map(Found::members).orElse(List.of())) {
      values.put(member.name, text.substring(member.valueFrom, member.to));
    }
    return values;
  }

  /// Sets a member to a value in JSON, first in its object if it is new.
  public static String set(String text, String object, String name, String value)
      throws IOException {
    var found = find(text, object).orElseThrow(() -> new IOException("no object " + object));
    var old = found.member(name);
    if (old.isPresent()) {
      return text.substring(0, old.get().valueFrom) + value + text.substring(old.get().to);
    }
    var member = INDENT + JSON.writeValueAsString(name) + ": " + value;
    var comma = found.members.isEmpty() ? "" : ",";
    return text.substring(0, found.open) + member + comma + text.substring(found.open);
  }

  /// Takes a member out, with the comma and white space that came with it.
  public static String remove(String text, String object, String name) throws IOException {
    var found = find(text, object);
    var member = found.flatMap(o -> o.member(name));
    if (member.isEmpty()) {
      return text;
    }
    int at = found.get().members.indexOf(member.get());
    boolean last = at == found.get().members.size() - 1;
    int from = at == 0 ? found.get().open : found.get().members.get(at - 1).to;
    int to = member.get().to;
    if (!last) {
      from = at == 0 ? from : text.indexOf(',', from) + 1;
      to = text.indexOf(',', to) + 1;
    }
    return text.substring(0, from) + text.substring(to);
  }

  /// Whether an object is there, and has no members.
  public static boolean isEmpty(String text, String object) throws IOException {
    return find(text, object).filter(o -> o.members.isEmpty()).isPresent();
  }

  /// Whether an object is empty and was put in by [#set]: it stands as that writes it.
  public static boolean isNewAndEmpty(String text, String object) throws IOException {
    return isEmpty(text, object)
        && text.startsWith("{" + INDENT + JSON.writeValueAsString(object) + ": {}");
  }

  public static boolean has(String text, String object) throws IOException {
    return find(text, object).isPresent();
  }

  /// The text as a tree; an object that names a member twice is refused.
  public static JsonNode tree(String json) throws IOException {
    try {
      return JSON.readTree(json);
    } catch (MismatchedInputException e) {
      var twice = DUPLICATE.matcher(e.getOriginalMessage());
      throw new IOException(
          twice.find()
              ? "it names " + twice.group(1) + " twice; which of them counts is not known"
              : "not JSON: " + e.getOriginalMessage(),
          e);
    } catch (JsonProcessingException e) {
      throw new IOException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /// Finds the object of that name in the top object, or the top object for an empty name.
  private static Optional<Found> find(String text, String object) throws IOException {
    tree(text);
    try (var parser = JSON.createParser(text)) {
      parser.nextToken();
      var top = members(parser);
      if (object.isEmpty()) {
        return Optional.of(top);
      }
      var member = top.member(object);
      if (member.isEmpty()) {
        return Optional.empty();
      }
      try (var inner = JSON.createParser(text.substring(member.get().valueFrom, member.get().to))) {
        inner.nextToken();
        return Optional.of(shift(members(inner), member.get().valueFrom));
      }
    }
  }

  private static Found shift(Found found, int by) {
    return new Found(
        found.open + by,
        found.close + by,
        found.members.stream()
            .map(m -> new Member(m.name, m.from + by, m.valueFrom + by, m.to + by))
            .toList());
  }

  private static Found members(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new IOException("not a JSON object");
    }
    int open = end(parser);
    var members = new ArrayList<Member>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var name = parser.currentName();
      int from = start(parser);
      parser.nextToken();
      int valueFrom = start(parser);
      parser.skipChildren();
      parser.finishToken();
      members.add(new Member(name, from, valueFrom, end(parser)));
    }
    return new Found(open, start(parser), List.copyOf(members));
  }

  private static int start(JsonParser parser) {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  private static int end(JsonParser parser) {
    return (int) parser.currentLocation().getCharOffset();
  }
}
