package io.reeve.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Asks a running Firefox which policies it obeys: a headless one that alice starts, spoken to over
/// Marionette, its remote protocol. Nothing else knows what Firefox makes of a policy file.
final class Firefox {
  private static final String UNIT = "look-at-firefox";
  private static final String PORT = "2828";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int MAX_ANSWER = 1024 * 1024;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Firefox() {}

  /// Whether that policy is active with that value, as JSON.
  static Probe active(String policy, String value) {
    return new Probe(
            "`Services.policies.getActivePolicies()` in a running Firefox",
            machine -> policies(machine).path(policy).toString().equals(value))
        .slow();
  }

  private static JsonNode policies(BootedMachine machine) {
    machine.need(
        "systemd-run",
        "--quiet",
        "--collect",
        "--unit=" + UNIT,
        "--uid=alice",
        "--setenv=HOME=/home/alice",
        "--setenv=MOZ_HEADLESS=1",
        "firefox-esr",
        "--headless",
        "--marionette",
        "--remote-allow-system-access",
        "--no-remote",
        "--new-instance");
    try {
      Await.until(
          "Firefox",
          PATIENCE,
          () -> machine.run("nc", "-z", "127.0.0.1", PORT).ok(),
          () -> machine.run("journalctl", "--no-pager", "--unit=" + UNIT).all());
      return asked(machine);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      machine.run("systemctl", "kill", "--signal=KILL", UNIT);
      machine.run("systemctl", "stop", UNIT);
    }
  }

  private static JsonNode asked(BootedMachine machine) throws IOException {
    var process = new ProcessBuilder(machine.entering(List.of("nc", "127.0.0.1", PORT))).start();
    var watchdog = Programs.killAfter(process, PATIENCE);
    try (var in = process.getInputStream();
        var out = process.getOutputStream()) {
      read(in); // its greeting
      JsonNode answer = JSON.nullNode();
      int id = 0;
      for (var command : commands()) {
        var text = JSON.writeValueAsString(List.of(0, ++id, command.name(), command.values()));
        out.write((text.length() + ":" + text).getBytes(StandardCharsets.US_ASCII));
        out.flush();
        answer = read(in);
        if (!answer.path(2).isNull()) {
          throw new AssertionError(command + " -> " + answer);
        }
      }
      return JSON.readTree(answer.path(3).path("value").asText());
    } finally {
      watchdog.cancel(true);
      Programs.kill(process.toHandle());
    }
  }

  private record Command(String name, Map<String, Object> values) {}

  private static List<Command> commands() {
    return List.of(
        new Command("WebDriver:NewSession", Map.of()),
        new Command("Marionette:SetContext", Map.of("value", "chrome")),
        new Command(
            "WebDriver:ExecuteScript",
            Map.of(
                "script",
                "return JSON.stringify(Services.policies.getActivePolicies() || {})",
                "args",
                List.of())));
  }

  /// One message: its length in digits, a colon, that many bytes.
  private static JsonNode read(InputStream in) throws IOException {
    int length = 0;
    for (int next = in.read(); next != ':'; next = in.read()) {
      if (next < '0' || next > '9' || length > MAX_ANSWER) {
        throw new IOException("Firefox does not speak Marionette: byte " + next);
      }
      length = length * 10 + next - '0';
    }
    return JSON.readTree(in.readNBytes(length));
  }
}
