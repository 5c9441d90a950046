package io.reeve.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CatalogTest {
  private static final String PROFILE =
      TestRows.row(
          "fw.enable",
          "'uri': './Vendor/MSFT/Firewall/MdmStore/{profile}Profile/EnableFirewall', "
              + "'holes': { 'profile': ['Domain', 'Private', 'Public'] }, 'format': 'bool', "
              + "'examples': { 'good': ['true'], 'bad': ['x'], 'holes': { 'profile': 'Public' } }");
  private static final String SERVICE =
      TestRows.row(
          "svc.state",
          "'uri': './Device/Vendor/Reeve/Services/{name}/State', "
              + "'examples': { 'good': ['a'], 'bad': [], 'holes': { 'name': 'ssh.service' } }");
  private static final String SSH =
      TestRows.row("svc.ssh", "'uri': './Device/Vendor/Reeve/Services/ssh.service/State'");

  private final Catalog catalog = TestRows.catalog(PROFILE, SERVICE, SSH);

  private static List<String> problems(String... rows) {
    var thrown = catchThrowableOfType(ProblemsException.class, () -> TestRows.read(rows));
    assertThat(thrown).isNotNull();
    return thrown.problems();
  }

  @ParameterizedTest
  @CsvSource({
    "./Vendor/MSFT/Firewall/MdmStore/PublicProfile/EnableFirewall, Public",
    "./Device/Vendor/MSFT/Firewall/MdmStore/PublicProfile/EnableFirewall, Public",
    "./vendor/msft/FIREWALL/mdmstore/domainprofile/enablefirewall, Domain",
    "./Vendor/MSFT/Firewall/MdmStore/%50rivateProfile/EnableFirewall, Private",
  })
  void spellingsOfOneNodeFindOneAddress(String text, String profile) {
    var match = catalog.find(OmaUri.parse(text)).orElseThrow();

    assertThat(match.setting().id()).isEqualTo("fw.enable");
    assertThat(match.holes()).isEqualTo(Map.of("profile", profile));
    assertThat(match.uri())
        .hasToString(
            "./Device/Vendor/MSFT/Firewall/MdmStore/" + profile + "Profile/EnableFirewall");
  }

  @ParameterizedTest
  @CsvSource({
    "./Vendor/MSFT/Firewall/MdmStore/GuestProfile/EnableFirewall",
    "./Vendor/MSFT/Firewall/MdmStore/Profile/EnableFirewall",
    "./Vendor/MSFT/Firewall/MdmStore/Public/EnableFirewall",
    "./Vendor/MSFT/Firewall/MdmStore/PublicProfile",
    "./Vendor/MSFT/Firewall/MdmStore/PublicProfile/EnableFirewall/More",
    "./User/Vendor/MSFT/Firewall/MdmStore/PublicProfile/EnableFirewall",
    "./Device/Vendor/Reeve/Services/%2E%2E%2Fetc/State",
    "./Device/Vendor/Reeve/Services/a%2Fb/State",
    "./Device/Vendor/Reeve/Services/.hidden/State",
    "./Nowhere",
    ".",
  })
  void whatNoRowSpeaksOfIsNotFound(String text) {
    assertThat(catalog.find(OmaUri.parse(text))).isEmpty();
  }

  @Test
  void aHoleKeepsItsLetterCaseAndIsDecoded() {
    var match =
        catalog.find(OmaUri.parse("./device/VENDOR/reeve/services/My%20S%C3%A9rvice/state"));

    assertThat(match.orElseThrow().holes()).isEqualTo(Map.of("name", "My Sérvice"));
    assertThat(match.orElseThrow().uri())
        .hasToString("./Device/Vendor/Reeve/Services/My Sérvice/State");
    assertThat(catalog.find(match.orElseThrow().uri())).isEqualTo(match);
  }

  @Test
  void aRowWithoutHolesComesBeforeOneWith() {
    assertThat(id("./Device/Vendor/Reeve/Services/SSH.service/State")).isEqualTo("svc.ssh");
    assertThat(id("./Device/Vendor/Reeve/Services/cron.service/State")).isEqualTo("svc.state");
  }

  private String id(String uri) {
    return catalog.find(OmaUri.parse(uri)).orElseThrow().setting().id();
  }

  @Test
  void settingsComeAfterThoseTheyNameAndElseAsWritten() {
    var ordered =
        TestRows.catalog(
            TestRows.row("a.last", "'after': ['a.mid']"),
            TestRows.row("a.other", ""),
            TestRows.row("a.mid", "'after': ['a.first']"),
            TestRows.row("a.first", ""));

    assertThat(ordered.all())
        .extracting(Setting::id)
        .containsExactly("a.first", "a.mid", "a.last", "a.other");
  }

  @Test
  void aCircleOfAfterIsNamed() {
    assertThat(
            problems(
                TestRows.row("a.one", "'after': ['a.two']"),
                TestRows.row("a.two", "'after': ['a.three']"),
                TestRows.row("a.three", "'after': ['a.one']")))
        .containsExactly("'after' goes in a circle: a.one, a.two, a.three, a.one");
    assertThat(problems(TestRows.row("a.one", "'after': ['a.one']")))
        .containsExactly("'after' goes in a circle: a.one, a.one");
  }

  @Test
  void everyProblemOfEveryRowIsReportedAtOnce() {
    assertThat(
            problems(
                TestRows.row("a.one", "'allowed': { 'range': '[5-1]' }, 'sentense': 'x'"),
                TestRows.row("a.two", "'allowed': { 'pattern': '(' }, 'tier': 9"),
                TestRows.row("a.one", "'after': ['a.tow'], 'uri': './Device/Other'"),
                TestRows.row("a.four", "'uri': './DEVICE/Vendor/reeve/TEST/a-two'")))
        .hasSize(7)
        .anyMatch(p -> p.contains("range '[5-1]' ends before it starts"))
        .anyMatch(p -> p.contains("unknown key 'sentense', did you mean 'sentence'?"))
        .anyMatch(p -> p.contains("'(' is not a regular expression"))
        .anyMatch(p -> p.contains("'tier' is 9, not between 1 and 3"))
        .anyMatch(p -> p.contains("id 'a.one' is given twice"))
        .anyMatch(p -> p.contains("'after' names 'a.tow', did you mean 'a.two'?"))
        .anyMatch(p -> p.contains("a.two and a.four have the address"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "'id': 'Nodot'!not of the form area.name",
        "'uri': null!'uri' is missing",
        "'uri': './A/{x'!bad hole in '{x'",
        "'uri': './A/{x}{y}'!bad hole",
        "'uri': './A//B'!bad segment",
        "'holes': { 'x': '.*' }!'holes' names 'x', not in the address",
        "'format': 'string'!unknown format 'string'",
        "'format': 7!'format' must be a text, found 7",
        "'default': 'x', 'allowed': { 'values': ['1'] }!default 'x' is not one of 1",
        "'format': 'int', 'default': 'x'!default 'x' is not int",
        "'conflict': 'Newest'!unknown conflict 'Newest'",
        "'conflict': 'MostRestrictive'!mostRestrictiveOf",
        "'conflict': { 'mostRestrictiveOf': ['a'] }!needs two words or more",
        "'compliant': 'same'!unknown compliant 'same'",
        "'tier': null!'tier' is missing",
        "'tier': '1'!'tier' must be a whole number, found \"1\"",
        "'sentence': 'No stop'!no full stop",
        "'sentence': ' '!'sentence' is empty",
        "'on': null!'on' is missing",
        "'on': { 'linux': [], 'macos': {'none': 'x'}, 'windows': {'none': 'x'} }!lists no place",
        "'on': { 'linux': {'none': 'x'}, 'macos': {'none': 'x'} }!'windows' is missing",
        "'on': { 'linux': {'none': 'x'}, 'macos': {'none': 'x'}, 'windows': {'none': ''} }!'none' is empty",
        "'on': { 'linux': {'none': 'x'}, 'macos': {'none': 'x'}, 'windows': {'none': 'x'}, 'linus': {} }!'linus', did you mean 'linux'?",
        "'examples': null!'examples' is missing",
        "'examples': { 'good': [], 'bad': [] }!no good example",
        "'examples': { 'good': ['1'] }!'bad' is missing",
        "'examples': { 'good': ['1'], 'bad': ['2'] }!'2' is allowed",
        "'allowed': { 'values': ['2'] }!good example of x.y: '1' is not one of 2",
        "'allowed': { 'values': [] }!'values' is empty",
        "'allowed': { 'flags': ['x'] }!flag 'x' is not a positive number",
        "'allowed': { 'json': 'list' }!json 'list' is none of",
        "'allowed': { 'ranges': '[1-2]' }!'ranges', did you mean 'range'?",
        "'access': 'write'!access 'write' is not 'read'",
        "'access': 'read', 'conflict': 'LastWrite'!a row that is only read has no 'conflict'",
        "'cutsNetwork': 'yes'!'cutsNetwork' must be true or false",
      })
  void aBrokenRowSaysWhatIsWrong(String members, String problem) {
    assertThat(problems(TestRows.row("x.y", members))).anyMatch(p -> p.contains(problem));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "{ 'parameters': {} }!'mechanism' is missing",
        "{ 'mechanism': 'm', 'paramaters': {} }!'paramaters', did you mean 'parameters'?",
        "{ 'mechanism': 'm', 'parameters': { 'k': '{x}' } }!'k' has the unknown hole {x}",
        "{ 'mechanism': 'm', 'parameters': { 'k': '{' } }!lone '{'",
        "{ 'mechanism': 'm', 'parameters': { 'k': 1 } }!'k' must be a text",
        "{ 'mechanism': 'm', 'value': { 'maps': {} } }!unknown step 'maps', did you mean 'map'?",
        "{ 'mechanism': 'm', 'value': { 'map': {} } }!'map' is empty",
        "{ 'mechanism': 'm', 'value': { 'map': { '1': [] } } }!a map leads to texts",
        "{ 'mechanism': 'm', 'value': { 'map': { '0': 'a' } } }!no good example has a place",
        "{ 'mechanism': 'm', 'value': { 'scale': 0 } }!'scale' is 0",
        "{ 'mechanism': 'm', 'value': { 'scale': '60' } }!neither a number nor 1/number",
        "{ 'mechanism': 'm', 'value': { 'extract': '(' } }!not a regular expression",
        "{ 'mechanism': 'm', 'value': { 'extract': '1' } }!needs 'compose'",
        "{ 'mechanism': 'm', 'value': { 'join': ',' } }!needs a setting whose values are lists",
        "{ 'mechanism': 'm', 'value': { 'template': '{valeu}' } }!unknown hole {valeu}, did you mean 'value'?",
      })
  void aBrokenPlaceSaysWhatIsWrong(String place, String problem) {
    assertThat(problems(TestRows.on("x.y", "[" + place + "]", "")))
        .anyMatch(p -> p.contains(problem));
  }

  @Test
  void examplesMustFillTheHolesWithNamesThatFit() {
    var uri = "'uri': './Test/{name}'";

    assertThat(problems(TestRows.row("x.y", uri)))
        .containsExactly("x.y: 'examples holes' gives [], the address has [name]");
    assertThat(
            problems(
                TestRows.row(
                    "x.y",
                    uri + ", 'examples': { 'good': ['1'], 'bad': [], 'holes': {'name': 'a/b'} }")))
        .containsExactly("x.y: 'examples holes' gives names that 'holes' forbids");
  }

  @Test
  void aFileThatIsNoJsonIsReportedWithItsPlaceAndTheOthersAreReadOn() {
    var thrown =
        catchThrowableOfType(
            ProblemsException.class,
            () ->
                Catalog.parse(
                    Map.of(
                        "A.json", "{ \"settings\": [ ] ]",
                        "B.json", "[]",
                        "C.json", "{ \"setting\": [] }",
                        "D.json", "")));

    assertThat(thrown.problems())
        .hasSize(4)
        .anyMatch(p -> p.startsWith("A.json: not JSON, line 1 column"))
        .anyMatch(p -> p.equals("B.json: a JSON object expected, found []"))
        .anyMatch(p -> p.contains("unknown key 'setting', did you mean 'settings'?"))
        .anyMatch(p -> p.equals("D.json: empty, JSON expected"));
  }

  @Test
  void aConfidentialRowHasNoRuleThatTellsOfValues() {
    assertThat(
            problems(
                TestRows.row("a.one", "'confidential': true, 'conflict': 'DenyWins'"),
                TestRows.row("a.two", "'confidential': true, 'conflict': 'UnionByKey'")))
        .singleElement()
        .asString()
        .contains("a confidential row cannot have the conflict 'DenyWins'");
  }
}
