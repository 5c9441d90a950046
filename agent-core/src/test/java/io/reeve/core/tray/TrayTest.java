package io.reeve.core.tray;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.desk.Letter;
import io.reeve.core.desk.Notice;
import io.reeve.core.desk.Presence;
import io.reeve.core.desk.Presence.Attention;
import io.reeve.core.desk.Screen;
import io.reeve.core.desk.TrayIcon;
import io.reeve.core.desk.TrayIcon.State;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentService;
import io.reeve.core.local.Views;
import io.reeve.policy.Compliance.Overall;
import io.reeve.policy.Compliance.Standing;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The tray's program between a daemon and a desktop that the test plays, one step at a time: the
/// daemon's answers come out of a queue, and what is shown goes into one.
@Timeout(60)
final class TrayTest {
  private static final Letter MESSAGE =
      new Letter("message-1", Letter.Kind.MESSAGE, false, "Example Ltd", "", "Hello.", 0, 0);

  private final BlockingQueue<Optional<Views.Desk>> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final Semaphore looked = new Semaphore(0);
  private volatile Attention attention = Attention.HERE;
  private volatile boolean deaf;
  private volatile Optional<Standing> judged = Optional.empty();
  private final List<Duration> pauses = new ArrayList<>();
  private final Tray tray = new Tray(() -> Optional.of(daemon()), pauses::add, Clock.systemUTC());

  private AgentService daemon() {
    return (AgentService)
        Proxy.newProxyInstance(
            AgentService.class.getClassLoader(),
            new Class<?>[] {AgentService.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "watch" ->
                      answers
                          .take()
                          .orElseThrow(
                              () -> new AgentException(AgentException.Kind.FAILED, "gone", "wait"));
                  case "answer" -> {
                    asked.add(arguments[0] + " " + arguments[1]);
                    yield new Views.Answered(false, "it cannot be put off any more", "no-more");
                  }
                  case "compliance" -> {
                    asked.add("compliance " + arguments[0]);
                    yield judged.orElseThrow(() ->
                        new AgentException(AgentException.Kind.FAILED, "the disk is full", "x"));
                  }
                  case "sync" ->
                      new Views.Synced(
                          true,
                          Optional.of(
                              new Views.SyncRecord(
                                  Instant.EPOCH, false, "no route: 10.0.0.1", 0, 0)));
                  default -> throw new IllegalStateException(method.getName());
                });
  }

  private final Screen screen =
      new Screen() {
        @Override
        public void show(TrayIcon icon) {
          shown.add(icon.state().name());
        }

        @Override
        public void tell(Notice notice) throws IOException {
          if (deaf) {
            throw new IOException("nothing shows notices");
          }
          shown.add(notice.id() + ": " + notice.title() + ": " + notice.body());
        }

        @Override
        public void withdraw(String notice) {
          shown.add("without " + notice);
        }

        @Override
        public Presence presence() {
          var now = new Presence(List.of(), attention, Presence.Power.MAINS, false);
          if (Thread.currentThread().getName().equals("reeve-asked")) {
            looked.release();
          }
          return now;
        }

        @Override
        public Locale language() {
          return Locale.ENGLISH;
        }

        @Override
        public void open(Path file) {}

        @Override
        public void close() {}
      };

  private static Optional<Views.Desk> desk(Overall overall, Letter... letters) {
    var desk = TrayViewTest.desk(true, overall, List.of(), Optional.empty(), Optional.empty());
    return Optional.of(
        new Views.Desk(
            "1", desk.status(), desk.organisation(), List.of(), List.of(letters), List.of()));
  }

  private String next() throws InterruptedException {
    var text = shown.poll(60, TimeUnit.SECONDS);
    assertThat(text).as("something shown").isNotNull();
    return String.valueOf(text);
  }

  @AfterEach
  void end() {
    tray.end();
    answers.add(Optional.empty());
  }

  @Test
  void itShowsWhatTheDaemonSaysAndThatItIsGoneAndComesBackByItself() throws InterruptedException {
    tray.begin(screen);
    answers.add(desk(Overall.COMPLIANT));
    assertThat(next()).isEqualTo(State.COMPLIANT.name());
    answers.add(Optional.empty());
    assertThat(next()).isEqualTo(State.OFFLINE.name());
    answers.add(desk(Overall.NON_COMPLIANT));
    assertThat(next()).isEqualTo(State.ATTENTION.name());
    assertThat(pauses).containsExactly(Duration.ofSeconds(1));
  }

  @Test
  void aLetterIsShownOnceAndTakenAwayWhenItIsOver() throws InterruptedException {
    tray.begin(screen);
    answers.add(desk(Overall.COMPLIANT, MESSAGE));
    assertThat(next()).isEqualTo(State.ATTENTION.name());
    assertThat(next()).isEqualTo("message-1: Message from Example Ltd: Hello.");
    answers.add(desk(Overall.NON_COMPLIANT, MESSAGE));
    assertThat(next()).isEqualTo(State.ATTENTION.name());
    answers.add(desk(Overall.COMPLIANT));
    assertThat(next()).isEqualTo(State.COMPLIANT.name());
    assertThat(next()).isEqualTo("without message-1");
  }

  @Test
  void whatWentByItselfWhileNobodyLookedComesAgainWhenSomebodyDoes() throws InterruptedException {
    attention = Attention.LOCKED;
    tray.begin(screen);
    answers.add(desk(Overall.COMPLIANT, MESSAGE));
    assertThat(next()).isEqualTo(State.ATTENTION.name());
    assertThat(next()).startsWith("message-1: ");
    assertThat(asked.poll(60, TimeUnit.SECONDS)).isEqualTo("message-1 put");
    tray.expired("message-1");
    awaitMissed();
    attention = Attention.HERE;
    while (shown.isEmpty()) {
      answers.add(desk(Overall.COMPLIANT, MESSAGE));
      taken();
    }
    assertThat(next()).startsWith("message-1: ");
    assertThat(asked.poll(60, TimeUnit.SECONDS)).as("it is not read").isEqualTo("message-1 put");
    tray.expired("message-1");
    answers.add(desk(Overall.COMPLIANT));
    assertThat(next()).isEqualTo(State.COMPLIANT.name());
    assertThat(next()).isEqualTo("without message-1");
  }

  /// The tray has taken all that the daemon said, and shown it but for the last.
  private void taken() {
    while (!answers.isEmpty()) {
      Thread.onSpinWait();
    }
  }

  /// The tray looks at the person once for it. It remembers that it was missed soon after that.
  private void awaitMissed() throws InterruptedException {
    assertThat(looked.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatCannotBeShownIsToldOnce() throws InterruptedException {
    deaf = true;
    tray.begin(screen);
    answers.add(desk(Overall.COMPLIANT, MESSAGE));
    answers.add(desk(Overall.COMPLIANT, MESSAGE));
    assertThat(asked.poll(60, TimeUnit.SECONDS)).isEqualTo("message-1 not-shown");
    answers.add(desk(Overall.COMPLIANT));
    assertThat(next()).isEqualTo(State.ATTENTION.name());
    assertThat(next()).isEqualTo(State.COMPLIANT.name());
    assertThat(asked).isEmpty();
  }

  @Test
  void aMessageIsPutAwayFromTheMenu() throws InterruptedException {
    tray.begin(screen);
    answers.add(desk(Overall.COMPLIANT));
    assertThat(next()).isEqualTo(State.COMPLIANT.name());
    tray.chosen("read/message-1");
    assertThat(asked.poll(60, TimeUnit.SECONDS)).isEqualTo("message-1 seen");
  }

  @Test
  void whatThePersonAnswersIsPassedOnAndARefusalIsSaid() throws InterruptedException {
    tray.begin(screen);
    answers.add(desk(Overall.COMPLIANT));
    assertThat(next()).isEqualTo(State.COMPLIANT.name());
    tray.answered("message-1", "");
    assertThat(asked.poll(60, TimeUnit.SECONDS)).isEqualTo("message-1 seen");
    tray.chosen("later");
    assertThat(asked.poll(60, TimeUnit.SECONDS)).isEqualTo("restart later");
    assertThat(next()).contains("That did not work", "The restart cannot be put off any more.");
  }

  @Test
  void whatTheDaemonCannotDoIsSaid() throws InterruptedException {
    tray.begin(screen);
    answers.add(desk(Overall.COMPLIANT));
    assertThat(next()).isEqualTo(State.COMPLIANT.name());
    tray.chosen("check");
    assertThat(asked.poll(60, TimeUnit.SECONDS)).isEqualTo("compliance true");
    assertThat(next()).isEqualTo(State.COMPLIANT.name());
    assertThat(next()).contains("the disk is full");
  }

  /// The menu closes when something is chosen in it.
  @Test
  void whatCameOfACheckAndOfASyncIsTold() throws InterruptedException {
    judged =
        Optional.of(new Standing(Overall.COMPLIANT, Optional.empty(), Optional.empty(), List.of()));
    tray.begin(screen);
    answers.add(desk(Overall.COMPLIANT));
    assertThat(next()).isEqualTo(State.COMPLIANT.name());
    tray.chosen("check");
    assertThat(next()).isEqualTo(State.COMPLIANT.name());
    assertThat(next()).endsWith("Checked: This computer meets all rules of Example Ltd.");
    assertThat(next()).isEqualTo(State.COMPLIANT.name());
    tray.chosen("sync");
    assertThat(next()).isEqualTo(State.COMPLIANT.name());
    assertThat(next())
        .endsWith("The sync with Example Ltd did not work. It is tried again by itself.");
  }
}
