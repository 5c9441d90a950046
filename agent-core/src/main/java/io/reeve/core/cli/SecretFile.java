package io.reeve.core.cli;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.Reasons;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads what is named by an option and must not be in the arguments itself, where every user of
/// the machine could see it.
final class SecretFile {
  private static final int LONGEST = 1024 * 1024;

  private final Terminal terminal;

  SecretFile(Terminal terminal) {
    this.terminal = terminal;
  }

  /// The first line of the file, or of standard input for `-`.
  ///
  /// @param option names it in messages
  String line(String option, String file) {
    var text = new String(bytes(option, file), StandardCharsets.UTF_8);
    var line = text.lines().findFirst().orElse("");
    if (line.isEmpty()) {
      throw new AgentException(
          Kind.USAGE,
          "there is nothing on the first line of " + named(file) + ", given with " + option,
          "write the secret there, without quotes");
    }
    return line;
  }

  /// The whole content, without white space around it.
  String text(String option, String file) {
    var text = new String(bytes(option, file), StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      throw new AgentException(
          Kind.USAGE,
          "there is nothing in " + named(file) + ", given with " + option,
          "name the file that has it");
    }
    return text;
  }

  byte[] bytes(String option, String file) {
    try (var in = file.equals("-") ? terminal.in() : Files.newInputStream(Path.of(file))) {
      var bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw unreadable(option, file, "it is longer than 1 MiB");
      }
      return bytes;
    } catch (NoSuchFileException _) {
      throw unreadable(option, file, "there is no such file");
    } catch (IOException e) {
      throw unreadable(option, file, Reasons.of(e));
    }
  }

  private static AgentException unreadable(String option, String file, String why) {
    return new AgentException(
        Kind.USAGE,
        "cannot read " + named(file) + ", given with " + option + ": " + why,
        "check the path and its rights");
  }

  private static String named(String file) {
    return file.equals("-") ? "standard input" : file;
  }
}
