package io.reeve.core.log;

import io.reeve.core.files.PrivateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// The daemon's log, on systems that do not keep what it says on standard output: a file in the
/// state folder that only the agent's user reads, and the one before it. When it is full it takes
/// the place of that one, so both together have a bound.
public final class LogFile extends Handler {
  private static final String NAME = "agent.log";

  /// The most bytes of one file.
  static final int MOST = 2 * 1024 * 1024;

  private final Path file;
  private final int most;
  private Optional<FileChannel> open = Optional.empty();

  /// @param state the state folder
  LogFile(Path state, int most, Formatter formatter) {
    this.file = state.resolve(NAME);
    this.most = most;
    setFormatter(formatter);
  }

  /// Keeps from now on what is logged, in the form that the log has already.
  public static LogFile begin(Path state) {
    var root = Logger.getLogger("");
    var form =
        Arrays.stream(root.getHandlers())
            .map(Handler::getFormatter)
            .findFirst()
            .orElseGet(SimpleFormatter::new);
    var log = new LogFile(state, MOST, form);
    root.addHandler(log);
    return log;
  }

  /// The newest of it, in the order in which it was written; empty when there is none.
  public static Optional<String> newest(Path state) throws IOException {
    var text = new StringBuilder();
    for (var each : new Path[] {before(state.resolve(NAME)), state.resolve(NAME)}) {
      if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
        text.append(new String(Files.readAllBytes(each), StandardCharsets.UTF_8));
      }
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
  }

  private static Path before(Path file) {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  @Override
  public synchronized void publish(LogRecord entry) {
    if (isLoggable(entry)) {
      try {
        write(getFormatter().format(entry).getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        shut();
        reportError("the log " + file + " cannot be written", e, ErrorManager.WRITE_FAILURE);
      }
    }
  }

  private void write(byte[] bytes) throws IOException {
    var channel = open.isPresent() ? open.get() : open();
    if (channel.size() > 0 && channel.size() + bytes.length > most) {
      channel.close();
      Files.move(file, before(file), StandardCopyOption.REPLACE_EXISTING);
      channel = open();
    }
    for (var rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
      channel.write(rest);
    }
  }

  private FileChannel open() throws IOException {
    var channel =
        Files.exists(file, LinkOption.NOFOLLOW_LINKS)
            ? FileChannel.open(file, Set.of(StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS))
            : PrivateFile.create(file);
    open = Optional.of(channel);
    return channel;
  }

  private void shut() {
    try {
      if (open.isPresent()) {
        open.get().close();
      }
    } catch (IOException e) {
      reportError("the log " + file + " cannot be closed", e, ErrorManager.CLOSE_FAILURE);
    }
    open = Optional.empty();
  }

  /// Every line is written at once.
  @Override
  public void flush() {}

  /// Keeps nothing any more.
  @Override
  public synchronized void close() {
    Logger.getLogger("").removeHandler(this);
    shut();
  }
}
