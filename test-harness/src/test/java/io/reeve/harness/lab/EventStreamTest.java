package io.reeve.harness.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Profile;
import io.reeve.harness.lab.LabViews.Verb;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Server-sent events over real TLS, and the timeline, which tells the same of one device.
@Timeout(180)
final class EventStreamTest {
  @TempDir Path folder;
  private Lab lab;
  private LabClient client;
  private HttpClient http;

  @BeforeEach
  void start() throws Exception {
    lab = Lab.start(LabConfig.at(folder.resolve("lab")));
    client = new LabClient(lab, folder, Clock.systemUTC());
    http = HttpClient.newBuilder().sslContext(client.anonymous()).build();
  }

  @AfterEach
  void stop() throws Exception {
    http.shutdownNow();
    lab.close();
  }

  private HttpResponse<InputStream> open(Map<String, String> headers) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(lab.uri() + "/api/v1/events/stream"))
            .header("Authorization", "Bearer " + Files.readString(lab.adminTokenFile()).strip());
    headers.forEach(request::setHeader);
    return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  private static BufferedReader reader(HttpResponse<InputStream> answer) {
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  /// The lines of the next event, comments left out.
  private static List<String> next(BufferedReader reader) throws IOException {
    var lines = new ArrayList<String>();
    for (var line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.isEmpty() && !lines.isEmpty()) {
        return lines;
      }
      if (!line.isEmpty() && !line.startsWith(":")) {
        lines.add(line);
      }
    }
    return lines;
  }

  @Test
  void whatHappensIsToldAtOnceAndNothingOfBefore() throws Exception {
    lab.admin().putUser("before", "long enough".toCharArray());
    var answer = open(Map.of());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("text/event-stream; charset=utf-8");
    try (var reader = reader(answer)) {
      assertThat(next(reader)).contains("event: ready", "id: 1");
      lab.admin().putUser("after", "long enough".toCharArray());
      var event = next(reader);
      assertThat(event).contains("event: happened", "id: 2").hasSize(3);
      assertThat(event.getLast()).startsWith("data: {").contains("user.set").contains("after");
    }
  }

  @Test
  void aReaderWhoComesBackMissesNothing() throws Exception {
    for (var name : List.of("one", "two", "three")) {
      lab.admin().putUser(name, "long enough".toCharArray());
    }
    try (var reader = reader(open(Map.of("Last-Event-ID", "1")))) {
      assertThat(next(reader)).contains("event: ready", "id: 1");
      assertThat(next(reader).getLast()).contains("two");
      assertThat(next(reader).getLast()).contains("three");
    }
  }

  @Test
  void ofABurstNothingIsLost() throws Exception {
    int each = 100;
    lab.admin().putUser("ann", "long enough".toCharArray());
    try (var reader = reader(open(Map.of()))) {
      assertThat(next(reader)).contains("event: ready", "id: 1");
      try (var adding = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int thread = 0; thread < 4; thread++) {
          adding.execute(() -> {
            for (int i = 0; i < each; i++) {
              var _ = lab.admin().newToken("ann", Duration.ofHours(1), 1);
            }
          });
        }
      }
      var seen = new ArrayList<String>();
      while (seen.size() < 4 * each) {
        seen.add(next(reader).get(1));
      }
      assertThat(seen)
          .isEqualTo(IntStream.rangeClosed(2, 1 + 4 * each).mapToObj(id -> "id: " + id).toList());
    }
  }

  /// An answer to it would stand in the middle of the events.
  @Test
  void aRequestBehindAStreamEndsIt() throws Exception {
    var request =
        "GET /api/v1/events/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + Files.readString(lab.adminTokenFile()).strip()
            + "\r\n\r\n";
    var address = lab.uri();
    try (var socket =
            client.anonymous().getSocketFactory().createSocket("localhost", address.getPort());
        var lines =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      while (!lines.readLine().equals("event: ready")) {
        // the head of the answer
      }
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var rest = new StringBuilder();
      assertThat(drain(lines, rest)).isTrue();
      assertThat(rest.toString()).doesNotContain("HTTP/1.1");
    }
  }

  /// Reads to the end, or to where the line is cut.
  private static boolean drain(BufferedReader lines, StringBuilder into) {
    try {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        into.append(line).append('\n');
      }
      return true;
    } catch (IOException cut) {
      return true;
    }
  }

  @Test
  void onlyTheAdministratorHears() throws Exception {
    assertThat(open(Map.of("Authorization", "Bearer wrong")).statusCode()).isEqualTo(401);
    assertThat(open(Map.of("Last-Event-ID", "x")).statusCode()).isEqualTo(400);
  }

  @Test
  void theStreamEndsWithTheLab() throws Exception {
    try (var reader = reader(open(Map.of()))) {
      assertThat(next(reader)).contains("event: ready");
      lab.close();
      assertThat(catchEnd(reader)).isTrue();
    }
  }

  private static boolean catchEnd(BufferedReader reader) {
    try {
      return reader.readLine() == null;
    } catch (IOException cutOff) {
      return true;
    }
  }

  @Test
  void anEventTooLongToTellIsToldByItsLength() throws Exception {
    var device = new VirtualDevice(client, client.enrolled());
    device.outbox.add(
        "Reversed-Domain-Name:io.reeve.inventory",
        "chr",
        "./Device/Vendor/Reeve/Inventory/big",
        "[{\"text\": \"" + "x".repeat(5000) + "\"}]");
    try (var reader = reader(open(Map.of()))) {
      assertThat(next(reader)).contains("event: ready");
      device.sync();
      var event = next(reader).getLast();
      assertThat(event).contains("alert.inventory").contains("\"omitted\":5").hasSizeLessThan(500);
    }
    assertThat(LabClient.text(client.api("GET", "/devices/" + LabClient.ID + "/timeline", "")))
        .contains("omitted")
        .hasSizeLessThan(2000);
  }

  @Test
  void theTimelineGoesBackFromTheNewest() throws Exception {
    var device = new VirtualDevice(client, client.enrolled());
    lab.admin()
        .putProfile(
            new Profile("p", false, List.of(Item.of("./Device/Vendor/Test/A", "chr", "1"))));
    lab.admin().assign(LabClient.ID, "p");
    var sync = lab.admin().queue(LabClient.ID, Verb.SYNC, Item.of(".", "null", ""));
    device.sync();
    var kinds =
        lab.admin().timeline(LabClient.ID, Long.MAX_VALUE).stream()
            .map(LabViews.Event::kind)
            .toList();
    assertThat(kinds)
        .containsExactly(
            "session.ended",
            "setting.applied",
            "command.done",
            "command.queued",
            "profile.assigned",
            "device.enrolled");
    assertThat(lab.admin().command(sync).orElseThrow().status()).hasValue(200);
    var older = lab.admin().timeline(LabClient.ID, 2);
    assertThat(older).extracting(LabViews.Event::id).allMatch(id -> id < 2);
  }
}
