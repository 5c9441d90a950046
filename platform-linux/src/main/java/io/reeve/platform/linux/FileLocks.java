package io.reeve.platform.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Which process holds a file locked, by flock(2) or fcntl(2) alike, as proc_locks(5) tells. Takes
/// no lock itself, so it is in nobody's way. What a process of another namespace holds is not seen.
///
/// @param proc where the process file system is
record FileLocks(Path proc) {
  /// A lock that is held: one that is waited for has an arrow.
  private static final Pattern LOCK =
      Pattern.compile("\\d+: (?:POSIX|FLOCK)\\s+\\S+\\s+\\S+\\s+(\\d+)\\s.*");

  /// A file and who holds it.
  record Held(Path file, long process) {}

  /// The first of the files that somebody holds.
  Optional<Held> held(Collection<Path> files) throws IOException {
    var there = new HashSet<Path>();
    for (var file : files) {
      if (Files.exists(file)) {
        there.add(file.toRealPath());
      }
    }
    if (there.isEmpty() || !Files.isReadable(proc.resolve("locks"))) {
      return Optional.empty();
    }
    for (long process : processes()) {
      var file = open(process, there);
      if (file.isPresent()) {
        return Optional.of(new Held(file.orElseThrow(), process));
      }
    }
    return Optional.empty();
  }

  private Set<Long> processes() throws IOException {
    var processes = new HashSet<Long>();
    for (var line : Files.readAllLines(proc.resolve("locks"), StandardCharsets.ISO_8859_1)) {
      var lock = LOCK.matcher(line);
      if (lock.matches()) {
        processes.add(Long.parseLong(lock.group(1)));
      }
    }
    return processes;
  }

  /// The device and inode in the list are not those that stat(2) tells on every file system; what a
  /// process has open is. One that has ended holds nothing.
  private Optional<Path> open(long process, Set<Path> files) {
    try (var descriptors = Files.newDirectoryStream(proc.resolve(process + "/fd"))) {
      for (var descriptor : descriptors) {
        var file = leadsTo(descriptor);
        if (file.filter(files::contains).isPresent()) {
          return file;
        }
      }
      return Optional.empty();
    } catch (IOException | DirectoryIteratorException _) {
      return Optional.empty();
    }
  }

  private static Optional<Path> leadsTo(Path descriptor) {
    try {
      return Optional.of(Files.readSymbolicLink(descriptor));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
