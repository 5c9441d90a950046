package io.reeve.policy;

import io.reeve.policy.CompliancePolicy.Check;
import io.reeve.policy.CompliancePolicy.Rule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads a compliance policy and names every problem in it.
final class PolicyReader {
  private static final String DOCUMENT = "compliance policy";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final int MAX_TEXT = 2000;
  private static final int MAX_SQL = 16 * 1024;
  private static final int MAX_GRACE_HOURS = 24 * 365;

  private final List<String> problems = new ArrayList<>();

  CompliancePolicy read(String json) throws ProblemsException {
    int bytes = json.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > CompliancePolicy.MAX_BYTES) {
      problems.add("%d bytes, at most %d are taken".formatted(bytes, CompliancePolicy.MAX_BYTES));
      throw new ProblemsException(DOCUMENT, problems);
    }
    var policy = Fields.object("policy", json, problems).map(this::policy);
    if (!problems.isEmpty() || policy.isEmpty()) {
      throw new ProblemsException(DOCUMENT, problems);
    }
    return policy.get();
  }

  private CompliancePolicy policy(Fields fields) {
    fields.optionalText("$schema");
    var id = id(fields);
    var name = text(fields, "name");
    var version = text(fields, "version");
    var members = fields.objects("rules");
    if (members.isEmpty()) {
      fields.problem("no rules");
    }
    if (members.size() > CompliancePolicy.MAX_RULES) {
      fields.problem(
          "%d rules, at most %d are taken".formatted(members.size(), CompliancePolicy.MAX_RULES));
      members = List.of();
    }
    var rules = members.stream().map(this::rule).toList();
    var ids = new HashSet<String>();
    rules.stream()
        .map(Rule::id)
        .filter(rule -> !rule.isEmpty() && !ids.add(rule))
        .forEach(rule -> fields.problem("rule id '" + rule + "' is given twice"));
    fields.end();
    return new CompliancePolicy(id, name, version, rules);
  }

  private static String id(Fields fields) {
    var id = fields.text("id");
    if (!id.isBlank() && !ID.matcher(id).matches()) {
      fields.problem(
          "id '" + id + "' is not 1 to 100 letters, digits, '.', '_' and '-', the first no sign");
    }
    return id;
  }

  private static String text(Fields fields, String key) {
    return bounded(fields, key, fields.text(key), MAX_TEXT);
  }

  private static String bounded(Fields fields, String key, String text, int max) {
    if (text.length() > max) {
      fields.problem(
          "'%s' has %d characters, at most %d are taken".formatted(key, text.length(), max));
    }
    return text;
  }

  private Rule rule(Fields fields) {
    var rule =
        new Rule(
            id(fields),
            text(fields, "title"),
            severity(fields),
            bounded(fields, "remedy", fields.optionalText("remedy").orElse(""), MAX_TEXT),
            Duration.ofHours(fields.number("graceHours", 0, MAX_GRACE_HOURS, 0)),
            check(fields));
    fields.end();
    return rule;
  }

  private static Severity severity(Fields fields) {
    var name = fields.text("severity");
    for (var severity : Severity.values()) {
      if (severity.name().toLowerCase(Locale.ROOT).equals(name)) {
        return severity;
      }
    }
    if (!name.isBlank()) {
      var known = List.of("low", "medium", "high", "critical");
      fields.problem("unknown severity '" + name + "'" + Spelling.suggestion(name, known));
    }
    return Severity.LOW;
  }

  private static Check check(Fields fields) {
    var setting = fields.object("setting");
    var query = fields.optionalText("query");
    if (fields.has("setting") == fields.has("query")) {
      fields.problem("one of 'setting' and 'query' is needed, not both");
    }
    if (setting.isPresent()) {
      return setting(setting.get());
    }
    if (query.filter(String::isBlank).isPresent()) {
      fields.problem("'query' is empty");
    }
    return new Check.OfQuery(bounded(fields, "query", query.orElse(""), MAX_SQL));
  }

  private static Check setting(Fields fields) {
    var uri = uri(fields);
    var name = fields.text("is");
    var is = Comparison.of(name);
    if (is.isEmpty() && !name.isBlank()) {
      var known = List.of("equal", "atLeast", "atMost", "contains");
      fields.problem("unknown comparison '" + name + "'" + Spelling.suggestion(name, known));
    }
    var value = value(fields);
    fields.end();
    return new Check.OfSetting(uri, is.orElse(Comparison.EQUAL), value);
  }

  private static OmaUri uri(Fields fields) {
    var text = fields.text("uri");
    try {
      return text.isBlank() ? new OmaUri(List.of()) : OmaUri.parse(text);
    } catch (IllegalArgumentException e) {
      fields.problem(String.valueOf(e.getMessage()));
      return new OmaUri(List.of());
    }
  }

  /// A text, a number or a truth value; all of them as text.
  private static String value(Fields fields) {
    var found = fields.any("value");
    if (found.isEmpty()) {
      fields.problem("'value' is missing");
    } else if (!found.get().isValueNode() || found.get().isNull()) {
      fields.problem("'value' must be a text, a number, true or false, found " + found.get());
    }
    return found.map(node -> node.asText("")).orElse("");
  }
}
