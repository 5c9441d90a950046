package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A machine that enrols because of a file.
@EnabledOnOs(OS.LINUX)
final class ZeroTouchTest {
  @TempDir Path folder;

  @Test
  void aFileThatWasThereBeforeEnrolsTheMachineAndLosesItsSecret() throws Exception {
    try (var site = Site.without(folder, config -> config)) {
      var file = file(site, Site.PASSWORD, "rw-r--r--");
      site.startDaemon();

      Await.until("the enrolment", () -> site.agent().status().enrolled());
      Await.until("the end of the secret", () -> !text(file).contains(Site.PASSWORD));

      assertThat(text(file)).contains(site.lab().discovery().toString());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      site.agent().unenroll();
      site.stopDaemon();
      site.startDaemon();
      assertThat(site.agent().status().enrolled()).as("a used file enrols nobody").isFalse();
    }
  }

  @Test
  void aSecretThatIsLeftOverIsRemovedFromAnEnrolledMachine() throws Exception {
    try (var site = Site.start(folder)) {
      site.enrol();
      site.stopDaemon();
      var file = file(site, "left over", "rw-------");
      site.startDaemon();
      Await.until("the end of the secret", () -> !text(file).contains("left over"));
    }
  }

  @Test
  void aFileThatOthersCanWriteToIsNotUsedAndNobodyElseReadsIt() throws Exception {
    try (var site = Site.without(folder, config -> config);
        var log = new Log("io.reeve.core.agent.ZeroTouch")) {
      var file = file(site, Site.PASSWORD, "rw-rw-rw-");
      site.startDaemon();
      Await.until("its refusal", () -> log.says("is not used: others can write to " + file));
      assertThat(site.agent().status().enrolled()).isFalse();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw--w--w-");
    }
  }

  @Test
  void aSecretInAFileWithAMistakeIsRemovedFromAnEnrolledMachineToo() throws Exception {
    try (var site = Site.start(folder)) {
      site.enrol();
      site.stopDaemon();
      var file = file(site, "left over", "rw-rw-rw-");
      Files.writeString(file, text(file).replace("\"user\"", "\"uzer\""));
      site.startDaemon();
      Await.until("the end of the secret", () -> !text(file).contains("left over"));
      assertThat(text(file)).contains("uzer");
    }
  }

  /// What a class of the agent says in the log.
  private static final class Log extends Handler implements AutoCloseable {
    private final Logger logger;
    private final List<String> said = new CopyOnWriteArrayList<>();

    Log(String name) {
      logger = Logger.getLogger(name);
      logger.addHandler(this);
    }

    boolean says(String text) {
      return said.stream().anyMatch(message -> message.contains(text));
    }

    @Override
    public void publish(LogRecord entry) {
      said.add(entry.getMessage());
    }

    @Override
    public void flush() {
      // nothing is kept back
    }

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path file(Site site, String password, String mode) throws Exception {
    var file = site.file("etc/reeve/enroll.json");
    Files.createDirectories(file.getParent());
    var json = new ObjectMapper().createObjectNode();
    json.put("server", site.lab().discovery().toString());
    json.put("user", Site.USER);
    json.put("password", password);
    json.put("ca", site.lab().caPem());
    Files.writeString(file, json.toString());
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }
}
