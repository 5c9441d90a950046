package io.reeve.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MembersTest {
  private static final Value DOCUMENT =
      Value.of(
          "{ \"Flag\": true, \"Page\": {\"URL\": \"x\"}, \"Name\": \"plain\", \"Odd\": \"7\" }");

  @Test
  void everyMemberIsAValueOfItsOwn() {
    assertThat(Members.of(DOCUMENT))
        .containsExactly(
            Map.entry("Flag", Value.of("true")),
            Map.entry("Page", Value.of("{\"URL\":\"x\"}")),
            Map.entry("Name", Value.of("\"plain\"")),
            Map.entry("Odd", Value.of("\"7\"")));
    assertThat(Members.of(Value.absent())).isEmpty();
    assertThat(Members.of(Value.of("[1]"))).isEmpty();
  }

  @Test
  void whatIsFoundOfThemIsADocumentAgain() {
    var found = List.copyOf(Members.of(DOCUMENT).values());
    assertThat(Members.join(DOCUMENT, found))
        .isEqualTo(
            Value.of("{\"Flag\":true,\"Page\":{\"URL\":\"x\"},\"Name\":\"plain\",\"Odd\":\"7\"}"));
    assertThat(
            Members.join(
                DOCUMENT,
                List.of(Value.of("false"), Value.absent(), Value.absent(), Value.absent())))
        .isEqualTo(Value.of("{\"Flag\":false}"));
    assertThat(Members.join(DOCUMENT, List.of())).isEqualTo(Value.absent());
  }
}
