package io.reeve.installer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The bill of materials (CycloneDX) of a package. Maven knows the libraries; the Java runtime,
/// which is most of what is in a package, it does not.
final class Materials {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String LICENCE = "GPL-2.0-only WITH Classpath-exception-2.0";

  private Materials() {}

  /// Writes a bill with the runtime that goes into the package, which is that of this process.
  ///
  /// @param libraries the bill that Maven has made
  /// @return the file that was written
  static Path complete(Path libraries, Path to) throws IOException {
    if (!(JSON.readTree(Files.readAllBytes(libraries)) instanceof ObjectNode bill)) {
      throw new PackagingException(libraries + " is no bill of materials", "build it anew");
    }
    var runtime = runtime(Runtime.version(), System.getProperty("java.vendor", ""));
    bill.withArray("/components").add(runtime);
    var reference = runtime.path("bom-ref").textValue();
    var program = bill.at("/metadata/component/bom-ref").textValue();
    for (var node : bill.withArray("/dependencies")) {
      if (node instanceof ObjectNode part && part.path("ref").asText().equals(program)) {
        part.withArray("/dependsOn").add(reference);
      }
    }
    bill.withArray("/dependencies").addObject().put("ref", reference).putArray("dependsOn");
    return Files.writeString(to, bill.toPrettyString() + "\n");
  }

  /// @param vendor whose build of it
  static ObjectNode runtime(Runtime.Version version, String vendor) {
    var name = "pkg:generic/openjdk@" + version.toString().replace("+", "%2B");
    var number = version.version().stream().map(String::valueOf).collect(Collectors.joining("."));
    var component = JSON.createObjectNode();
    component.put("type", "platform").put("bom-ref", name);
    component.put("publisher", vendor).put("name", "openjdk").put("version", version.toString());
    component.putArray("licenses").addObject().put("expression", LICENCE);
    component.put("cpe", "cpe:2.3:a:oracle:openjdk:" + number + ":*:*:*:*:*:*:*");
    return component.put("purl", name);
  }

  /// Whose work is in the package, and under which licence, for people.
  static String licences(Path bill) throws IOException {
    var lines = new TreeSet<String>();
    for (var part : JSON.readTree(Files.readAllBytes(bill)).path("components")) {
      if (!part.path("licenses").isEmpty()) {
        lines.add(
            "  %s %s: %s"
                .formatted(part.path("name").asText(), part.path("version").asText(), of(part)));
      }
    }
    return """
    Reeve brings these works of others, each under the licence that its makers name:

    %s

    The texts of the Java runtime's licences are in /usr/lib/reeve/package/lib/runtime/legal, those that libraries bring
    with them in their jars, in /usr/lib/reeve/package/lib/app. For programs the same list is reeve.cdx.json here.
    """
        .formatted(String.join("\n", lines));
  }

  private static String of(JsonNode part) {
    return StreamSupport.stream(part.path("licenses").spliterator(), false)
        .map(each ->
            each.has("expression")
                ? each.path("expression").asText()
                : each.at("/license/id").asText(each.at("/license/name").asText()))
        .collect(Collectors.joining(" or "));
  }
}
