package io.reeve.core.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CleanJsonTest {
  @Test
  void whatIsCleanedIsJsonStill() throws IOException {
    var clean =
        CleanJson.of(
            """
            {"token": "a b", "pin": 1234, "secret": null, "keys": {"type": "file"}, "ok": true,
             "list": ["E: https://u:p@repo/x \\"password\\":\\"x y\\", done", 1.5, 7]}
            """);
    assertThat(Json.parse(clean))
        .isEqualTo(
            Json.parse(
                """
                {"token": "(removed)", "pin": "(removed)", "secret": null, "keys": {"type": "file"}, "ok": true,
                 "list": ["E: https://(removed)@repo/x \\"password\\":\\"(removed)\\", done", 1.5, 7]}
                """));
    assertThat(CleanJson.of(clean)).isEqualTo(clean);
  }

  @Test
  void whatIsNoJsonIsCleanedAsText() {
    assertThat(CleanJson.of("{\"token\": \"a b\", oops"))
        .isEqualTo("{\"token\": \"(removed)\", oops");
  }

  @Test
  void answersAreCleanedToo() {
    var check = new Views.Check("key", true, "token=abc", "");
    assertThat(CleanJson.pretty(List.of(check))).contains("token=(removed)", "\"key\"");
    assertThat(CleanJson.pretty(Map.of("a", "b"))).isEqualTo("{\n  \"a\" : \"b\"\n}");
  }
}
