package io.reeve.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads one row. Problems go to the list of its [Fields]; a row with problems is still given back,
/// so that what refers to it is not reported too.
final class RowReader {
  private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*(\\.[a-z0-9-]+)+");

  private static final List<String> WISHES =
      List.of("default", "conflict", "cutsNetwork", "reboot", "after");

  private static final Set<ConflictRule> NOT_RANKING =
      EnumSet.of(ConflictRule.LAST_WRITE, ConflictRule.NO_MERGE, ConflictRule.UNION_BY_KEY);

  private final Fields fields;

  RowReader(Fields fields) {
    this.fields = fields;
  }

  Row read() {
    var id = fields.text("id");
    if (!id.isEmpty() && !ID.matcher(id).matches()) {
      fields.problem("id '" + id + "' is not of the form area.name, lower case");
    }
    var uri = uri();
    var format = named("format", Format::of, Format.CHR);
    var allowed = new AllowedReader(fields, format).read();
    var conflict = conflict();
    var row =
        new Row(
            id,
            uri,
            format,
            readOnly(),
            allowed,
            fields.optionalText("default").map(text -> fallback(format, allowed, text)),
            conflict,
            fields.has("compliant")
                ? named("compliant", Comparison::of, Comparison.EQUAL)
                : Comparison.EQUAL,
            fields.text("category"),
            (int) fields.number("tier", 1, 3, 0),
            sentence(),
            fields.flag("cutsNetwork"),
            fields.flag("reboot"),
            confidential(conflict.rule()),
            fields.texts("after"),
            on(uri, allowed),
            examples());
    if (!fields.has("tier")) {
      fields.problem("'tier' is missing");
    }
    fields.end();
    return row;
  }

  /// A rule that ranks values tells of them.
  private boolean confidential(ConflictRule rule) {
    boolean confidential = fields.flag("confidential");
    if (confidential && !NOT_RANKING.contains(rule)) {
      fields.problem("a confidential row cannot have the conflict '" + rule.wire() + "'");
    }
    return confidential;
  }

  /// A row that is only read has nothing to say of wishes.
  private boolean readOnly() {
    var access = fields.optionalText("access");
    if (access.isEmpty()) {
      return false;
    }
    if (!access.get().equals("read")) {
      fields.problem("access '" + access.get() + "' is not 'read'");
    }
    WISHES.stream()
        .filter(fields::has)
        .forEach(key -> fields.problem("a row that is only read has no '" + key + "'"));
    return true;
  }

  private UriTemplate uri() {
    var holes = new HashMap<String, UriTemplate.Hole>();
    fields
        .object("holes")
        .ifPresent(rules -> rules.keys().forEach(name -> holes.put(name, hole(rules, name))));
    var text = fields.text("uri");
    try {
      var uri = UriTemplate.parse(text.isEmpty() ? "./Missing" : text, holes);
      holes.keySet().stream()
          .filter(name -> !uri.names().contains(name))
          .forEach(name -> fields.problem("'holes' names '" + name + "', not in the address"));
      return uri;
    } catch (IllegalArgumentException e) {
      fields.problem("uri: " + e.getMessage());
      return new UriTemplate(List.of());
    }
  }

  private UriTemplate.Hole hole(Fields rules, String name) {
    if (rules.any(name).filter(JsonNode::isArray).isPresent()) {
      return new UriTemplate.Hole(name, rules.texts(name), UriTemplate.Hole.NAME);
    }
    return new UriTemplate.Hole(name, List.of(), AllowedReader.regex(rules, rules.text(name)));
  }

  private <T> T named(String key, Function<String, Optional<T>> names, T otherwise) {
    var name = fields.text(key);
    var found = names.apply(name);
    if (found.isEmpty() && !name.isEmpty()) {
      fields.problem("unknown " + key + " '" + name + "'");
    }
    return found.orElse(otherwise);
  }

  private Row.Conflict conflict() {
    var found = fields.any("conflict");
    if (found.isEmpty()) {
      return new Row.Conflict(ConflictRule.LAST_WRITE, List.of());
    }
    if (found.get().isObject()) {
      var object = fields.object("conflict").orElseThrow();
      var order = object.texts("mostRestrictiveOf");
      object.end();
      if (order.size() < 2) {
        object.problem("'mostRestrictiveOf' needs two words or more");
      }
      return new Row.Conflict(ConflictRule.MOST_RESTRICTIVE, order);
    }
    var rule = named("conflict", ConflictRule::of, ConflictRule.LAST_WRITE);
    if (rule == ConflictRule.MOST_RESTRICTIVE) {
      fields.problem("write the conflict as {\"mostRestrictiveOf\": [...]}");
    }
    return new Row.Conflict(rule, List.of());
  }

  private Value fallback(Format format, Allowed allowed, String text) {
    allowed.problem(text).ifPresent(problem -> fields.problem("default '" + text + "' " + problem));
    var value = Wire.read(format, text);
    if (value.isEmpty()) {
      fields.problem("default '" + text + "' is not " + format.wire());
    }
    return value.orElse(Value.of(text));
  }

  private String sentence() {
    var sentence = fields.text("sentence");
    if (!sentence.isEmpty() && !sentence.endsWith(".")) {
      fields.problem("the sentence has no full stop");
    }
    return sentence;
  }

  private Map<String, Row.Home> on(UriTemplate uri, Allowed allowed) {
    var homes = new LinkedHashMap<String, Row.Home>();
    var on = fields.object("on");
    if (on.isEmpty()) {
      fields.problem("'on' is missing");
    }
    on.ifPresent(systems -> {
      for (var system : Row.SYSTEMS) {
        homes.put(system, new HomeReader(systems, uri, allowed).read(system));
      }
      systems.end();
    });
    return homes;
  }

  private Row.Examples examples() {
    var examples = fields.object("examples");
    if (examples.isEmpty()) {
      fields.problem("'examples' is missing");
      return new Row.Examples(List.of(), List.of(), Map.of());
    }
    var object = examples.get();
    var read =
        new Row.Examples(object.texts("good"), object.texts("bad"), object.textsByName("holes"));
    if (read.good().isEmpty()) {
      object.problem("no good example");
    }
    if (!object.has("bad")) {
      object.problem("'bad' is missing; [] where every text is good");
    }
    object.end();
    return read;
  }
}
