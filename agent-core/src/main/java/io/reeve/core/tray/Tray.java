package io.reeve.core.tray;

import io.reeve.core.desk.Desktop;
import io.reeve.core.desk.Notice;
import io.reeve.core.desk.Screen;
import io.reeve.core.desk.TrayIcon;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentService;
import io.reeve.core.local.Views;
import io.reeve.core.text.LetterText;
import io.reeve.core.text.Refusal;
import io.reeve.core.text.Texts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows what the daemon says and passes on what the person does. One thread waits for news, and
/// each thing the person asks for has one of its own until it is done.
public final class Tray implements Desktop.Program {
  private static final Logger LOG = LoggerFactory.getLogger(Tray.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  /// Begins the ids of notices that answer what the person did here.
  private static final String OWN = "own/";

  private final Supplier<Optional<AgentService>> daemon;
  private final Pause pause;
  private final Clock clock;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final TrayLetters letters = new TrayLetters(this::report);
  private Optional<Views.Desk> shown = Optional.empty();
  private Optional<TrayIcon> icon = Optional.empty();
  private volatile Optional<Screen> screen = Optional.empty();
  private volatile boolean over;

  /// Waits before the daemon is looked for again.
  @FunctionalInterface
  interface Pause {
    void pause(Duration time) throws InterruptedException;
  }

  /// @param daemon who answers, asked anew each time; empty when nobody does
  Tray(Supplier<Optional<AgentService>> daemon, Pause pause, Clock clock) {
    this.daemon = daemon;
    this.pause = pause;
    this.clock = clock;
  }

  @Override
  public void begin(Screen screen) {
    this.screen = Optional.of(screen);
    Thread.ofVirtual().name("reeve-watch").start(() -> watch(screen));
  }

  /// No more is shown.
  void end() {
    over = true;
  }

  private void watch(Screen screen) {
    var wait = FIRST_PAUSE;
    var stamp = "";
    while (!over) {
      try {
        var agent = daemon.get();
        if (agent.isPresent()) {
          var desk = agent.get().watch(stamp, screen.presence());
          stamp = desk.stamp();
          wait = FIRST_PAUSE;
          show(screen, desk);
          continue;
        }
      } catch (AgentException e) {
        LOG.info("{} ({})", e.getMessage(), e.hint());
      }
      stamp = "";
      offline(screen);
      try {
        pause.pause(wait);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
      wait = longer(wait);
    }
  }

  private static Duration longer(Duration wait) {
    var twice = wait.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  private synchronized void offline(Screen screen) {
    shown = Optional.empty();
    draw(screen);
  }

  private synchronized void show(Screen screen, Views.Desk desk) {
    shown = Optional.of(desk);
    draw(screen);
    letters.show(screen, desk.letters(), texts(screen));
  }

  /// How far a letter has come, for whoever asks later. Nobody waits for it.
  private void report(String letter, String how) {
    Thread.ofVirtual()
        .name("reeve-told")
        .start(() -> {
          try {
            daemon.get().ifPresent(agent -> agent.answer(letter, how));
          } catch (AgentException e) {
            LOG.info("the daemon does not hear how far a letter came: {}", e.getMessage());
          }
        });
  }

  /// What has not changed is not shown again: a menu that is open would close.
  private void draw(Screen screen) {
    var view = new TrayView(texts(screen), clock.instant(), ZoneId.systemDefault());
    var now = shown.map(desk -> view.of(desk, busy)).orElseGet(view::offline);
    if (icon.equals(Optional.of(now))) {
      return;
    }
    try {
      screen.show(now);
      icon = Optional.of(now);
    } catch (IOException e) {
      LOG.warn("the icon cannot be shown: {}", e.getMessage());
    }
  }

  private static Texts texts(Screen screen) {
    return Texts.of(screen.language());
  }

  @Override
  public void chosen(String action) {
    screen.ifPresent(on -> aside(action, () -> act(on, action)));
  }

  @Override
  public void answered(String notice, String button) {
    var answer = button.isEmpty() ? LetterText.SEEN : button;
    screen.ifPresent(on -> aside(notice, () -> reply(on, notice, answer)));
  }

  @Override
  public void closed(String notice) {
    screen.ifPresent(on -> aside(notice, () -> reply(on, notice, LetterText.SEEN)));
  }

  /// A message that went by itself stays in the menu; who was not there then gets it again.
  @Override
  public void expired(String notice) {
    screen.ifPresent(on -> {
      if (!notice.startsWith(OWN)) {
        aside(notice, () -> letters.expired(on, notice));
      }
    });
  }

  /// Once at a time: who presses twice means it once.
  private void aside(String what, Runnable work) {
    if (busy.add(what)) {
      Thread.ofVirtual()
          .name("reeve-asked")
          .start(() -> {
            try {
              redraw();
              work.run();
            } finally {
              busy.remove(what);
              redraw();
            }
          });
    }
  }

  private synchronized void redraw() {
    screen.ifPresent(this::draw);
  }

  private void act(Screen on, String action) {
    var texts = texts(on);
    if (action.startsWith(TrayView.READ)) {
      reply(on, action.substring(TrayView.READ.length()), LetterText.SEEN);
      return;
    }
    switch (action) {
      case TrayView.CHECK -> ask(on, agent -> agent.compliance(true));
      case TrayView.SYNC -> ask(on, agent -> synced(on, agent.sync(true)));
      case TrayView.DIAGNOSTICS -> ask(on, agent -> diagnosed(on, agent.diagnostics()));
      case TrayView.ABOUT -> about(on, texts);
      case LetterText.NOW, LetterText.LATER -> reply(on, LetterText.MENU, action);
      default -> LOG.warn("nothing is known of the action {}", action);
    }
  }

  private void synced(Screen on, Views.Synced synced) {
    var texts = texts(on);
    synced
        .record()
        .ifPresent(record ->
            own(
                on,
                texts.of(record.ok() ? "synced.title" : "failed.title"),
                record.ok() ? texts.of("synced.body", organisation(texts)) : record.text()));
  }

  /// Into the person's own folder; the file manager shows it where there is one.
  private static void diagnosed(Screen on, Views.Diagnostics diagnostics) {
    var texts = texts(on);
    try {
      var file = DiagnosticsFile.write(diagnostics, Path.of(System.getProperty("user.home")));
      own(on, texts.of("diagnosed.title"), texts.of("diagnosed.body", file));
      open(on, file);
    } catch (IOException e) {
      LOG.info("the diagnostics: {}", e.getMessage());
      failed(on, texts.of("diagnosed.failed", String.valueOf(e.getMessage())));
    }
  }

  private static void open(Screen on, Path file) {
    try {
      on.open(file);
    } catch (IOException e) {
      LOG.info("no program shows {}: {}", file, e.getMessage());
    }
  }

  private synchronized String organisation(Texts texts) {
    return LetterText.from(shown.map(Views.Desk::organisation).orElse(""), texts);
  }

  private void about(Screen on, Texts texts) {
    var status = current().map(Views.Desk::status);
    var body =
        status
            .flatMap(Views.Status::account)
            .map(account -> texts.of("about.body", organisation(texts), account.deviceId()))
            .orElseGet(() -> texts.of("about.body.none"));
    own(on, texts.of("about.title", status.map(Views.Status::version).orElse("")), body);
  }

  private synchronized Optional<Views.Desk> current() {
    return shown;
  }

  /// Our own notices and those that are gone have nobody to tell.
  private void reply(Screen on, String letter, String answer) {
    if (letter.startsWith(OWN)) {
      return;
    }
    ask(
        on,
        agent -> {
          var answered = agent.answer(letter, answer);
          if (!answered.done() && !answer.equals(LetterText.SEEN)) {
            var texts = texts(on);
            failed(
                on,
                Refusal.of(answered.reason())
                    .map(why -> why.words(texts) + ".")
                    .orElse(answered.text()));
          }
        });
  }

  private static void own(Screen on, String title, String body) {
    var _ =
        TrayLetters.tell(
            on, new Notice(OWN + "answer", Notice.Urgency.NORMAL, title, body, List.of()));
  }

  /// Something to be asked of the daemon.
  @FunctionalInterface
  private interface Question {
    void ask(AgentService agent);
  }

  private void ask(Screen on, Question question) {
    try {
      daemon.get().ifPresentOrElse(question::ask, () -> failed(on, texts(on).of("status.offline")));
    } catch (AgentException e) {
      failed(on, String.valueOf(e.getMessage()));
    }
  }

  private static void failed(Screen on, String why) {
    var texts = texts(on);
    own(on, texts.of("failed.title"), why);
  }
}
