package io.reeve.platform.windows;

import io.reeve.core.files.Trees;
import io.reeve.core.programs.Tail;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Scripts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Scripts on Windows are PowerShell's, run as the system or as the person at the machine: each in
/// a job and with a private folder of its own. The 64-bit PowerShell that comes with Windows reads
/// no profile and asks nobody anything.
///
/// A person may read the folder of their script and change nothing there, so that it can be deleted
/// as the system; what they write temporarily goes where theirs always goes.
///
/// @param powershell the program
/// @param environment what a script of the system gets beside a folder for temporary files
/// @param start starts a program of the system
/// @param sessions of people
/// @param sharing lets a person read a folder
record WindowsScripts(
    Path powershell,
    Map<String, String> environment,
    Start start,
    Sessions sessions,
    Sharing sharing)
    implements Scripts {
  /// Without it PowerShell 5.1 takes a file for the system's old code page.
  private static final String UTF_8 = "\uFEFF";

  WindowsScripts {
    environment = Map.copyOf(environment);
  }

  /// Starts a program. Destroying it ends it and all that it has started.
  @FunctionalInterface
  interface Start {
    Process start(Launch.Program program) throws IOException;
  }

  /// Lets an account read a folder and all that is made in it later.
  @FunctionalInterface
  interface Sharing {
    void share(Path folder, String sid) throws IOException;
  }

  static WindowsScripts of(Win32 windows) {
    var folders = SystemFolders.of(windows);
    return new WindowsScripts(
        folders.inSystem("WindowsPowerShell", "v1.0", "powershell.exe"),
        Programs.environment(folders),
        new Launch(windows)::start,
        new NativeSessions(windows),
        new NativeRights(windows)::share);
  }

  /// Where nothing is run.
  static Scripts none() {
    return _ -> {
      throw new NotApplicableException("scripts are not run below a scratch root");
    };
  }

  @Override
  public Ran run(Script script) throws IOException {
    if (!script.interpreter().isBlank()) {
      throw new NotApplicableException("scripts are PowerShell's, on Windows");
    }
    Files.createDirectories(script.folder());
    var folder = Files.createTempDirectory(script.folder(), "run-");
    try {
      return script.asUser() ? asPerson(script, folder) : asSystem(script, folder);
    } finally {
      Trees.discard(folder);
    }
  }

  private Ran asSystem(Script script, Path folder) throws IOException {
    var home = Files.createDirectory(folder.resolve("tmp")).toString();
    var given = new TreeMap<>(environment);
    given.put("TEMP", home);
    given.put("TMP", home);
    return end(start.start(program(script, folder, given, home, "")), script);
  }

  private Ran asPerson(Script script, Path folder) throws IOException {
    var person =
        sessions
            .person()
            .orElseThrow(() -> new NotApplicableException("nobody is logged in at the machine"));
    try (var as = sessions.as(person)) {
      sharing.share(folder, as.sid());
      var given = as.environment();
      var home = given.getOrDefault("USERPROFILE", environment.getOrDefault("SystemRoot", "C:\\"));
      return end(
          as.start(program(script, folder, given, home, Launch.Program.INTERACTIVE)), script);
    }
  }

  private Launch.Program program(
      Script script, Path folder, Map<String, String> given, String home, String desktop)
      throws IOException {
    var file = folder.resolve("script.ps1");
    Files.writeString(file, UTF_8 + script.text(), StandardCharsets.UTF_8);
    return new Launch.Program(command(file), given, home, desktop);
  }

  List<String> command(Path file) {
    return List.of(
        powershell.toString(),
        "-NoLogo",
        "-NoProfile",
        "-NonInteractive",
        "-ExecutionPolicy",
        "Bypass",
        "-File",
        file.toString());
  }

  /// What the script has left running goes after its output was read: ending it may close that.
  private static Ran end(Process process, Script script) throws IOException {
    try {
      var output = new Tail(process.getInputStream());
      boolean ended = process.waitFor(script.patience().toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroy();
      }
      int exit = process.waitFor();
      return new Ran(ended ? exit : Ran.LATE, output.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the agent ends", e);
    } finally {
      process.destroy();
    }
  }
}
