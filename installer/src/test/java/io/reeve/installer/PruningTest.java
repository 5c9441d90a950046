package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which classes of a large library a package keeps.
final class PruningTest {
  @TempDir Path folder;

  @Test
  void whatIsReachedStaysAndTheRestGoes() throws IOException {
    jar("reeve.jar", type("io.reeve.Asks", "org.bouncycastle.Used"));
    jar(
        "bcprov-1.jar",
        type("org.bouncycastle.Used", "org.bouncycastle.UsedByUsed"),
        type("org.bouncycastle.UsedByUsed", "org.bouncycastle.Used"),
        type("org.bouncycastle.Unused", "org.bouncycastle.Used"));
    jar("other.jar", type("org.other.Kept", "org.other.Nobody"));

    Pruning.prune(folder);

    assertThat(entries("bcprov-1.jar"))
        .containsExactly(
            "META-INF/MANIFEST.MF",
            "org/bouncycastle/Used.class",
            "org/bouncycastle/UsedByUsed.class");
    assertThat(entries("other.jar")).containsExactly("org/other/Kept.class");
  }

  /// A class with a field of another type.
  private record Type(String name, String uses) {
    byte[] bytes() {
      return ClassFile.of()
          .build(
              ClassDesc.of(name),
              builder -> builder.withField("type", ClassDesc.of(uses), ClassFile.ACC_PRIVATE));
    }
  }

  private static Type type(String name, String uses) {
    return new Type(name, uses);
  }

  private void jar(String name, Type... types) throws IOException {
    try (var out = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      for (var type : types) {
        out.putNextEntry(new ZipEntry(type.name().replace('.', '/') + ".class"));
        out.write(type.bytes());
        out.closeEntry();
      }
    }
  }

  private List<String> entries(String jar) throws IOException {
    try (var zip = new ZipFile(folder.resolve(jar).toFile())) {
      return zip.stream().map(ZipEntry::getName).toList();
    }
  }
}
