package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Ends a process and all it started: its descendants, its session, and whatever else has its mark
/// in the environment, which also what has become a daemon has.
final class ProcessTree {
  private static final Path PROC = Path.of("/proc");
  private static final int MAX_ENVIRONMENT = 1 << 20;
  private static final int ROUNDS = 20;
  private static final int SESSION = 3;

  private ProcessTree() {}

  /// @param mark `NAME=VALUE` as it is in the environment
  static void end(Process process, byte[] mark) throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      var found = members(process, mark);
      if (found.isEmpty()) {
        return;
      }
      found.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static Set<ProcessHandle> members(Process process, byte[] mark) throws IOException {
    var found = new LinkedHashSet<ProcessHandle>();
    process.descendants().forEach(found::add);
    for (var pid : pids()) {
      if (isOfSession(pid, process.pid()) || isMarked(pid, mark)) {
        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).ifPresent(found::add);
      }
    }
    if (process.isAlive()) {
      found.add(process.toHandle());
    }
    return found;
  }

  private static List<Long> pids() throws IOException {
    var pids = new ArrayList<Long>();
    try (var files = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (var file : files) {
        Facts.parseNumber(String.valueOf(file.getFileName())).ifPresent(pids::add);
      }
    }
    return pids;
  }

  /// `PID (NAME) STATE PARENT GROUP SESSION ...`, where the name may hold anything.
  private static boolean isOfSession(long pid, long session) {
    try {
      var stat = Files.readString(PROC.resolve(pid + "/stat"));
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      boolean zombie = fields[0].equals("Z");
      return !zombie && fields[SESSION].equals(Long.toString(session));
    } catch (IOException | IndexOutOfBoundsException _) {
      // It has ended meanwhile.
      return false;
    }
  }

  private static boolean isMarked(long pid, byte[] mark) {
    try (var in = Files.newInputStream(PROC.resolve(pid + "/environ"))) {
      return contains(in.readNBytes(MAX_ENVIRONMENT), mark);
    } catch (IOException _) {
      // It has ended meanwhile, or may not be looked at: then we did not start it.
      return false;
    }
  }

  private static boolean contains(byte[] text, byte[] part) {
    for (int from = 0; from + part.length <= text.length; from++) {
      int same = 0;
      while (same < part.length && text[from + same] == part[same]) {
        same++;
      }
      if (same == part.length) {
        return true;
      }
    }
    return false;
  }
}
