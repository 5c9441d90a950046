package io.reeve.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OmaUriTest {

  @ParameterizedTest
  @CsvSource({
    "., .",
    "./, .",
    "A/B, ./A/B",
    "./A/B, ./A/B",
    "' ./A ', ./A",
    "./Vendor/MSFT/X, ./Device/Vendor/MSFT/X",
    "Vendor/MSFT/X, ./Device/Vendor/MSFT/X",
    "./vendor/MSFT/X, ./Device/Vendor/MSFT/X",
    "./DEVICE/vendor/MSFT/X, ./Device/Vendor/MSFT/X",
    "./user/Vendor/MSFT/X, ./User/Vendor/MSFT/X",
    "./device/Other, ./Device/Other",
    "./DevInfo/DevId, ./DevInfo/DevId",
    "./A/Vendor, ./A/Vendor",
    "./A/%2F, ./A/%2F",
    "./A/b.c, ./A/b.c",
    "./A/..., ./A/...",
    "./A/a*, ./A/a*",
    "./A/gr%C3%BCn, ./A/gr%C3%BCn",
    "./A/grün x, ./A/grün x",
  })
  void anAddressHasOneSpelling(String text, String canonical) {
    var uri = OmaUri.parse(text);

    assertThat(uri).hasToString(canonical);
    assertThat(OmaUri.parse(canonical)).isEqualTo(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "/",
        "/A",
        "./A/",
        "A//B",
        "..",
        "./../A",
        "./A/../B",
        "./A/./B",
        "././A",
        "./A/*",
        "./A/%2E%2e/B",
        "./A/%2E",
        "./A/%2a",
        "./A/b\u0000",
        "./A/%00",
        "./A/%0A",
        "./A/%",
        "./A/%4",
        "./A/%4g",
        "./A/%-1",
        "./A/%FF",
        "./A/%C3",
        "./A?prop=ACL",
      })
  void aMalformedAddressIsRefusedButIsNotTooLong(String text) {
    assertThatThrownBy(() -> OmaUri.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .isNotInstanceOf(OmaUri.TooLongException.class)
        .message()
        .isNotBlank();
  }

  @Test
  void lengthAndDepthOverTheLimitAreToldApartFromMalformed() {
    var longest = "./A/" + "x".repeat(OmaUri.MAX_LENGTH - 4);
    var deepest = "./" + "a/".repeat(OmaUri.MAX_DEPTH - 1) + "a";

    assertThat(OmaUri.parse(longest).toString()).hasSize(OmaUri.MAX_LENGTH);
    assertThat(OmaUri.parse(deepest).segments()).hasSize(OmaUri.MAX_DEPTH);
    for (var text : List.of(longest + "x", deepest + "/a", "/".repeat(5000), "%".repeat(3000))) {
      assertThatThrownBy(() -> OmaUri.parse(text)).isInstanceOf(OmaUri.TooLongException.class);
    }
  }

  @Test
  void theLimitsHoldForTheOneSpellingToo() {
    var deep = "./Vendor/" + "a/".repeat(OmaUri.MAX_DEPTH - 2) + "a";
    var lengthy = "Vendor/" + "x".repeat(OmaUri.MAX_LENGTH - 7);

    assertThatThrownBy(() -> OmaUri.parse(deep)).isInstanceOf(OmaUri.TooLongException.class);
    assertThatThrownBy(() -> OmaUri.parse(lengthy)).isInstanceOf(OmaUri.TooLongException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plain", "a/b", "50%", "%2F", "grün", "a?b", "..", ".", "*", "a\nb", "😀"})
  void aNameSurvivesAsASegment(String name) {
    var segment = OmaUri.encode(name);

    assertThat(OmaUri.decode(segment)).isEqualTo(name);
    assertThat(OmaUri.encode(OmaUri.decode(segment))).isEqualTo(segment);
    assertThat(segment).doesNotContain("/", "?", "\n");
  }

  @Test
  void lettersDifferByCaseInEqualityButNotInBelow() {
    var upper = OmaUri.parse("./Device/Vendor/MSFT/X/Y");
    var lower = OmaUri.parse("./Device/Vendor/msft/x");

    assertThat(upper.isBelow(lower)).isTrue();
    assertThat(lower.isBelow(upper)).isFalse();
    assertThat(upper.isBelow(upper)).isTrue();
    assertThat(upper.isBelow(OmaUri.parse("."))).isTrue();
    assertThat(OmaUri.parse("./A/BC").isBelow(OmaUri.parse("./A/B"))).isFalse();
    assertThat(OmaUri.parse("./a")).isNotEqualTo(OmaUri.parse("./A"));
  }

  @Test
  void aNodeStandsBeforeWhatLiesBelowIt() {
    var sorted =
        List.of("./A-B", "./a", "./A", "./A/x/y", "./A/b", ".", "./B").stream()
            .map(OmaUri::parse)
            .sorted()
            .map(OmaUri::toString)
            .toList();

    assertThat(sorted).containsExactly(".", "./A", "./a", "./A/b", "./A/x/y", "./A-B", "./B");
  }

  @Test
  void theRootHasNoNameAndAChildHasOne() {
    var root = OmaUri.parse(".");

    assertThat(root.name()).isEmpty();
    assertThat(root.child("DevInfo").child("DevId")).hasToString("./DevInfo/DevId");
    assertThat(root.child("DevInfo").name()).isEqualTo("DevInfo");
  }
}
