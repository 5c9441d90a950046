package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Records of this Mac's own directory node.
record Directory(Tools tools) {
  private static final String ATTRIBUTE = "dsAttrTypeStandard:";

  /// All records below a path, with these attributes.
  JsonNode all(String path, String... attributes) throws IOException {
    var command = new ArrayList<>(List.of("/usr/bin/dscl", "-plist", ".", "-readall", path));
    command.addAll(List.of(attributes));
    return tools.plist(command.toArray(String[]::new));
  }

  /// The first value of an attribute; also of one that stands for itself (`IsHidden`).
  static Optional<String> first(JsonNode record, String attribute) {
    var value = record.path(ATTRIBUTE + attribute).path(0).asText();
    var other = record.path("dsAttrTypeNative:" + attribute).path(0).asText();
    return Optional.of(value.isEmpty() ? other : value).filter(each -> !each.isBlank());
  }

  /// An identifier, which may be written as negative; as the system counts it, it is not.
  static Optional<Long> number(JsonNode record, String attribute) {
    return first(record, attribute).filter(text -> text.matches("-?\\d{1,10}")).map(Long::valueOf);
  }

  static long unsigned(long number) {
    return number & 0xFFFFFFFFL;
  }
}
