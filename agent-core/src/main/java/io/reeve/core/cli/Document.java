package io.reeve.core.cli;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.Reasons;
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
          Kind.USAGE, "there is no file " + name, "give a JSON file, or - for standard input");
    } catch (IOException e) {
      throw new AgentException(
          Kind.USAGE,
          "cannot read " + name + ": " + Reasons.of(e),
          "give a JSON file that you may read, or - for standard input");
    }
  }

  private static String text(String name, InputStream in) throws IOException {
    var bytes = in.readNBytes(MOST + 1);
    if (bytes.length > MOST) {
      throw new AgentException(
          Kind.USAGE, name + " is longer than " + MOST + " bytes", "ask for less at once");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw new AgentException(Kind.USAGE, name + " is not UTF-8", "save it as UTF-8");
    }
  }
}
