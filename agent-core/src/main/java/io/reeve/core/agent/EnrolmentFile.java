package io.reeve.core.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.core.local.EnrollRequest;
import io.reeve.policy.Spelling;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The file with which an administrator has a machine enrol by itself, `enroll.json`: where, as
/// whom, and with what secret. It is trusted as far as its owner is: it has to be the agent's
/// user's own, and nobody else may be able to write to it.
///
/// @param path where it is, or may come to be
/// @param state the agent's state folder, which is the agent's user's own
record EnrolmentFile(Path path, Path state) {
  private static final int MAX_BYTES = 256 * 1024;
  private static final List<String> SECRETS = List.of("password", "token");
  private static final List<String> KEYS =
      List.of("server", "mail", "user", "password", "token", "tokenType", "ca");
  private static final Set<PosixFilePermission> WRITING =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");
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
    var json = read();
    return SECRETS.stream().noneMatch(json::has) ? Optional.empty() : Optional.of(request(json));
  }

  /// Takes the secret out of it; all else stays for whoever wants to know where the machine
  /// enrolled.
  void forgetSecret() throws IOException {
    var json = read();
    json.remove(SECRETS);
    var fresh = path.resolveSibling("." + path.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (var channel =
        FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
      if (isPosix()) {
        Files.setPosixFilePermissions(fresh, PRIVATE);
      }
      channel.write(
          ByteBuffer.wrap((json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private ObjectNode read() throws IOException {
    hold(Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS), "it is no plain file");
    if (isPosix()) {
      var folder = path.toAbsolutePath().getParent();
      for (var each : List.of(folder == null ? path : folder, path)) {
        var mode = Files.getPosixFilePermissions(each);
        hold(
            WRITING.stream().noneMatch(mode::contains),
            "others can write to " + each + " (mode " + PosixFilePermissions.toString(mode) + ")");
      }
      hold(
          Files.getOwner(path).equals(Files.getOwner(state)),
          "it belongs to " + Files.getOwner(path).getName());
      if (!Files.getPosixFilePermissions(path).equals(PRIVATE)) {
        Files.setPosixFilePermissions(path, PRIVATE);
      }
    }
    hold(Files.size(path) <= MAX_BYTES, "it is longer than " + MAX_BYTES + " bytes");
    return parse(Files.readAllBytes(path));
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

  private boolean isPosix() {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
