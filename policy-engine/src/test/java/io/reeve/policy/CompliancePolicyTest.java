package io.reeve.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reeve.policy.CompliancePolicy.Check;
import io.reeve.policy.CompliancePolicy.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompliancePolicyTest {
  private static final Pattern BLOCK = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
  private static final String RULE =
      "'id': 'r', 'title': 'T', 'severity': 'low', 'query': 'select 1'";

  private static String json(String text) {
    return text.replace("'", "\"");
  }

  private static String policy(String rules) {
    return json("{ 'id': 'p', 'name': 'P', 'version': '1', 'rules': [" + rules + "] }");
  }

  private static List<String> problems(String document) {
    var thrown =
        catchThrowableOfType(ProblemsException.class, () -> CompliancePolicy.parse(document));
    assertThat(thrown).as(document).isNotNull();
    return thrown.problems();
  }

  private static JsonNode schema() throws IOException {
    var file = Golden.project().resolve("docs/compliance-policy.schema.json");
    return new JsonMapper().readTree(Files.readString(file));
  }

  @Test
  void theDocumentedExamplesParse() throws IOException, ProblemsException {
    for (var example : schema().get("examples")) {
      assertThat(CompliancePolicy.parse(example.toString()).rules()).isNotEmpty();
    }
    var page = Files.readString(Golden.project().resolve("docs/compliance.md"));
    var blocks = BLOCK.matcher(page).results().map(block -> block.group(1)).toList();
    assertThat(blocks).isNotEmpty();
    for (var block : blocks) {
      assertThat(CompliancePolicy.parse(block).rules()).isNotEmpty();
    }
  }

  @Test
  void theSchemaSaysWhatTheParserSays() throws IOException {
    var rule = schema().at("/$defs/rule/properties");

    assertThat(schema().at("/properties/rules/maxItems").asInt())
        .isEqualTo(CompliancePolicy.MAX_RULES);
    assertThat(rule.at("/severity/enum"))
        .extracting(JsonNode::asText)
        .containsExactly("low", "medium", "high", "critical");
    assertThat(rule.at("/setting/properties/is/enum"))
        .extracting(name -> Comparison.of(name.asText()).orElseThrow())
        .containsExactly(Comparison.values());
    assertThat(rule.properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder(
            "id", "title", "severity", "remedy", "graceHours", "setting", "query");
  }

  @Test
  void aRuleIsReadWithAllItSays() throws ProblemsException {
    var policy =
        CompliancePolicy.parse(
            policy(
                "{ 'id': 'a', 'title': 'A', 'severity': 'critical', 'remedy': 'Do.', 'graceHours': 24,"
                    + " 'setting': { 'uri': './Vendor/MSFT/X', 'is': 'atMost', 'value': 15 } },"
                    + "{ 'id': 'b', 'title': 'B', 'severity': 'low', 'query': 'select 1' }"));

    assertThat(policy.rules())
        .containsExactly(
            new Rule(
                "a",
                "A",
                Severity.CRITICAL,
                "Do.",
                Duration.ofHours(24),
                new Check.OfSetting(
                    OmaUri.parse("./Device/Vendor/MSFT/X"), Comparison.AT_MOST, "15")),
            new Rule("b", "B", Severity.LOW, "", Duration.ZERO, new Check.OfQuery("select 1")));
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    assertThat(
            problems(
                json(
                    """
                    { 'id': 'p', 'nmae': 'P', 'version': '1', 'rules': [
                      { 'id': 'r', 'title': 'T', 'severity': 'hihg', 'query': '' },
                      { 'id': 'r', 'severity': 'low', 'graceHours': -1, 'remedie': 'x',
                        'setting': { 'uri': './A//B', 'is': 'atleast' } } ] }
                    """)))
        .containsExactlyInAnyOrder(
            "policy: 'name' is missing",
            "policy: unknown key 'nmae', did you mean 'name'?",
            "policy: rule id 'r' is given twice",
            "policy rules[0]: unknown severity 'hihg', did you mean 'high'?",
            "policy rules[0]: 'query' is empty",
            "policy rules[1]: 'title' is missing",
            "policy rules[1]: 'graceHours' is -1, not between 0 and 8760",
            "policy rules[1]: unknown key 'remedie', did you mean 'remedy'?",
            "policy rules[1] setting: bad segment '' in address './A//B'",
            "policy rules[1] setting: unknown comparison 'atleast', did you mean 'atLeast'?",
            "policy rules[1] setting: 'value' is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "[]!a JSON object expected",
        "{!not JSON, line 1",
        "''!empty, JSON expected",
        "{} {}!not JSON",
        "{'id':'a','id':'b'}!not JSON",
        "{'id':'p','name':'P','version':'1'}!no rules",
        "{'id':'p','name':'P','version':'1','rules':{}}!'rules' must be a list",
        "{'id':'p','name':'P','version':'1','rules':[1]}!a list of objects",
        "{'id':'p','name':'P','version':1,'rules':[]}!'version' must be a text, found 1",
        "{'id':'-p','name':'P','version':'1','rules':[]}!id '-p'",
      })
  void whatIsNoPolicyIsRefused(String document, String problem) {
    assertThat(problems(json(document))).anyMatch(p -> p.contains(problem));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "'id': 'r', 'title': 'T', 'severity': 'low'!one of 'setting' and 'query'",
        "'id': 'r', 'title': 'T', 'severity': 'low', 'query': 'x', 'setting': {}!not both",
        "'id': 'r', 'title': 'T', 'severity': 'LOW', 'query': 'x'!unknown severity 'LOW'",
        "'id': 'r', 'title': 'T', 'query': 'x'!'severity' is missing",
        "'id': 'r', 'title': 'T', 'severity': 'low', 'query': 'x', 'graceHours': 1.5!whole number",
        "'id': 'r', 'title': 'T', 'severity': 'low', 'query': 'x', 'graceHours': 9999!9999",
        "'id': 'r/s', 'title': 'T', 'severity': 'low', 'query': 'x'!id 'r/s'",
        "'id': 'r', 'title': 'T', 'severity': 'low', 'setting': { 'uri': './A', 'is': 'equal', 'value': [] }!'value' must be",
        "'id': 'r', 'title': 'T', 'severity': 'low', 'setting': { 'uri': './A', 'is': 'equal', 'value': null }!'value' must be",
      })
  void aBrokenRuleIsRefused(String rule, String problem) {
    assertThat(problems(policy("{" + rule + "}"))).anyMatch(p -> p.contains(problem));
  }

  @Test
  void tooManyRulesAndTooLargeADocumentAreRefused() throws ProblemsException {
    assertThat(CompliancePolicy.parse(policy(rules(500))).rules()).hasSize(500);
    assertThat(problems(policy(rules(501))))
        .containsExactly("policy: 501 rules, at most 500 are taken");
    assertThat(problems(policy(rules(1)) + " ".repeat(CompliancePolicy.MAX_BYTES)))
        .singleElement()
        .asString()
        .endsWith("bytes, at most 262144 are taken");
    assertThat(problems(policy("{" + RULE.replace("'T'", "'" + "t".repeat(2001) + "'") + "}")))
        .containsExactly("policy rules[0]: 'title' has 2001 characters, at most 2000 are taken");
  }

  private static String rules(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{" + RULE.replace("'r'", "'r" + i + "'") + "}")
        .collect(Collectors.joining(","));
  }
}
