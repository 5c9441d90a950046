package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the programs of shadow-utils leave in `/etc` when the power goes while they lock a file:
/// `shadow.812`, made by process 812 to be linked as `shadow.lock`, with its number and a zero byte
/// inside. They overrule a lock of a process that is gone, and never clear this away.
record LockDrafts(Host host) {
  private static final Pattern NAME =
      Pattern.compile("(?:g?shadow|passwd|group)\\.([1-9]\\d{0,9})");
  private static final int MOST_BYTES = 12;

  private static final Logger LOG = LoggerFactory.getLogger(LockDrafts.class);

  /// Deletes those whose process is gone. What holds anything else is somebody's own. One that
  /// cannot be deleted keeps nobody from what is to be done.
  void clear() {
    try {
      clearAll();
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("/etc cannot be cleared of what a cut-off program left", e);
    }
  }

  private void clearAll() throws IOException {
    var folder = host.path("/etc");
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var files = Files.newDirectoryStream(folder, "{passwd,shadow,group,gshadow}.[1-9]*")) {
      for (var file : files) {
        var name = NAME.matcher(String.valueOf(file.getFileName()));
        if (name.matches() && isLeft(file, name)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isLeft(Path file, Matcher name) throws IOException {
    boolean gone = Facts.parseNumber(name.group(1)).flatMap(ProcessHandle::of).isEmpty();
    return gone && isDraft(file, name.group(1));
  }

  private static boolean isDraft(Path file, String process) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        return false;
      }
      var text = Files.readString(file, StandardCharsets.ISO_8859_1);
      return text.isEmpty() || text.equals(process + "\0");
    } catch (NoSuchFileException _) {
      return false;
    }
  }
}
