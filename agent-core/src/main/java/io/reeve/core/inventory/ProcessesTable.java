package io.reeve.core.inventory;

import io.reeve.core.spi.Table;
import java.io.File;
import java.util.List;
import java.util.Optional;
import oshi.software.os.OSProcess;

/// `processes`. Sizes in bytes, times in milliseconds, the start in seconds since 1970.
final class ProcessesTable implements Table<ProcessesTable.Row> {

  record Row(
      long pid,
      String name,
      Optional<String> path,
      Optional<String> cmdline,
      Optional<String> state,
      Optional<String> cwd,
      Optional<Long> uid,
      Optional<Long> gid,
      Optional<Long> onDisk,
      Optional<Long> residentSize,
      Optional<Long> totalSize,
      Optional<Long> userTime,
      Optional<Long> systemTime,
      Optional<Long> diskBytesRead,
      Optional<Long> diskBytesWritten,
      Optional<Long> startTime,
      Optional<Long> parent,
      Optional<Long> threads) {}

  @Override
  public String name() {
    return "processes";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public Pace pace() {
    return Pace.FAST;
  }

  @Override
  public List<Row> read() {
    return Oshi.os().getProcesses().stream().map(ProcessesTable::parse).toList();
  }

  static Row parse(OSProcess process) {
    var path = Known.text(process.getPath()).filter(text -> new File(text).isAbsolute());
    return new Row(
        process.getProcessID(),
        process.getName(),
        path,
        Known.text(process.getCommandLine().replace('\0', ' ')),
        state(process.getState()),
        Known.text(process.getCurrentWorkingDirectory()),
        id(process.getUserID()),
        id(process.getGroupID()),
        path.map(text -> new File(text).exists() ? 1L : 0L),
        Known.count(process.getResidentMemory()),
        Known.count(process.getVirtualSize()),
        Known.count(process.getUserTime()),
        Known.count(process.getKernelTime()),
        Known.count(process.getBytesRead()),
        Known.count(process.getBytesWritten()),
        Known.positive(process.getStartTime() / 1000),
        Known.count(process.getParentProcessID()),
        Known.positive(process.getThreadCount()));
  }

  /// The user's or group's number; a system that names them otherwise (SIDs) has none.
  private static Optional<Long> id(String text) {
    return !text.isEmpty() && text.length() < 11 && text.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Optional.of(Long.parseLong(text))
        : Optional.empty();
  }

  /// The letter `ps` shows.
  private static Optional<String> state(OSProcess.State state) {
    return switch (state) {
      case RUNNING -> Optional.of("R");
      case SLEEPING -> Optional.of("S");
      case WAITING -> Optional.of("D");
      case ZOMBIE -> Optional.of("Z");
      case STOPPED, SUSPENDED -> Optional.of("T");
      case NEW -> Optional.of("I");
      case OTHER, INVALID -> Optional.empty();
    };
  }
}
