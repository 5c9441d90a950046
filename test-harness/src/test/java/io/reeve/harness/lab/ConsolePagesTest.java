package io.reeve.harness.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.enroll.Exchange.Answer;
import io.reeve.enroll.HttpBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The console's files as they are served; what they do is shown by the browser suite.
final class ConsolePagesTest {
  private static final Pattern REFERENCE =
      Pattern.compile("(?:from '\\./|(?:src|href)=\")([a-z]+\\.(?:js|css|svg))['\"]");
  private static final Path SOURCES = Path.of("src/main/resources/io/reeve/harness/lab/console");

  @TempDir Path folder;
  private Lab lab;
  private LabClient client;

  @BeforeEach
  void start() throws Exception {
    lab = Lab.start(LabConfig.at(folder.resolve("lab")));
    client = new LabClient(lab, folder, Clock.systemUTC());
  }

  @AfterEach
  void stop() throws Exception {
    lab.close();
  }

  private Answer fetch(String method, String path) throws IOException {
    return client.send(client.anonymous(), method, path, Map.of(), HttpBody.NONE);
  }

  @Test
  void everythingAPageNeedsIsServedAndNothingElseIsThere() throws Exception {
    var open = new ArrayDeque<>(List.of("index.html"));
    var seen = new HashSet<String>();
    while (!open.isEmpty()) {
      var name = open.remove();
      if (seen.add(name)) {
        var answer = fetch("GET", "/console/" + name);
        assertThat(answer.status()).as(name).isEqualTo(200);
        REFERENCE.matcher(LabClient.text(answer)).results().forEach(one -> open.add(one.group(1)));
      }
    }
    try (var files = Files.list(SOURCES)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(Set.copyOf(seen));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console/", "/console/index.html", "/console/main.js"})
  void theBrowserIsForbiddenWhateverThePageDoesNotNeed(String path) throws Exception {
    var answer = fetch("GET", path);
    assertThat(answer.header("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'; script-src 'self';")
        .contains("frame-ancestors 'none'")
        .contains("trusted-types 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.header("Referrer-Policy")).hasValue("no-referrer");
    assertThat(answer.header("Set-Cookie")).isEmpty();
  }

  @Test
  void nothingMakesMarkupOfText() throws Exception {
    try (var files = Files.list(SOURCES)) {
      for (var file : files.toList()) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContainPattern(
                "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(")
            .doesNotContainPattern(
                "\\son[a-z]+=|style=|javascript:|localStorage|document\\.cookie");
      }
    }
  }

  @Test
  void theRootLeadsThere() throws Exception {
    assertThat(fetch("GET", "/").status()).isEqualTo(303);
    assertThat(fetch("GET", "/").header("Location")).hasValue("/console/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console/none.js", "/console/../lab.db", "/console/%2e%2e/admin-token"})
  void nothingElseIsServed(String path) throws Exception {
    assertThat(fetch("GET", path).status()).isEqualTo(404);
    assertThat(fetch("POST", "/console/").status()).isEqualTo(405);
  }
}
