package io.reeve.platform.linux;

import io.reeve.core.files.Trees;
import io.reeve.core.programs.Tail;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Scripts;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// Scripts on Linux: each in a session and a private folder of its own, given as a file to its
/// interpreter, so that a file system without execution (`noexec`) does not matter. What it started
/// is found by a mark in its environment and ended with it, also what left its session.
record LinuxScripts(Host host) implements Scripts {
  private static final String SHELL = "/bin/sh";
  private static final String SETSID = "/usr/bin/setsid";
  private static final String SETPRIV = "/usr/bin/setpriv";
  private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";
  private static final String MARK = "REEVE_SCRIPT_RUN";

  /// What a script creates is for itself alone, and its memory has a bound: what it may write to,
  /// not what it reserves without access, which some programs do in plenty.
  private static final String LAUNCH =
      "umask 077\nulimit -d %d\nexec \"$@\"\n".formatted(MOST_MEMORY >> 10);

  @Override
  public Ran run(Script script) throws IOException {
    if (host.isScratch()) {
      throw new NotApplicableException("scripts are not run below a scratch root");
    }
    var user = script.asUser() ? LocalUser.active(host) : LocalUser.system();
    var folder = folder(script.folder());
    try {
      return run(script, user, folder);
    } finally {
      Trees.discard(folder);
    }
  }

  private static Path folder(Path parent) throws IOException {
    Files.createDirectories(parent);
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx--x--x"));
    return Files.createTempDirectory(
        parent,
        "run-",
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static Ran run(Script script, LocalUser user, Path folder) throws IOException {
    var file = folder.resolve("script");
    var launch = folder.resolve("launch");
    var home = folder.resolve("tmp");
    Files.createDirectory(home);
    Files.writeString(file, script.text());
    Files.writeString(launch, LAUNCH);
    user.lend(folder, List.of(file, launch), home);
    var command = new ArrayList<>(List.of(SETSID));
    command.addAll(user.prefix(SETPRIV));
    command.addAll(List.of(SHELL, launch.toString()));
    command.addAll(interpreter(script));
    command.add(file.toString());
    var mark = MARK + "=" + UUID.randomUUID();
    var process = start(command, environment(user, home, mark), home);
    var output = new Tail(process.getInputStream());
    return end(process, script, mark, output);
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

  private static Map<String, String> environment(LocalUser user, Path home, String mark) {
    var environment = new HashMap<>(user.environment());
    environment.put("PATH", PATH);
    environment.put("LC_ALL", "C");
    environment.put("TMPDIR", home.toString());
    environment.put(MARK, mark.substring(MARK.length() + 1));
    return environment;
  }

  private static Process start(List<String> command, Map<String, String> environment, Path folder)
      throws IOException {
    var builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Ran end(Process process, Script script, String mark, Tail output)
      throws IOException {
    try {
      boolean ended = process.waitFor(script.patience().toMillis(), TimeUnit.MILLISECONDS);
      ProcessTree.end(process, mark.getBytes(StandardCharsets.UTF_8));
      int exit = process.waitFor();
      return new Ran(ended ? exit : Ran.LATE, output.text());
    } catch (InterruptedException e) {
      ProcessTree.end(process, mark.getBytes(StandardCharsets.UTF_8));
      Thread.currentThread().interrupt();
      throw new IOException("the agent ends", e);
    }
  }
}
