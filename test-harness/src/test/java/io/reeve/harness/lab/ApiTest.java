package io.reeve.harness.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.reeve.enroll.HttpBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The JSON API over real TLS.
final class ApiTest {
  private static final String ITEM =
      "{\"uri\": \"./Vendor/MSFT/X/A\", \"format\": \"int\", \"value\": \"1\"}";

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

  @Test
  void everyPathOfTheOpenApiFileIsServedAndTheOtherWayRound() throws Exception {
    var described = new ArrayList<String>();
    var path = "";
    boolean inPaths = false;
    for (var line : Files.readAllLines(Path.of("../docs/lab-openapi.yaml"))) {
      if (line.matches("\\S.*")) {
        inPaths = line.equals("paths:");
      } else if (inPaths && line.matches(" {2}/.*:")) {
        path = line.strip().replaceFirst(":$", "");
      } else if (inPaths && line.matches(" {4}(get|put|post|delete|patch):")) {
        described.add(line.strip().replaceFirst(":$", "").toUpperCase(Locale.ROOT) + " " + path);
      }
    }
    try (var database = Database.open(folder.resolve("other.db"));
        var listening = new Listening(new Events(database, Clock.systemUTC()))) {
      assertThat(new AdminApi("", lab.admin(), listening, () -> "").routes())
          .extracting(route -> route.method() + " " + route.template())
          .containsExactlyInAnyOrderElementsOf(described);
    }
  }

  @Test
  void withoutTheTokenNothingIsAnswered() throws Exception {
    for (var given : new String[] {"", "Bearer ", "Bearer wrong", "Basic x"}) {
      var headers = Map.of("Authorization", given);
      var answer =
          client.send(client.anonymous(), "GET", "/api/v1/devices", headers, HttpBody.NONE);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(LabClient.json(answer).path("hint").asText()).contains("Bearer");
    }
  }

  @Test
  void secretsInTheFolderAreForTheirOwnerOnly() throws Exception {
    for (var name : new String[] {"admin-token", "ca-key.pem", "lab.db"}) {
      var mode = Files.getPosixFilePermissions(folder.resolve("lab").resolve(name));
      assertThat(PosixFilePermissions.toString(mode)).as(name).isEqualTo("rw-------");
    }
  }

  @Test
  void aDeviceIsSteeredThroughTheApi() throws Exception {
    assertThat(client.api("PUT", "/users/ann", "{\"password\": \"long enough\"}").status())
        .isEqualTo(204);
    assertThat(LabClient.text(client.api("GET", "/users", ""))).contains("ann");
    var made = LabClient.json(client.api("POST", "/tokens", "{\"user\": \"ann\", \"uses\": 2}"));
    assertThat(made.path("secret").asText()).hasSize(43);
    assertThat(LabClient.text(client.api("GET", "/tokens", ""))).doesNotContain("secret");
    client.enrolled();
    assertThat(client.api("PUT", "/profiles/base", "{\"items\": [" + ITEM + "]}").status())
        .isEqualTo(204);
    var device = "/devices/" + LabClient.ID;
    assertThat(client.api("PUT", device + "/profiles/base", "").status()).isEqualTo(204);
    assertThat(LabClient.json(client.api("GET", device, "")).path("profiles").toString())
        .isEqualTo("[\"base\"]");
    assertThat(
            LabClient.json(client.api("GET", device + "/settings", ""))
                .get(0)
                .path("state")
                .asText())
        .isEqualTo("waiting");
    var queued =
        client.api("POST", device + "/commands", "{\"verb\": \"get\", \"uri\": \"./DevInfo/Man\"}");
    assertThat(queued.status()).isEqualTo(202);
    var id = LabClient.json(queued).path("id").asText();
    assertThat(LabClient.json(client.api("GET", "/commands/" + id, "")).path("state").asText())
        .isEqualTo("queued");
    assertThat(client.api("DELETE", "/commands/" + id, "").status()).isEqualTo(204);
    assertThat(client.api("DELETE", "/commands/" + id, "").status()).isEqualTo(409);
    assertThat(client.api("DELETE", device, "").status()).isEqualTo(409);
    assertThat(client.api("POST", device + "/unenroll", "").status()).isEqualTo(204);
    assertThat(LabClient.json(client.api("GET", device, "")).path("state").asText())
        .isEqualTo("leaving");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|/nothing||404",
        "PATCH|/users||405",
        "PUT|/users/a b|{\"password\": \"long enough\"}|400",
        "PUT|/users/ann|{\"password\": \"short\"}|400",
        "PUT|/users/ann|{\"pasword\": \"long enough\"}|400",
        "PUT|/users/ann|[]|400",
        "PUT|/users/ann|{|400",
        "DELETE|/users/nobody||404",
        "PUT|/profiles/p|{\"items\": []}|400",
        "PUT|/profiles/p|{\"items\": [{\"uri\": \"./A/../B\"}]}|400",
        "PUT|/profiles/p|{\"items\": [{\"uri\": \"./A\", \"format\": \"thing\"}]}|400",
        "PUT|/profiles/p|{\"items\": [{\"uri\": \"./A\"}, {\"uri\": \"a\"}]}|400",
        "GET|/devices/none||404",
        "PUT|/devices/none/profiles/p||404",
        "POST|/devices/none/commands|{\"verb\": \"dance\"}|400",
        "GET|/events?since=x||400"
      })
  void badInputIsRefusedWithAHint(String method, String path, String json, int status)
      throws Exception {
    var answer = client.api(method, path.replace(" ", "%20"), json == null ? "" : json);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(LabClient.json(answer).path("error").asText()).isNotEmpty();
    assertThat(LabClient.json(answer).path("hint").asText()).isNotEmpty();
  }

  @Test
  void aBodyOverTheLimitIsRefused() throws Exception {
    var text = "{\"password\": \"" + "x".repeat(1024 * 1024) + "\"}";
    assertThat(client.api("PUT", "/users/ann", text).status()).isEqualTo(413);
  }

  @Test
  void whoWaitsForEventsHearsTheNextOne() throws Exception {
    var waiting =
        CompletableFuture.supplyAsync(() -> {
          try {
            return LabClient.text(client.api("GET", "/events?since=0&wait=60", ""));
          } catch (IOException failed) {
            throw new UncheckedIOException(failed);
          }
        });
    lab.admin().putUser("ann", "long enough".toCharArray());
    assertThat(waiting.get()).contains("user.set");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Add><Item><Target><LocURI>./A</LocURI></Target><Data>1</Data></Item></Add>",
        "<?xml version=\"1.0\"?><SyncBody><Atomic><CmdID>1</CmdID><Replace><Item><Target><LocURI>"
            + "./A</LocURI></Target><Data>1</Data></Item></Replace></Atomic></SyncBody>"
      })
  void aProfileMayBeSyncMl(String text) throws Exception {
    var token = Files.readString(lab.adminTokenFile()).strip();
    var answer =
        client.send(
            client.anonymous(),
            "PUT",
            "/api/v1/profiles/p",
            Map.of("Authorization", "Bearer " + token),
            LabClient.body("application/xml", text));
    assertThat(answer.status()).isEqualTo(204);
    var profile = lab.admin().profile("p").orElseThrow();
    assertThat(profile.atomic()).isEqualTo(text.contains("Atomic"));
    assertThat(profile.items()).containsExactly(LabViews.Item.of("./A", "chr", "1"));
  }

  @Test
  void oneFolderHasOneLab() {
    assertThat(catchThrowable(() -> Lab.start(LabConfig.at(folder.resolve("lab")))))
        .hasMessageContaining("another lab");
  }
}
