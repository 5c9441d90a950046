package io.reeve.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WishListTest {
  private static final Catalog CATALOG = Catalog.load();
  private static final String LENGTH =
      "./Device/Vendor/MSFT/Policy/Config/DeviceLock/MinDevicePasswordLength";

  private static Map<OmaUri, Value> parse(String json) throws ProblemsException {
    return WishList.parse(CATALOG, json);
  }

  @Test
  void aNameIsAnIdOrAnAddressAndAValueTextANumberOrATruth() throws ProblemsException {
    assertThat(
            parse(
                """
                {"settings": {"pw.min-length": 12, "fw.enable": true,
                  "./device/vendor/reeve/hosts/intranet.example": "192.0.2.1"}}
                """))
        .containsExactly(
            Map.entry(OmaUri.parse(LENGTH), Value.of(12)),
            Map.entry(CATALOG.byId("fw.enable").orElseThrow().exampleUri(), Value.of(true)),
            Map.entry(
                OmaUri.parse("./Device/Vendor/Reeve/Hosts/intranet.example"),
                Value.of("192.0.2.1")));
  }

  @Test
  void nothingIsWantedByAnEmptyList() throws ProblemsException {
    assertThat(parse("{}")).isEmpty();
    assertThat(parse("{\"settings\": {}}")).isEmpty();
  }

  @Test
  void everyProblemIsToldWithItsPlace() {
    assertThatThrownBy(() ->
            parse(
                """
                {"setings": {},
                 "settings": {
                   "pw.min-lenght": 12,
                   "pw.min-length": "x",
                   "%s": 9,
                   "pw.history": null,
                   "pw.history": [1],
                   "svc.startup": 2,
                   "pw.min-age": 1,
                   "pw.min-age": 2}}
                """
                    .formatted(LENGTH)))
        .isInstanceOfSatisfying(
            ProblemsException.class,
            e ->
                assertThat(e.problems())
                    .satisfiesExactly(
                        one ->
                            assertThat(one).startsWith("line 1, column 2: unknown key 'setings'"),
                        two ->
                            assertThat(two)
                                .startsWith("line 3, column 4: there is no setting 'pw.min-lenght'")
                                .contains("did you mean 'pw.min-length'"),
                        three ->
                            assertThat(three).startsWith("line 4, column 4: pw.min-length: 'x'"),
                        four ->
                            assertThat(four).startsWith("line 6, column 4: pw.history: a value"),
                        five ->
                            assertThat(five).startsWith("line 7, column 4: pw.history: a value"),
                        six ->
                            assertThat(six)
                                .startsWith("line 8, column 4: 'svc.startup' stands for many")
                                .contains("{name}"),
                        seven ->
                            assertThat(seven)
                                .startsWith("line 10, column 4: ./Device")
                                .endsWith("is there twice")));
  }

  @Test
  void aDocumentThatIsCutOffIsToldWithoutTheParsersInnerWords() {
    assertThatThrownBy(() -> parse("{\"settings\": {\"pw.min-length\": 12}"))
        .hasMessageEndingWith(
            "this is not JSON: Unexpected end-of-input: expected close marker for Object");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | an object",
        "[] | an object",
        "{\"settings\": 5} | must be an object",
        "{\"settings\": {\"pw.min-length\": 12} | not JSON",
        "{\"settings\": {}} {} | nothing belongs behind",
        "{\"settings\": {}, \"settings\": {}} | there twice",
        "{\"settings\": {\"pw.min-length\": 012}} | not JSON",
        "{/**/} | not JSON",
        "[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]] | an object",
      })
  void whatIsNoSuchDocumentIsRefused(String json, String why) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining(why);
  }
}
