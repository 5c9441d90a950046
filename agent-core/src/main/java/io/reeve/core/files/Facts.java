package io.reeve.core.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The files in which the kernel and the distribution describe the machine. The root is `/` but in
/// tests; the tables describe the machine even when settings go to a scratch root.
public record Facts(Path root) {
  private static final int MAX_BYTES = 64 * 1024 * 1024;
  private static final int MAX_SMALL_BYTES = 64 * 1024;

  public Path path(String absolute) {
    return root.resolve(absolute.substring(1));
  }

  /// The whole text of a file.
  public String text(String absolute) throws IOException {
    try (var in = Files.newInputStream(path(absolute))) {
      var bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(absolute + " is larger than " + MAX_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (NoSuchFileException _) {
      throw new IOException(absolute + " is not there");
    }
  }

  /// The text of an attribute of the kernel, without blanks around it; empty when it is not there,
  /// may not be read, or is empty.
  public Optional<String> attribute(String absolute) {
    try (var in = Files.newInputStream(path(absolute))) {
      var text = new String(in.readNBytes(MAX_SMALL_BYTES), StandardCharsets.UTF_8).strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  public Optional<Long> number(String absolute) {
    return attribute(absolute).flatMap(Facts::parseNumber);
  }

  /// The names in a directory, sorted; none when it is not there.
  public List<String> names(String absolute) throws IOException {
    var directory = path(absolute);
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  public boolean exists(String absolute) {
    return Files.exists(path(absolute));
  }

  /// The decimal number the text is.
  public static Optional<Long> parseNumber(String text) {
    return text.length() < 19 && text.matches("-?[0-9]+")
        ? Optional.of(Long.parseLong(text))
        : Optional.empty();
  }
}
