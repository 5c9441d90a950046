package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Structure;
import io.reeve.core.programs.ProcessCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What JNA makes of our structures, against what a C compiler for macOS makes of the same.
final class LayoutTest {
  private static final Pattern FIELD = Pattern.compile("^\\s*(\\d+) \\|   \\S.* (\\w+)$");
  private static final Pattern ANONYMOUS =
      Pattern.compile("^\\s*(\\d+) \\|   struct .*:\\d+:\\d+\\) (\\w+)$");
  private static final Pattern SIZE = Pattern.compile("\\[sizeof=(\\d+),");
  private static final Pattern OFFSET =
      Pattern.compile("(?m)^\\s*\\S+ (\\w+)(?:\\[\\d+])?@0x([0-9A-F]+)=");
  @TempDir Path folder;

  static Stream<Arguments> structures() {
    return Stream.of("arm64-apple-macos13", "x86_64-apple-macos13")
        .flatMap(target ->
            Stream.of(new LibSystem.Statfs(), new ObjC.Pair())
                .map(each -> Arguments.of(target, each)));
  }

  @ParameterizedTest
  @MethodSource("structures")
  void aStructureIsLaidOutAsTheCompilerLaysItOut(String target, Structure structure)
      throws IOException {
    var name = structure.getClass().getSimpleName();
    var record = record(dump(target), name);
    assertThat(structure.size()).as("size of %s", name).isEqualTo(size(record));
    assertThat(offsets(structure)).as("offsets of %s", name).isEqualTo(fields(record));
  }

  /// sys/mount.h declares it so unless the compiler is for 64-bit inodes only, as that for Apple
  /// silicon.
  @Test
  void onIntelTheFunctionThatFillsItHasAnotherSymbol() {
    assertThat(LibSystem.symbol("getfsstat", "x86_64")).isEqualTo("getfsstat$INODE64");
    assertThat(LibSystem.symbol("getfsstat", "aarch64")).isEqualTo("getfsstat");
    assertThat(LibSystem.symbol("listxattr", "x86_64")).isEqualTo("listxattr");
  }

  @Test
  void aTableOfMountsWithoutTheRootIsNotBelieved() {
    var other = new LibSystem.Statfs();
    System.arraycopy("/Volumes".getBytes(StandardCharsets.UTF_8), 0, other.f_mntonname, 0, 8);
    assertThatThrownBy(() -> ArbitratedDisks.checked(List.of(other)))
        .hasMessageContaining("nothing is mounted at /");
    var root = new LibSystem.Statfs();
    root.f_mntonname[0] = '/';
    assertThatCode(() -> ArbitratedDisks.checked(List.of(other, root))).doesNotThrowAnyException();
  }

  private String dump(String target) throws IOException {
    var clang =
        Stream.of("/usr/bin/clang", "/usr/bin/clang-14", "/usr/bin/clang-16", "/usr/bin/clang-19")
            .filter(path -> Files.isExecutable(Path.of(path)))
            .findFirst();
    Assumptions.assumeTrue(clang.isPresent(), "needs a clang (apt package clang)");
    var source = folder.resolve("layouts.c");
    Files.writeString(source, FakeMac.captured("layouts.c"));
    var ran =
        ProcessCommands.unix()
            .run(
                List.of(
                    clang.get(),
                    "-target",
                    target,
                    "-fsyntax-only",
                    "-Xclang",
                    "-fdump-record-layouts",
                    source.toString()),
                Duration.ofMinutes(1));
    assertThat(ran.err()).isEmpty();
    return ran.out();
  }

  private static String record(String dump, String name) {
    return Stream.of(dump.split("\\*\\*\\* Dumping AST Record Layout"))
        .filter(part -> part.stripLeading().startsWith("0 | struct " + name + "\n"))
        .findFirst()
        .orElseThrow();
  }

  private static int size(String record) {
    var size = SIZE.matcher(record);
    assertThat(size.find()).isTrue();
    return Integer.parseInt(size.group(1));
  }

  private static Map<String, Integer> fields(String record) {
    var fields = new TreeMap<String, Integer>();
    for (var line : record.lines().toList()) {
      for (var pattern : List.of(ANONYMOUS, FIELD)) {
        var field = pattern.matcher(line);
        if (field.matches()) {
          fields.put(field.group(2), Integer.valueOf(field.group(1)));
        }
      }
    }
    return fields;
  }

  private static Map<String, Integer> offsets(Structure structure) {
    var offsets = new TreeMap<String, Integer>();
    OFFSET
        .matcher(structure.toString())
        .results()
        .forEach(at -> offsets.put(at.group(1), Integer.parseInt(at.group(2), 16)));
    return offsets;
  }
}
