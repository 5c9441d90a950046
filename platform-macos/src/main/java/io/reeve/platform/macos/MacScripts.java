package io.reeve.platform.macos;

import io.reeve.core.files.Trees;
import io.reeve.core.programs.Tail;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Scripts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Scripts on macOS: each in a group of processes and a private folder of its own, given as a file
/// to its interpreter. With it end its descendants and its group; what has become a daemon in a
/// session of its own is not found, for macOS shows nobody the environment of its own programs.
record MacScripts(Tools tools) implements Scripts {
  private static final String SHELL = "/bin/sh";

  /// Job control gives the job a group, which is written down where only root can; the shell waits
  /// for it and ends as it does. A system that bounds no memory runs it all the same.
  private static final String LAUNCH =
      "umask 077\nulimit -d %d 2>/dev/null\n".formatted(MOST_MEMORY >> 10)
          + "set -m\nleader=$1\nshift\n\"$@\" </dev/null &\necho $! >\"$leader\"\nwait $!\n";

  @Override
  public Ran run(Script script) throws IOException {
    if (!tools.live()) {
      throw new NotApplicableException("scripts are not run below a scratch root");
    }
    var user = script.asUser() ? Console.user(tools) : Optional.<Console>empty();
    if (script.asUser() && user.isEmpty()) {
      throw new IOException("nobody is at the machine now");
    }
    Files.createDirectories(script.folder());
    Files.setPosixFilePermissions(script.folder(), PosixFilePermissions.fromString("rwx--x--x"));
    var folder = Files.createTempDirectory(script.folder(), "run-");
    try {
      return run(script, user, folder);
    } finally {
      Trees.discard(folder);
    }
  }

  private Ran run(Script script, Optional<Console> user, Path folder) throws IOException {
    var file = folder.resolve("script");
    var launch = folder.resolve("launch");
    var home = folder.resolve("tmp");
    Files.createDirectory(home);
    Files.writeString(file, script.text());
    Files.writeString(launch, LAUNCH);
    if (user.isPresent()) {
      lend(user.get(), folder, file, home);
    }
    var command =
        new ArrayList<>(List.of(SHELL, launch.toString(), folder.resolve("group").toString()));
    user.ifPresent(each -> command.addAll(each.prefix()));
    command.addAll(interpreter(script));
    command.add(file.toString());
    var environment = new HashMap<String, String>();
    environment.put("HOME", "/var/root");
    environment.put("USER", "root");
    environment.put("LOGNAME", "root");
    user.ifPresent(each -> environment.putAll(each.environment()));
    environment.put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
    environment.put("LC_ALL", "C");
    environment.put("TMPDIR", home.toString());
    var builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true).directory(home.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return end(builder.start(), script, folder);
  }

  /// Lets the user read the script and write in the one folder; all else stays root's.
  private static void lend(Console user, Path folder, Path file, Path home) throws IOException {
    int group = Integer.parseInt(user.gid());
    Files.setAttribute(file, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    Files.setAttribute(home, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(home, "unix:uid", Integer.parseInt(user.uid()), LinkOption.NOFOLLOW_LINKS);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
  }

  /// The program the script is given to: the one named, the one its first line names, or the shell.
  static List<String> interpreter(Script script) throws IOException {
    if (!script.interpreter().isBlank()) {
      return List.of(script.interpreter());
    }
    var first = script.text().lines().findFirst().orElse("");
    if (!first.startsWith("#!")) {
      return List.of(SHELL);
    }
    var words = first.substring(2).strip().split("\\s+", 2);
    if (!words[0].startsWith("/")) {
      throw new IOException("the first line of the script names no program");
    }
    return List.of(words);
  }

  private Ran end(Process process, Script script, Path folder) throws IOException {
    var output = new Tail(process.getInputStream());
    try {
      boolean ended = process.waitFor(script.patience().toMillis(), TimeUnit.MILLISECONDS);
      endAll(process, folder);
      int exit = process.waitFor();
      return new Ran(ended ? exit : Ran.LATE, output.text());
    } catch (InterruptedException e) {
      endAll(process, folder);
      Thread.currentThread().interrupt();
      throw new IOException("the agent ends", e);
    }
  }

  private void endAll(Process process, Path folder) throws IOException {
    process.descendants().toList().forEach(ProcessHandle::destroyForcibly);
    // By its handle: the process itself would close its output, which may not be read yet.
    process.toHandle().destroyForcibly();
    var leader = folder.resolve("group");
    var group = Files.exists(leader) ? Files.readString(leader).strip() : "";
    if (group.matches("[1-9]\\d{0,9}")) {
      // That nobody of the group is left is told as a failure, and is what is wanted.
      tools.run("/bin/kill", "-KILL", "--", "-" + group);
    }
  }
}
