package io.reeve.platform.windows;

import io.reeve.core.programs.ProcessCommands;
import io.reeve.core.spi.Commands;
import java.util.Map;
import java.util.TreeMap;

/// How programs are run on Windows: with the few variables that Windows' own need, each in a job.
final class Programs {
  private Programs() {}

  static Commands of(Win32 windows) {
    return ProcessCommands.with(environment(root()), process -> Job.hold(windows, process.pid()));
  }

  /// Where Windows is, for example `C:\Windows`.
  static String root() {
    var root = System.getenv("SystemRoot");
    return root == null || root.isBlank() ? "C:\\Windows" : root;
  }

  static Map<String, String> environment(String root) {
    var drive = root.substring(0, 2);
    var system = root + "\\System32";
    return new TreeMap<>(
        Map.of(
            "SystemRoot", root,
            "windir", root,
            "SystemDrive", drive,
            "ProgramData", drive + "\\ProgramData",
            "ProgramFiles", drive + "\\Program Files",
            "ComSpec", system + "\\cmd.exe",
            "PATHEXT", ".COM;.EXE;.BAT;.CMD",
            "PATH", system + ";" + root + ";" + system + "\\WindowsPowerShell\\v1.0",
            "TEMP", root + "\\Temp",
            "TMP", root + "\\Temp"));
  }
}
