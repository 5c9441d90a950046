package io.reeve.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFileTest {
  private static final Formatter PLAIN =
      new Formatter() {
        @Override
        public String format(LogRecord entry) {
          return entry.getMessage() + "\n";
        }
      };

  @TempDir Path state;
  private LogFile log = new LogFile(Path.of("unset"), 0, PLAIN);

  private LogFile log(int most) {
    log = new LogFile(state, most, PLAIN);
    return log;
  }

  @AfterEach
  void shut() {
    log.close();
  }

  private void say(String text) {
    log.publish(new LogRecord(Level.INFO, text));
  }

  @Test
  void itGoesOnWhereItWas() throws IOException {
    assertThat(LogFile.newest(state)).isEmpty();
    log(100);
    say("one");
    log.close();
    log(100);
    say("two");
    assertThat(LogFile.newest(state)).contains("one\ntwo\n");
    var file = state.resolve("agent.log");
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void itHasABound() throws IOException {
    log(20);
    for (int i = 10; i < 40; i++) {
      say("line " + i);
    }
    assertThat(LogFile.newest(state)).contains("line 36\nline 37\nline 38\nline 39\n");
    assertThat(Files.size(state.resolve("agent.log"))).isLessThanOrEqualTo(20);
    assertThat(Files.size(state.resolve("agent.log.1"))).isLessThanOrEqualTo(20);
  }

  @Test
  void aLineThatIsTooLongIsKeptByItself() throws IOException {
    log(20);
    say("short");
    say("x".repeat(100));
    say("after");
    assertThat(Files.readString(state.resolve("agent.log"))).isEqualTo("after\n");
    assertThat(Files.readString(state.resolve("agent.log.1"))).hasSize(101);
  }

  @Test
  void whatCannotBeWrittenEndsNothing() throws IOException {
    log(100);
    log.setErrorManager(
        new ErrorManager() {
          @Override
          public synchronized void error(String message, Exception e, int code) {
            assertThat(message).contains("agent.log");
          }
        });
    Files.createDirectory(state.resolve("agent.log"));
    say("lost");
    Files.delete(state.resolve("agent.log"));
    say("kept");
    assertThat(LogFile.newest(state)).contains("kept\n");
  }
}
