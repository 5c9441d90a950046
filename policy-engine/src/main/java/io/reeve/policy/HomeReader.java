package io.reeve.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Reads where a row lives on one system.
final class HomeReader {
  private final Fields systems;
  private final UriTemplate uri;
  private final Allowed allowed;

  HomeReader(Fields systems, UriTemplate uri, Allowed allowed) {
    this.systems = systems;
    this.uri = uri;
    this.allowed = allowed;
  }

  Row.Home read(String system) {
    var found = systems.any(system);
    if (found.isEmpty()) {
      systems.problem("'" + system + "' is missing; say {\"none\": \"why\"} when there is nothing");
      return new Row.Home.Nowhere("");
    }
    if (found.get().isArray()) {
      return in(systems, system, Optional.empty(), "");
    }
    var object = systems.object(system);
    if (object.isEmpty()) {
      return new Row.Home.Nowhere("");
    }
    var home = home(object.get());
    object.get().end();
    return home;
  }

  private Row.Home home(Fields object) {
    if (object.has("places")) {
      return in(
          object, "places", object.optionalText("compose"), object.optionalText("note").orElse(""));
    }
    return new Row.Home.Nowhere(object.text("none"));
  }

  private Row.Home in(Fields holder, String key, Optional<String> compose, String note) {
    var spots = holder.objects(key).stream().map(this::spot).toList();
    if (spots.isEmpty()) {
      holder.problem("'" + key + "' lists no place");
    }
    if (!spots.isEmpty() && spots.stream().allMatch(spot -> spot.optional() || spot.isFixed())) {
      holder.problem("'" + key + "' needs a place that always counts and holds the value");
    }
    if (compose.isEmpty() && spots.stream().anyMatch(Row.Spot::takesPart)) {
      holder.problem("'" + key + "' extracts a part of the value and needs 'compose' to read back");
    }
    if (spots.stream().anyMatch(Row.Spot::isForMembers)
        && (spots.size() > 1 || !spots.getFirst().chain().isEmpty() || !allowed.isJsonObject())) {
      holder.problem(
          "'"
              + key
              + "' with {member} is one place without 'value', of a setting that is a JSON object");
    }
    var indexes =
        IntStream.range(0, spots.size()).mapToObj(Integer::toString).collect(Collectors.toSet());
    return new Row.Home.In(
        spots, compose.map(text -> template(holder, "compose", text, indexes)), note);
  }

  private Row.Spot spot(Fields fields) {
    var known = new HashSet<String>(uri.names());
    known.add("value");
    known.add(Row.Spot.MEMBER);
    var parameters = new HashMap<String, Template>();
    fields
        .textsByName("parameters")
        .forEach((name, text) -> parameters.put(name, template(fields, name, text, known)));
    var spot =
        new Row.Spot(fields.text("mechanism"), parameters, chain(fields), fields.flag("optional"));
    fields.end();
    return spot;
  }

  private static Template template(Fields fields, String name, String text, Set<String> known) {
    try {
      var template = Template.parse(text);
      template.names().stream()
          .filter(hole -> !known.contains(hole))
          .forEach(hole ->
              fields.problem(
                  "'%s' has the unknown hole {%s}%s"
                      .formatted(name, hole, Spelling.suggestion(hole, known))));
      return template;
    } catch (IllegalArgumentException e) {
      fields.problem("'" + name + "': " + e.getMessage());
      return new Template(List.of());
    }
  }

  private List<Conversion> chain(Fields fields) {
    var steps = new ArrayList<Conversion>();
    var found = fields.any("value");
    if (found.filter(JsonNode::isArray).isPresent()) {
      fields.objects("value").forEach(step -> steps(step, steps));
    } else {
      fields.object("value").ifPresent(step -> steps(step, steps));
    }
    return steps;
  }

  private void steps(Fields step, List<Conversion> steps) {
    for (var key : step.keys()) {
      switch (key) {
        case "map" -> steps.add(new Conversion.Lookup(table(step)));
        case "scale" -> steps.add(scale(step));
        case "add" ->
            steps.add(
                new Conversion.Add(step.number(key, Integer.MIN_VALUE, Integer.MAX_VALUE, 0)));
        case "template" ->
            steps.add(new Conversion.Around(template(step, key, step.text(key), Set.of("value"))));
        case "extract" ->
            steps.add(new Conversion.Extract(AllowedReader.regex(step, step.text(key))));
        case "admx" -> steps.add(new Conversion.Admx(step.optionalText(key).orElse("")));
        case "join" -> steps.add(join(step));
        case "unless" -> steps.add(new Conversion.Unless(Value.of(step.text(key))));
        case "constant" -> steps.add(new Conversion.Constant(Value.of(step.text(key))));
        default ->
            step.problem(
                "unknown step '"
                    + key
                    + "'"
                    + Spelling.suggestion(
                        key,
                        List.of(
                            "map",
                            "scale",
                            "add",
                            "template",
                            "extract",
                            "admx",
                            "join",
                            "unless",
                            "constant")));
      }
    }
  }

  private static Map<String, Value> table(Fields step) {
    var table = new LinkedHashMap<String, Value>();
    step.object("map")
        .ifPresent(map ->
            map.keys()
                .forEach(key -> map.any(key).ifPresent(node -> table.put(key, value(map, node)))));
    if (table.isEmpty()) {
      step.problem("'map' is empty");
    }
    return table;
  }

  private static Value value(Fields map, JsonNode node) {
    if (node.isNull()) {
      return Value.absent();
    }
    if (node.isBoolean()) {
      return Value.of(node.booleanValue());
    }
    if (node.isIntegralNumber()) {
      return Value.of(node.longValue());
    }
    if (!node.isTextual()) {
      map.problem("a map leads to texts, whole numbers, true, false and null, not " + node);
    }
    return Value.of(node.asText());
  }

  private static Conversion scale(Fields step) {
    if (step.any("scale").filter(JsonNode::isTextual).isPresent()) {
      var text = step.text("scale");
      var by = text.startsWith("1/") ? Wire.number(text.substring(2)) : Optional.<Long>empty();
      if (by.filter(number -> number > 0).isEmpty()) {
        step.problem("scale '" + text + "' is neither a number nor 1/number");
      }
      return new Conversion.Scale(1, Math.max(1, by.orElse(1L)));
    }
    return new Conversion.Scale(step.number("scale", 1, Integer.MAX_VALUE, 1), 1);
  }

  private Conversion join(Fields step) {
    if (allowed.delimiter().isEmpty()) {
      step.problem("'join' needs a setting whose values are lists");
    }
    var with = step.optionalText("join").orElse("");
    if (with.isEmpty()) {
      step.problem("'join' is empty");
    }
    return new Conversion.Join(allowed.delimiter().orElse(Allowed.LIST), with);
  }
}
