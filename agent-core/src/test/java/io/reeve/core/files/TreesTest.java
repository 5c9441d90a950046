package io.reeve.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreesTest {
  @TempDir Path folder;

  @Test
  void aFolderGoesWithAllThatIsInIt() throws IOException {
    fill(folder.resolve("tree"));
    Trees.delete(folder.resolve("tree"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void linksGoAndWhatTheyLeadToStays() throws IOException {
    var kept = Files.createDirectory(folder.resolve("kept"));
    var file = Files.writeString(kept.resolve("file"), "kept");
    var tree = Files.createDirectory(folder.resolve("tree"));
    Files.createSymbolicLink(tree.resolve("folder"), kept);
    Files.createSymbolicLink(tree.resolve("file"), file);
    Files.createSymbolicLink(tree.resolve("nowhere"), folder.resolve("missing"));
    Trees.delete(tree);
    assertThat(tree).doesNotExist();
    assertThat(file).hasContent("kept");
  }

  @Test
  void aLinkGivenInPlaceOfAFolderGoesItself() throws IOException {
    var kept = Files.createDirectory(folder.resolve("kept"));
    Files.writeString(kept.resolve("file"), "kept");
    var link = Files.createSymbolicLink(folder.resolve("link"), kept);
    Trees.delete(link);
    assertThat(Files.isSymbolicLink(link)).isFalse();
    assertThat(kept.resolve("file")).exists();
  }

  @Test
  void nothingThereIsNoError() throws IOException {
    Trees.delete(folder.resolve("missing"));
    Trees.delete(folder.resolve("missing/deeper"));
  }

  @Test
  void theRootOfAFileSystemIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Trees.delete(Path.of("/tmp/..")));
  }

  @Test
  void aFolderTooDeepIsRefusedAndAllBesideItGoes() throws IOException {
    var tree = Files.createDirectory(folder.resolve("tree"));
    var deep = tree;
    for (int i = 0; i < 205; i++) {
      deep = deep.resolve("d");
    }
    Files.createDirectories(deep);
    Files.writeString(tree.resolve("file"), "x");
    assertThatThrownBy(() -> Trees.delete(tree)).hasMessageContaining("over 200 folders deep");
    assertThat(tree.resolve("file")).doesNotExist();
    Trees.discard(tree);
    assertThat(tree).as("discarding throws nothing").exists();
    Trees.delete(tree.resolve("d/d/d/d/d/d/d/d"));
    Trees.delete(tree);
    assertThat(tree).doesNotExist();
  }

  /// A file system in an archive stands for those that open folders by their path only.
  @Test
  void aFolderIsDeletedWhereFoldersAreOpenedByTheirPath() throws IOException {
    var archive = folder.resolve("archive.zip");
    try (var system = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      var tree = system.getPath("/tree");
      fill(tree);
      Files.writeString(system.getPath("/kept"), "kept");
      Trees.delete(tree);
      assertThat(Files.exists(tree)).isFalse();
      assertThat(Files.exists(system.getPath("/kept"))).isTrue();
    }
  }

  @ParameterizedTest(name = "folder {0}, link {1}, other {2}")
  @CsvSource({"true, false, false, true", "false, true, false, false", "false, false, true, false"})
  void onlyAFolderOfItsOwnIsLookedInto(
      boolean folder, boolean link, boolean other, boolean lookedInto) {
    assertThat(Trees.isFolder(new Found(folder, link, other))).isEqualTo(lookedInto);
  }

  @Test
  void aJunctionWhichJavaCallsAFolderIsNotLookedInto() {
    assertThat(Trees.isFolder(new Found(true, false, true))).isFalse();
  }

  private static void fill(Path tree) throws IOException {
    Files.createDirectories(tree.resolve("a/b"));
    Files.writeString(tree.resolve("a/b/file"), "x");
    Files.writeString(tree.resolve("file"), "x");
  }

  private record Found(boolean isDirectory, boolean isSymbolicLink, boolean isOther)
      implements BasicFileAttributes {
    @Override
    public FileTime lastModifiedTime() {
      return FileTime.from(Instant.EPOCH);
    }

    @Override
    public FileTime lastAccessTime() {
      return FileTime.from(Instant.EPOCH);
    }

    @Override
    public FileTime creationTime() {
      return FileTime.from(Instant.EPOCH);
    }

    @Override
    public boolean isRegularFile() {
      return false;
    }

    @Override
    public long size() {
      return 0;
    }

    @Override
    public Object fileKey() {
      return "none";
    }
  }
}
