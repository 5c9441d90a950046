package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.agent.AgentProgram;
import io.reeve.enroll.Enroller;
import io.reeve.policy.Catalog;
import io.reeve.store.LocalStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The Java runtime of a package has what the program needs.
final class RuntimeModulesTest {
  static Stream<Class<?>> parts() throws ClassNotFoundException {
    return Stream.of(
        AgentProgram.class,
        Enroller.class,
        LocalStore.class,
        Catalog.class,
        Class.forName("io.reeve.platform.linux.LinuxPlatform"));
  }

  /// What a library mentions may be left out; what our own code uses may not.
  @ParameterizedTest
  @MethodSource("parts")
  void nothingIsLeftOutThatReeveItselfUses(Class<?> part) throws URISyntaxException {
    var used = used(part);
    assertThat(used).contains("java.base");
    assertThat(Image.needed(List.copyOf(used))).containsAll(used);
  }

  /// An enrolment with a person's certificate signs XML.
  @Test
  void xmlCanBeSigned() throws URISyntaxException {
    assertThat(Image.needed(List.copyOf(used(Enroller.class)))).contains("java.xml.crypto");
  }

  @Test
  void whatLibrariesMentionOnlyIsLeftOut() {
    assertThat(Image.needed(List.of("java.base", "java.desktop", "jdk.jfr")))
        .doesNotContain("java.desktop", "jdk.jfr");
  }

  private static Set<String> used(Class<?> part) throws URISyntaxException {
    var where = Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI());
    var out = new StringWriter();
    var jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
    jdeps.run(
        new PrintWriter(out),
        new PrintWriter(out),
        "--multi-release",
        "25",
        "--ignore-missing-deps",
        "--print-module-deps",
        where.toString());
    return new TreeSet<>(List.of(out.toString().strip().split(",")));
  }
}
