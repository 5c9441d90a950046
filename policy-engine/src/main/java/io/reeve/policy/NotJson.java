package io.reeve.policy;

import com.fasterxml.jackson.core.JsonProcessingException;

/// Why a text is no JSON, for people.
public final class NotJson {
  private NotJson() {}

  /// What the parser says, without its own words on where it began.
  public static String why(JsonProcessingException e) {
    var said = e.getOriginalMessage();
    if (said == null) {
      return "it cannot be read";
    }
    int inner = said.indexOf(" (start marker at ");
    return (inner < 0 ? said : said.substring(0, inner)).lines().findFirst().orElse(said).strip();
  }
}
