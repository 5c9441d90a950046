package io.reeve.platform.windows;

import io.reeve.core.programs.ProcessCommands;
import io.reeve.core.spi.Commands;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// How programs are run on Windows: with the few variables that Windows' own need, each in a job,
/// in the system's own folder.
final class Programs {
  private Programs() {}

  static Commands of(Win32 windows) {
    var folders = SystemFolders.of(windows);
    return ProcessCommands.with(
        environment(folders),
        process -> Job.hold(windows, process.pid()),
        Path.of(folders.system()));
  }

  static Map<String, String> environment(SystemFolders folders) {
    var root = folders.windows();
    var system = folders.system();
    var drive = folders.drive();
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
