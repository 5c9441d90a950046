package io.reeve.core.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.core.files.GivenSecret;
import io.reeve.core.local.EnrollRequest;
import io.reeve.policy.Spelling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The file with which an administrator has a machine enrol by itself, `enroll.json`: where, as
/// whom, and with what secret. It is trusted as far as its owner is: it has to be the agent's
/// user's own, in a folder of that user's, and nobody else may be able to write to either. Every
/// look at it takes others' right to read it away first, whether it is used or not.
///
/// @param path where it is, or may come to be
/// @param state the agent's state folder, which is the agent's user's own
record EnrolmentFile(Path path, Path state) {
  private static final int MAX_BYTES = 256 * 1024;
  private static final List<String> SECRETS = List.of("password", "token");
  private static final List<String> KEYS =
      List.of("server", "mail", "user", "password", "token", "tokenType", "ca");
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /// Whether there is such a file; it may be one that has been used.
  boolean exists() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /// What it asks for; empty when its secret has been used.
  ///
  /// @throws IOException saying what is wrong with the file, and nothing of the secret in it
  Optional<EnrollRequest> request() throws IOException {
    return GivenSecret.with(path, state, EnrolmentFile::asked);
  }

  private static Optional<EnrollRequest> asked(GivenSecret file) throws IOException {
    var objection = file.objection();
    if (objection.isPresent()) {
      throw new IOException(objection.get());
    }
    var json = parse(file.read(MAX_BYTES));
    return SECRETS.stream().noneMatch(json::has) ? Optional.empty() : Optional.of(request(json));
  }

  /// Takes the secret out of it, whatever else is wrong with it; all else stays for whoever wants
  /// to know where the machine enrolled. Of a file that nobody can make sense of nothing stays.
  ///
  /// @return whether there was anything to take out
  boolean forgetSecret() throws IOException {
    return GivenSecret.with(path, state, EnrolmentFile::forgotten);
  }

  private static boolean forgotten(GivenSecret file) throws IOException {
    var json = object(file);
    if (json.isPresent() && SECRETS.stream().noneMatch(json.get()::has)) {
      return false;
    }
    json.ifPresent(found -> found.remove(SECRETS));
    file.replace(
        (json.orElseGet(JSON::createObjectNode).toPrettyString() + "\n")
            .getBytes(StandardCharsets.UTF_8));
    return true;
  }

  /// As it is, with all its mistakes; empty for one that is no JSON object.
  private static Optional<ObjectNode> object(GivenSecret file) throws IOException {
    try {
      return JSON.readTree(file.read(MAX_BYTES)) instanceof ObjectNode json
          ? Optional.of(json)
          : Optional.empty();
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }

  private static ObjectNode parse(byte[] bytes) throws IOException {
    try {
      if (JSON.readTree(bytes) instanceof ObjectNode json) {
        for (var key : json.properties()) {
          hold(
              KEYS.contains(key.getKey()),
              "unknown key '" + key.getKey() + "'" + Spelling.suggestion(key.getKey(), KEYS));
          hold(key.getValue().isTextual(), "'" + key.getKey() + "' is not text");
        }
        return json;
      }
      throw new IOException("it is not a JSON object");
    } catch (JsonProcessingException e) {
      // The parser's own message quotes what it stumbled over, which may be the secret.
      throw new IOException(
          "it is not JSON, as line " + e.getLocation().getLineNr() + " shows", null);
    }
  }

  private static EnrollRequest request(ObjectNode json) throws IOException {
    hold(json.has("server") != json.has("mail"), "it needs either 'server' or 'mail'");
    hold(json.has("password") != json.has("token"), "it has both 'password' and 'token'");
    return new EnrollRequest(
        text(json, "server"),
        text(json, "mail"),
        text(json, "user"),
        text(json, "password"),
        text(json, "token"),
        text(json, "tokenType"),
        Optional.empty(),
        text(json, "ca"));
  }

  private static Optional<String> text(ObjectNode json, String key) {
    return Optional.ofNullable(json.get(key)).map(value -> value.textValue());
  }

  private static void hold(boolean right, String otherwise) throws IOException {
    if (!right) {
      throw new IOException(otherwise);
    }
  }
}
