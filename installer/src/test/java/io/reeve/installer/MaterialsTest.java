package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bill of materials names all that is in a package.
final class MaterialsTest {
  private static final String LIBRARIES =
      """
      {"bomFormat": "CycloneDX", "specVersion": "1.6",
       "metadata": {"component": {"bom-ref": "reeve"}},
       "components": [
         {"name": "agent-core", "version": "1"},
         {"name": "jna", "version": "5", "licenses": [
           {"license": {"id": "LGPL-2.1-or-later"}}, {"license": {"id": "Apache-2.0"}}]},
         {"name": "bcprov", "version": "1.86", "licenses": [
           {"license": {"name": "Bouncy Castle Licence"}}]}],
       "dependencies": [{"ref": "reeve", "dependsOn": ["agent-core"]}, {"ref": "agent-core"}]}
      """;

  @TempDir Path folder;

  private Path complete() throws IOException {
    var libraries = Files.writeString(folder.resolve("libraries.json"), LIBRARIES);
    return Materials.complete(libraries, folder.resolve("all.json"));
  }

  @Test
  void theJavaRuntimeIsAmongThem() throws IOException {
    var bill = new ObjectMapper().readTree(complete().toFile());
    assertThat(bill.path("components")).hasSize(4);
    var runtime = bill.path("components").path(3);
    assertThat(runtime.path("name").asText()).isEqualTo("openjdk");
    assertThat(runtime.path("version").asText()).isEqualTo(Runtime.version().toString());
    var reference = runtime.path("bom-ref").asText();
    assertThat(bill.at("/dependencies/0/dependsOn/1").asText()).isEqualTo(reference);
    assertThat(bill.at("/dependencies/2/ref").asText()).isEqualTo(reference);
  }

  @Test
  void itIsNamedAsThoseWhoLookForKnownFaultsNameIt() {
    var runtime = Materials.runtime(Runtime.Version.parse("25.0.3+9-LTS"), "Eclipse Adoptium");
    assertThat(runtime.path("cpe").asText())
        .isEqualTo("cpe:2.3:a:oracle:openjdk:25.0.3:*:*:*:*:*:*:*");
    assertThat(runtime.path("purl").asText()).isEqualTo("pkg:generic/openjdk@25.0.3%2B9-LTS");
    assertThat(runtime.path("publisher").asText()).isEqualTo("Eclipse Adoptium");
  }

  @Test
  void theSameBillIsMadeOfTheSameBill() throws IOException {
    assertThat(Files.readString(complete())).isEqualTo(Files.readString(complete()));
  }

  @Test
  void peopleReadWhoseWorkItIs() throws IOException {
    assertThat(Materials.licences(complete()))
        .contains("  bcprov 1.86: Bouncy Castle Licence\n")
        .contains("  jna 5: LGPL-2.1-or-later or Apache-2.0\n")
        .contains(": GPL-2.0-only WITH Classpath-exception-2.0\n")
        .doesNotContain("agent-core");
  }
}
