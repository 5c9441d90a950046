package io.reeve.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.FileAttributes;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DraftTest {
  @TempDir Path root;
  private final Draft<String> draft = new Draft<>();
  private FileAttributes attributes = FileAttributes.none();

  private SystemFile file(String name) {
    return new SystemFile(
        new Host(
            root,
            (arguments, _) -> {
              throw new IOException("cannot start " + arguments);
            },
            attributes,
            Clock.systemUTC()),
        name);
  }

  private void add(String editor, String name) throws IOException {
    var file = file(name);
    draft.edit(editor, () -> file.put(file.text().orElse("") + editor + "\n"));
  }

  @Test
  void whatWasPutIsReadInEditsAndIsThereOnceItIsWritten() throws IOException {
    add("one", "/etc/a");
    add("two", "/etc/a");
    assertThat(root.resolve("etc")).doesNotExist();
    assertThat(draft.write()).isEmpty();
    assertThat(root.resolve("etc/a")).hasContent("one\ntwo\n");
    assertThat(draft.write()).isEmpty();
  }

  @Test
  void bytesAndTextAreTheSame() throws IOException {
    draft.edit(
        "one",
        () -> {
          file("/a").put("\u00e4");
          assertThat(file("/a").text()).contains("\u00e4");
          assertThat(file("/a").bytes().orElseThrow()).containsExactly(0xe4);
        });
  }

  @Test
  void aFileIsTheSameByWhateverName() throws IOException {
    add("one", "/etc/a");
    add("two", "/etc/../etc//a");
    assertThat(draft.write()).isEmpty();
    assertThat(root.resolve("etc/a")).hasContent("one\ntwo\n");
  }

  @Test
  void outsideOfAnEditWhatIsPutIsThereAtOnceAndNothingOfADraftIsSeen() throws IOException {
    add("one", "/a");
    assertThat(file("/a").text()).isEmpty();
    file("/b").put("at once\n");
    assertThat(root.resolve("b")).hasContent("at once\n");
  }

  @Test
  void whatCannotBeWrittenIsToldToAllWhoEditedItAndToNobodyElse() throws IOException {
    Files.createDirectory(root.resolve("etc"));
    add("one", "/etc/a");
    add("two", "/etc/a");
    add("three", "/b");
    Files.delete(root.resolve("etc"));
    Files.writeString(root.resolve("etc"), "no folder any more");
    assertThat(draft.write()).containsOnlyKeys("one", "two");
    assertThat(root.resolve("b")).hasContent("three\n");
  }

  @Test
  void whatSomebodyElseWritesMeanwhileIsNotLost() throws IOException {
    Files.writeString(root.resolve("a"), "old\n");
    add("one", "/a");
    Files.writeString(root.resolve("a"), "somebody else's\n");
    assertThat(draft.write())
        .hasEntrySatisfying(
            "one", why -> assertThat(why).hasMessage("/a was changed by somebody else meanwhile"));
    assertThat(root.resolve("a")).hasContent("somebody else's\n");
  }

  @Test
  void aDefectFailsThoseWhoEditedTheFileAndNobodyElse() throws IOException {
    attributes =
        new FileAttributes() {
          @Override
          public Map<String, String> read(Path file) {
            if (file.endsWith("a")) {
              throw new IllegalStateException("a defect");
            }
            return Map.of();
          }

          @Override
          public void write(Path file, Map<String, String> all) {}

          @Override
          public void remove(Path file, Set<String> names) {}
        };
    Files.writeString(root.resolve("a"), "old\n");
    add("one", "/a");
    add("two", "/b");
    assertThat(draft.write()).containsOnlyKeys("one");
    assertThat(root.resolve("a")).hasContent("old\n");
    assertThat(root.resolve("b")).hasContent("two\n");
  }

  @Test
  void aStateIsNotAskedForInAnEdit() {
    assertThatThrownBy(() -> draft.edit("one", () -> file("/a").state()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFileThatIsRemovedTakesAlongWhatWasPut() throws IOException {
    Files.writeString(root.resolve("a"), "old\n");
    add("one", "/a");
    draft.edit("two", () -> file("/a").remove());
    assertThat(draft.write()).isEmpty();
    assertThat(root.resolve("a")).doesNotExist();
  }

  @Test
  void anEditThatFailsLeavesWhatOthersPut() throws IOException {
    add("one", "/a");
    assertThatThrownBy(() ->
            draft.edit(
                "two",
                () -> {
                  throw new IOException("no");
                }))
        .hasMessage("no");
    assertThat(draft.write()).isEmpty();
    assertThat(root.resolve("a")).hasContent("one\n");
  }
}
