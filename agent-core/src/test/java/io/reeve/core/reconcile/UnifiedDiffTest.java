package io.reeve.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class UnifiedDiffTest {
  private static final Pattern HUNK = Pattern.compile("@@ -(\\d+)(,\\d+)? \\+(\\d+)(,\\d+)? @@");

  @Test
  void itReadsAsDiffPrintsIt() {
    var before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n";
    var after = "1\n2\n3\nfour\n5\n6\n7\n8\n9\n10\n11\n12\n13\n";
    assertThat(UnifiedDiff.of(before, after))
        .isEqualTo(
            """
            @@ -1,7 +1,7 @@
             1
             2
             3
            -4
            +four
             5
             6
             7
            @@ -10,3 +10,4 @@
             10
             11
             12
            +13\
            """);
    assertThat(UnifiedDiff.of("", "a\n")).isEqualTo("@@ -0,0 +1 @@\n+a");
    assertThat(UnifiedDiff.of("a\n", "")).isEqualTo("@@ -1 +0,0 @@\n-a");
    assertThat(UnifiedDiff.of("a", "a\n"))
        .isEqualTo("@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a");
    assertThat(UnifiedDiff.of("a\n", "a\n")).isEmpty();
  }

  @Test
  void whatItSaysLeadsFromTheOneTextToTheOther() {
    var random = new Random(11);
    for (int round = 0; round < 300; round++) {
      var before = text(random, random.nextInt(30));
      var after = text(random, random.nextInt(30));
      assertThat(patched(before, UnifiedDiff.of(before, after)))
          .as("round %d", round)
          .isEqualTo(after);
    }
  }

  @Test
  void veryManyLinesAreCut() {
    var many = IntStream.range(0, 5000).mapToObj(i -> i + "\n").collect(Collectors.joining());
    assertThat(UnifiedDiff.of("", many)).endsWith("+398\n... 4601 more lines");
  }

  private static String text(Random random, int lines) {
    return IntStream.range(0, lines)
        .mapToObj(_ -> "line " + random.nextInt(4) + "\n")
        .collect(Collectors.joining());
  }

  private static String patched(String text, String diff) {
    var old = text.lines().toList();
    var fresh = new ArrayList<String>();
    int at = 0;
    for (var line : diff.lines().toList()) {
      var hunk = HUNK.matcher(line);
      if (hunk.matches()) {
        int from = Integer.parseInt(hunk.group(1)) - (",0".equals(hunk.group(2)) ? 0 : 1);
        fresh.addAll(old.subList(at, from));
        at = from;
      } else if (line.startsWith("+")) {
        fresh.add(line.substring(1));
      } else {
        assertThat(old.get(at)).isEqualTo(line.substring(1));
        at++;
        if (line.startsWith(" ")) {
          fresh.add(line.substring(1));
        }
      }
    }
    fresh.addAll(old.subList(at, old.size()));
    return joined(fresh);
  }

  private static String joined(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }
}
