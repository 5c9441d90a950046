package io.reeve.core.tray;

import io.reeve.core.desk.Desktop;
import io.reeve.core.desk.Screen;
import io.reeve.core.desk.TrayIcon;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentService;
import io.reeve.core.local.Views;
import io.reeve.core.text.LetterText;
import io.reeve.core.text.Texts;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
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

  private final Supplier<Optional<AgentService>> daemon;
  private final Pause pause;
  private final Clock clock;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final TrayLetters letters = new TrayLetters(this::report);
  private final TrayErrands errands;
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
    this.errands = new TrayErrands(daemon, this::current);
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
    screen.ifPresent(on -> aside(action, () -> errands.act(on, action)));
  }

  @Override
  public void answered(String notice, String button) {
    var answer = button.isEmpty() ? LetterText.SEEN : button;
    screen.ifPresent(on -> aside(notice, () -> errands.reply(on, notice, answer)));
  }

  @Override
  public void closed(String notice) {
    screen.ifPresent(on -> aside(notice, () -> errands.reply(on, notice, LetterText.SEEN)));
  }

  /// A message that went by itself stays in the menu; who was not there then gets it again.
  @Override
  public void expired(String notice) {
    screen.ifPresent(on -> {
      if (!TrayErrands.isOwn(notice)) {
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

  private synchronized Optional<Views.Desk> current() {
    return shown;
  }
}
