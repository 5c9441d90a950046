package io.reeve.installer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentTest {
  @TempDir private Path folder;

  @Test
  void onlyTheTablesOfThatPartAreReplaced() throws Exception {
    var file =
        Files.writeString(
            folder.resolve("a.md"),
            "before\n<!-- bench:load -->\nold\n<!-- /bench:load -->\nafter\n");

    Document.replace(file, "load", "\nnew\n");
    Document.replace(file, "load", "\nnewer\n");

    assertThat(file)
        .hasContent("before\n<!-- bench:load -->\n\nnewer\n<!-- /bench:load -->\nafter\n");
  }

  @Test
  void aDocumentWithoutAPlaceIsLeftAlone() throws Exception {
    var file = Files.writeString(folder.resolve("a.md"), "nothing");

    assertThatThrownBy(() -> Document.replace(file, "load", "new"))
        .isInstanceOf(BenchException.class)
        .hasMessage(file + " has no place for 'load'");
    assertThat(file).hasContent("nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"budgets", "peers", "growth", "jmh", "load"})
  void theDocumentationHasAPlaceForEachPart(String part) throws Exception {
    var copy =
        Files.copy(Path.of("..", "docs", "performance.md"), folder.resolve("performance.md"));

    Document.replace(copy, part, "\nnew\n");

    assertThat(copy).content().contains("<!-- bench:" + part + " -->\n\nnew\n");
  }
}
