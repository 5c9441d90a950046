package io.reeve.core.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.spi.KeyHome;
import io.reeve.policy.NotJson;
import io.reeve.policy.Spelling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// What an administrator can set on this machine alone: `agent.json` in the state folder. Read
/// once, at start; a missing file or key means the default.
///
/// @param sweep how often every wanted place is looked at, whether or not an event said so
/// @param compliance how often compliance is judged without a reason
/// @param inventory how often the inventory is compared with what was last reported
/// @param tableDeadline how long one inventory table may take
/// @param confirm how soon the service has to be reached again after a change that can cut it off
/// @param hold how long a destructive action is held back before it is done
/// @param scriptHold how long a script that is signed by people who are not the service is held
///   back
/// @param runUnsignedScripts whether scripts run that none of those has signed
/// @param keys where the device's private key lives
record AgentConfig(
    Duration sweep,
    Duration compliance,
    Duration inventory,
    Duration tableDeadline,
    Duration confirm,
    Duration hold,
    Duration scriptHold,
    boolean runUnsignedScripts,
    Keys keys) {

  /// Where the device's private key lives.
  sealed interface Keys {
    /// In the file `keys.p12` of the state folder, readable by the agent's user only.
    record Pkcs12() implements Keys {}

    /// In a token: a TPM, a smart card, a hardware module.
    ///
    /// @param config the SunPKCS11 configuration file (library, slot, attributes)
    /// @param pinFile a file with the token's PIN on its first line
    record Pkcs11(Path config, Path pinFile) implements Keys {}

    /// In a key store of the operating system.
    ///
    /// @param chosen a word for each of the home's choices
    record OfSystem(KeyHome home, Map<String, String> chosen) implements Keys {
      public OfSystem {
        chosen = Map.copyOf(chosen);
      }
    }
  }

  private static final int MAX_BYTES = 64 * 1024;

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final AgentConfig DEFAULTS =
      new AgentConfig(
          Duration.ofMinutes(15),
          Duration.ofMinutes(60),
          Duration.ofMinutes(240),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofMinutes(10),
          Duration.ZERO,
          false,
          new Keys.Pkcs12());

  /// Reads the file; the defaults when there is none.
  ///
  /// @param homes the key stores that this system has
  /// @throws AgentException naming every problem of the file at once
  static AgentConfig read(Path file, List<KeyHome> homes) {
    if (Files.notExists(file)) {
      return DEFAULTS;
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw bad(file, List.of("it is longer than " + MAX_BYTES + " bytes"));
      }
      return parse(file, JSON.readTree(Files.readAllBytes(file)), homes);
    } catch (JsonProcessingException e) {
      throw bad(file, List.of("it is not JSON: " + NotJson.why(e)));
    } catch (IOException e) {
      throw new AgentException(
          Kind.FAILED, "cannot read " + file + ": " + e.getMessage(), "check its owner and mode");
    }
  }

  private static AgentConfig parse(Path file, JsonNode json, List<KeyHome> homes) {
    var keys = new Reader(json);
    var config =
        new AgentConfig(
            keys.number("sweepMinutes", DEFAULTS.sweep, Duration::ofMinutes, 1, 1440),
            keys.number("complianceMinutes", DEFAULTS.compliance, Duration::ofMinutes, 1, 1440),
            keys.number("inventoryMinutes", DEFAULTS.inventory, Duration::ofMinutes, 1, 10080),
            keys.number(
                "tableDeadlineSeconds", DEFAULTS.tableDeadline, Duration::ofSeconds, 1, 300),
            keys.number("confirmSeconds", DEFAULTS.confirm, Duration::ofSeconds, 5, 3600),
            keys.number("holdMinutes", DEFAULTS.hold, Duration::ofMinutes, 0, 1440),
            keys.number("scriptHoldMinutes", DEFAULTS.scriptHold, Duration::ofMinutes, 0, 1440),
            keys.flag("runUnsignedScripts", DEFAULTS.runUnsignedScripts),
            keys.home("keys", homes));
    var problems = keys.problems();
    if (!problems.isEmpty()) {
      throw bad(file, problems);
    }
    return config;
  }

  private static AgentException bad(Path file, List<String> problems) {
    return new AgentException(
        Kind.FAILED,
        file + " is not usable: " + String.join("; ", problems),
        "mend the file or remove it to use the defaults; docs/configuration.md lists the keys");
  }

  /// Takes keys out of an object and remembers what was wrong and what was never asked for.
  private static final class Reader {
    private final Map<String, JsonNode> unread = new TreeMap<>();
    private final List<String> known = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    Reader(JsonNode json) {
      if (json.isObject()) {
        json.properties().forEach(entry -> unread.put(entry.getKey(), entry.getValue()));
      } else {
        problems.add("it is not a JSON object");
      }
    }

    Duration number(
        String key, Duration otherwise, Function<Long, Duration> unit, long least, long most) {
      known.add(key);
      var node = unread.remove(key);
      if (node == null) {
        return otherwise;
      }
      if (!node.isIntegralNumber() || node.longValue() < least || node.longValue() > most) {
        problems.add(
            "%s must be a whole number from %d to %d, not %s".formatted(key, least, most, node));
        return otherwise;
      }
      return unit.apply(node.longValue());
    }

    boolean flag(String key, boolean otherwise) {
      known.add(key);
      var node = unread.remove(key);
      if (node != null && !node.isBoolean()) {
        problems.add(key + " must be true or false, not " + node);
      }
      return node == null ? otherwise : node.booleanValue();
    }

    Keys home(String key, List<KeyHome> homes) {
      known.add(key);
      var node = unread.remove(key);
      if (node == null) {
        return new Keys.Pkcs12();
      }
      var inner = new Reader(node);
      var home = inner.ofType(inner.text("type"), homes);
      inner.problems().forEach(problem -> problems.add(key + ": " + problem));
      return home;
    }

    private Keys ofType(String type, List<KeyHome> homes) {
      if (type.equals("pkcs11")) {
        return new Keys.Pkcs11(Path.of(text("config")), Path.of(text("pinFile")));
      }
      for (var home : homes) {
        if (home.type().equals(type)) {
          var chosen = new TreeMap<String, String>();
          home.choices().forEach((key, words) -> chosen.put(key, word(key, words)));
          return new Keys.OfSystem(home, chosen);
        }
      }
      if (!type.equals("pkcs12")) {
        var types = new ArrayList<>(List.of("pkcs12", "pkcs11"));
        homes.forEach(home -> types.add(home.type()));
        problems.add("type must be " + oneOf(types) + " on this system");
      }
      return new Keys.Pkcs12();
    }

    /// One of the words; the first when the key is not there.
    private String word(String key, List<String> words) {
      known.add(key);
      var node = unread.remove(key);
      if (node != null && !(node.isTextual() && words.contains(node.textValue()))) {
        problems.add(key + " must be " + oneOf(words) + ", not " + node);
      }
      return node == null || !node.isTextual() ? words.getFirst() : node.textValue();
    }

    private static String oneOf(List<String> words) {
      return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    }

    private String text(String key) {
      known.add(key);
      var node = unread.remove(key);
      if (node == null || !node.isTextual() || node.textValue().isBlank()) {
        problems.add(key + " is missing or not text");
        return "";
      }
      return node.textValue();
    }

    List<String> problems() {
      unread
          .keySet()
          .forEach(
              key -> problems.add("unknown key '" + key + "'" + Spelling.suggestion(key, known)));
      return problems;
    }
  }
}
