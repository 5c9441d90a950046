package io.reeve.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// Makes catalogues for tests: each row says only what the test is about.
final class TestRows {
  private static final JsonMapper MAPPER = new JsonMapper();

  private TestRows() {}

  /// A good row of that id at `./Device/Vendor/Reeve/Test/<id>`, on Linux only, with some members
  /// put in their place. Members that are `null` are taken out. Single quotes stand for double
  /// ones.
  static String row(String id, String members) {
    try {
      var row =
          (ObjectNode)
              MAPPER.readTree(
                  json(
                      """
                      { 'uri': './Device/Vendor/Reeve/Test/%s', 'format': 'chr',
                        'category': 'test', 'tier': 1, 'sentence': 'A test.',
                        'on': { 'linux': [ { 'mechanism': 'fake', 'parameters': { 'key': '%s' } } ],
                                'macos': { 'none': 'not on macOS' },
                                'windows': { 'none': 'not on Windows' } },
                        'examples': { 'good': ['1'], 'bad': [] } }
                      """
                          .formatted(id.replace('.', '-'), id)));
      row.put("id", id);
      row.setAll((ObjectNode) MAPPER.readTree(json("{" + members + "}")));
      row.properties().stream()
          .filter(member -> member.getValue().isNull())
          .map(Map.Entry::getKey)
          .toList()
          .forEach(row::remove);
      return row.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(members, e);
    }
  }

  /// A row that lives on Linux as written.
  static String on(String id, String linux, String members) {
    return row(
        id,
        "'on': { 'linux': %s, 'macos': { 'none': 'x' }, 'windows': { 'none': 'x' } }%s"
            .formatted(linux, members.isEmpty() ? "" : ", " + members));
  }

  static Catalog catalog(String... rows) {
    try {
      return read(rows);
    } catch (ProblemsException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  static Catalog read(String... rows) throws ProblemsException {
    return Catalog.parse(Map.of("Test.json", "{\"settings\":[" + String.join(",", rows) + "]}"));
  }

  /// The setting of the only row.
  static Setting setting(String members) {
    return catalog(row("test.one", members)).all().getFirst();
  }

  private static String json(String text) {
    return text.replace("'", "\"");
  }
}
