package io.reeve.platform.windows;

import io.reeve.core.files.Trees;
import io.reeve.core.programs.ProcessCommands;
import io.reeve.core.programs.Tail;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Scripts;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Scripts on Windows are PowerShell's, run as the system: each in a job and a private folder of
/// its own. The 64-bit PowerShell that comes with Windows reads no profile and asks nobody
/// anything.
///
/// @param powershell the program
/// @param environment what it gets beside a folder for temporary files
/// @param tree ends a script and all that it has started
record WindowsScripts(Path powershell, Map<String, String> environment, ProcessCommands.Tree tree)
    implements Scripts {
  /// Without it PowerShell 5.1 takes a file for the system's old code page.
  private static final String UTF_8 = "\uFEFF";

  WindowsScripts {
    environment = Map.copyOf(environment);
  }

  static WindowsScripts of(Win32 windows) {
    var folders = SystemFolders.of(windows);
    return new WindowsScripts(
        folders.inSystem("WindowsPowerShell", "v1.0", "powershell.exe"),
        Programs.environment(folders),
        process -> Job.hold(windows, process.pid()));
  }

  /// Where nothing is run.
  static Scripts none() {
    return _ -> {
      throw new NotApplicableException("scripts are not run below a scratch root");
    };
  }

  @Override
  public Ran run(Script script) throws IOException {
    if (script.asUser()) {
      throw new NotApplicableException("scripts run as the system only, on Windows");
    }
    if (!script.interpreter().isBlank()) {
      throw new NotApplicableException("scripts are PowerShell's, on Windows");
    }
    Files.createDirectories(script.folder());
    var folder = Files.createTempDirectory(script.folder(), "run-");
    try {
      return run(script, folder);
    } finally {
      Trees.discard(folder);
    }
  }

  private Ran run(Script script, Path folder) throws IOException {
    var file = folder.resolve("script.ps1");
    Files.writeString(file, UTF_8 + script.text(), StandardCharsets.UTF_8);
    var home = Files.createDirectory(folder.resolve("tmp"));
    var builder = new ProcessBuilder(command(file));
    builder.redirectInput(Redirect.DISCARD.file()).redirectErrorStream(true);
    builder.directory(home.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("TEMP", home.toString());
    builder.environment().put("TMP", home.toString());
    var process = builder.start();
    return end(process, tree.holdOrEnd(process), script);
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

  private static Ran end(Process process, Runnable ending, Script script) throws IOException {
    var output = new Tail(process.getInputStream());
    try {
      boolean ended = process.waitFor(script.patience().toMillis(), TimeUnit.MILLISECONDS);
      ending.run();
      int exit = process.waitFor();
      return new Ran(ended ? exit : Ran.LATE, output.text());
    } catch (InterruptedException e) {
      ending.run();
      Thread.currentThread().interrupt();
      throw new IOException("the agent ends", e);
    }
  }
}
