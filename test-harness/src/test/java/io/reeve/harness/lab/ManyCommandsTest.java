package io.reeve.harness.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.dm.Command;
import io.reeve.core.dm.Message;
import io.reeve.core.dm.SyncHdr;
import io.reeve.harness.lab.LabViews.CommandState;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Verb;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.ProgressHandler;

/// What many commands cost the lab: for each as much, however many there are. What SQLite does is
/// counted in the turns of its own loops, of which each row that it looks at takes one.
final class ManyCommandsTest {
  private static final String DEVICE = "device";
  private static final LabDialect SMALL = LabDialect.STANDARD.withMaxMessage(4096);

  @TempDir Path folder;
  private Memory memory;
  private Listening listening;
  private AdminDesk admin;
  private long turns;
  private int messages;

  @BeforeEach
  void open() throws Exception {
    var file = folder.resolve("lab.db");
    var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    memory = Memory.of(Database.of(connection, file), file, Clock.systemUTC());
    listening = new Listening(memory.events());
    admin = new AdminDesk(memory, listening, ScriptSigner.open(LabConfig.at(folder)));
    memory
        .devices()
        .enroll(
            new Devices.Facts(DEVICE, "", "Device", "", "", ""),
            "ann",
            new Devices.Secrets("", "", "", Instant.EPOCH, ""));
    full();
    ProgressHandler.setHandler(
        connection,
        1,
        new ProgressHandler() {
          @Override
          protected int progress() {
            turns++;
            return 0;
          }
        });
  }

  /// From the beginning the device has as many events as are kept.
  private void full() {
    memory
        .database()
        .inTransaction(() -> {
          for (int i = 0; i < 6_000; i++) {
            memory.events().add(DEVICE, "alert.noise");
          }
          return true;
        });
  }

  @AfterEach
  void close() {
    listening.close();
    memory.database().close();
  }

  private void queue(int commands) {
    memory
        .database()
        .inTransaction(() -> {
          for (int i = 0; i < commands; i++) {
            admin.queue(DEVICE, Verb.EXEC, Item.of("./Device/Vendor/Test/Run", "chr", ""));
          }
          return true;
        });
  }

  private ServerSession session() {
    messages = 0;
    return new ServerSession(memory, "Lab", Clock.systemUTC(), DEVICE, "1");
  }

  /// Sends a message and gives the ids of what the lab asks for in its answer.
  private List<String> asked(ServerSession session, List<Command> commands) {
    messages++;
    var header = SyncHdr.of("1", Integer.toString(messages), "lab", DEVICE);
    var answer =
        memory
            .database()
            .inTransaction(() -> session.answer(new Message(header, commands, true), SMALL, "lab"));
    return answer.commands().stream()
        .filter(Command.Exec.class::isInstance)
        .map(Command::cmdId)
        .toList();
  }

  private List<Command> statuses(List<String> ids) {
    var statuses = new ArrayList<Command>();
    for (var id : ids) {
      var number = Integer.toString(statuses.size() + 1);
      statuses.add(Command.Status.of(number, Integer.toString(messages), id, "Exec", "200"));
    }
    return statuses;
  }

  /// A whole session; of what is asked, the device answers what that says.
  private void converse(ServerSession session, Predicate<String> answered) {
    var asked = asked(session, List.of());
    while (!asked.isEmpty()) {
      asked = asked(session, statuses(asked.stream().filter(answered).toList()));
    }
  }

  /// What it costs to queue so many and to have a session about them.
  private long cost(int commands, Predicate<String> answered) {
    long before = turns;
    queue(commands);
    converse(session(), answered);
    return turns - before;
  }

  @Test
  void fourTimesAsManyCommandsCostFourTimesAsMuch() {
    long few = cost(250, _ -> true);
    long many = cost(1000, _ -> true);
    assertThat(messages).isGreaterThan(50);
    assertThat(many).isLessThan(few * 5);
    assertThat(admin.commands(DEVICE)).hasSize(1250).allMatch(one -> one.status().isPresent());
    assertThat(admin.device(DEVICE).orElseThrow().waiting()).isZero();
  }

  @Test
  void norDoThoseCostMoreThatADeviceNeverAnswers() {
    long few = cost(250, _ -> false);
    admin.commands(DEVICE).forEach(one -> admin.cancel(one.id()));
    long many = cost(1000, _ -> false);
    assertThat(many).isLessThan(few * 5);
    assertThat(admin.device(DEVICE).orElseThrow().waiting()).isEqualTo(1000);
  }

  @Test
  void whatIsNotAnsweredIsSentThreeTimesAndTheRestOnce() {
    queue(100);
    var silent = admin.commands(DEVICE).get(40).id();
    var session = session();
    var sent = new ArrayList<String>();
    var asked = asked(session, List.of());
    while (!asked.isEmpty()) {
      sent.addAll(asked);
      asked = asked(session, statuses(asked.stream().filter(id -> !id.equals(silent)).toList()));
    }
    assertThat(sent).hasSize(102).filteredOn(silent::equals).hasSize(3);
    assertThat(sent.stream().distinct())
        .containsExactlyElementsOf(
            admin.commands(DEVICE).stream().map(LabViews.Command::id).toList());
  }

  @Test
  void aDeviceThatWaitsForNewsCostsNoMoreForWhatHappensMeanwhile() {
    full();
    var last = memory.events().last();
    long before = turns;
    assertThat(memory.events().after(last, Optional.of(DEVICE))).isEmpty();
    assertThat(memory.events().after(0, Optional.of("another"))).isEmpty();
    assertThat(Hints.news(memory, DEVICE, 0)).isEmpty();
    assertThat(turns - before).isLessThan(100);
  }

  @Test
  void whoIsAskedToComeDuringASessionComesAgain() {
    var session = session();
    queue(1);
    var asked = asked(session, List.of());
    var sync = admin.queue(DEVICE, Verb.SYNC, Item.of(".", "null", ""));
    assertThat(asked(session, statuses(asked))).isEmpty();
    assertThat(admin.command(sync).orElseThrow().state()).isEqualTo(CommandState.QUEUED);
    session();
    assertThat(admin.command(sync).orElseThrow().state()).isEqualTo(CommandState.DONE);
    assertThat(admin.device(DEVICE).orElseThrow().waiting()).isZero();
  }

  @Test
  void aDeviceThatEnrolsAnewHasNothingWaiting() {
    queue(3);
    assertThat(admin.device(DEVICE).orElseThrow().waiting()).isEqualTo(3);
    memory
        .devices()
        .enroll(
            new Devices.Facts(DEVICE, "", "Device", "", "", ""),
            "ann",
            new Devices.Secrets("", "", "", Instant.EPOCH, ""));
    assertThat(admin.device(DEVICE).orElseThrow().waiting()).isZero();
    assertThat(admin.events(0, Optional.of(DEVICE), Duration.ZERO)).isNotEmpty();
  }
}
