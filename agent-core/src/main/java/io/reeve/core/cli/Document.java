package io.reeve.core.cli;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file with settings that somebody names, read by the command and not by the daemon: it sees
/// what its user may see.
final class Document {
  /// What fits into a request to the daemon, with room for its own words.
  private static final int MOST = 900 * 1024;

  private Document() {}

  /// @param name the file, or `-` for standard input
  static String read(String name, Terminal terminal) {
    try (var in = name.equals("-") ? terminal.in() : Files.newInputStream(Path.of(name))) {
      return text(name, in);
    } catch (NoSuchFileException _) {
      throw new AgentException(
          Kind.FAILED, "there is no file " + name, "give a JSON file, or - for standard input");
    } catch (IOException e) {
      throw new AgentException(
          Kind.FAILED, "cannot read " + name + ": " + e.getMessage(), "check the file's rights");
    }
  }

  private static String text(String name, InputStream in) throws IOException {
    var bytes = in.readNBytes(MOST + 1);
    if (bytes.length > MOST) {
      throw new AgentException(
          Kind.FAILED, name + " is longer than " + MOST + " bytes", "ask for less at once");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw new AgentException(Kind.FAILED, name + " is not UTF-8", "save it as UTF-8");
    }
  }
}
