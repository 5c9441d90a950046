package io.reeve.core.tray;

import io.reeve.core.desk.Notice;
import io.reeve.core.desk.Screen;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentService;
import io.reeve.core.local.Views;
import io.reeve.core.text.LetterText;
import io.reeve.core.text.Refusal;
import io.reeve.core.text.Texts;
import io.reeve.policy.Compliance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passes on to the daemon what the person does, and tells the person what came of it. Each takes
/// as long as the daemon takes.
final class TrayErrands {
  private static final Logger LOG = LoggerFactory.getLogger(TrayErrands.class);

  /// Begins the ids of notices that answer what the person did here.
  private static final String OWN = "own/";

  private final Supplier<Optional<AgentService>> daemon;
  private final Supplier<Optional<Views.Desk>> current;

  /// @param daemon who answers, asked anew each time; empty when nobody does
  /// @param current what is shown now; empty while no daemon answers
  TrayErrands(Supplier<Optional<AgentService>> daemon, Supplier<Optional<Views.Desk>> current) {
    this.daemon = daemon;
    this.current = current;
  }

  /// Whether that notice answers what the person did here.
  static boolean isOwn(String notice) {
    return notice.startsWith(OWN);
  }

  /// What was chosen in the menu.
  void act(Screen on, String action) {
    var texts = Texts.of(on.language());
    if (action.startsWith(TrayView.READ)) {
      reply(on, action.substring(TrayView.READ.length()), LetterText.SEEN);
      return;
    }
    switch (action) {
      case TrayView.CHECK -> ask(on, agent -> checked(on, agent.compliance(true)));
      case TrayView.SYNC -> ask(on, agent -> synced(on, agent.sync(true)));
      case TrayView.DIAGNOSTICS -> ask(on, agent -> diagnosed(on, agent.diagnostics()));
      case TrayView.ABOUT -> about(on, texts);
      case LetterText.NOW, LetterText.LATER -> reply(on, LetterText.MENU, action);
      default -> LOG.warn("nothing is known of the action {}", action);
    }
  }

  /// The menu has closed: what came of it is told.
  private void checked(Screen on, Compliance.Standing standing) {
    var texts = Texts.of(on.language());
    own(
        on,
        texts.of("checked.title"),
        Standing.judged(standing.overall(), standing.verdicts(), organisation(texts), texts));
  }

  private void synced(Screen on, Views.Synced synced) {
    var texts = Texts.of(on.language());
    synced
        .record()
        .ifPresent(record ->
            own(
                on,
                texts.of(record.ok() ? "synced.title" : "failed.title"),
                texts.of(record.ok() ? "synced.body" : "synced.failed", organisation(texts))));
  }

  /// Into the person's own folder; the file manager shows it where there is one.
  private static void diagnosed(Screen on, Views.Diagnostics diagnostics) {
    var texts = Texts.of(on.language());
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

  private String organisation(Texts texts) {
    return LetterText.from(current.get().map(Views.Desk::organisation).orElse(""), texts);
  }

  private void about(Screen on, Texts texts) {
    var status = current.get().map(Views.Desk::status);
    var body =
        status
            .flatMap(Views.Status::account)
            .map(account -> texts.of("about.body", organisation(texts), account.deviceId()))
            .orElseGet(() -> texts.of("about.body.none"));
    own(on, texts.of("about.title", status.map(Views.Status::version).orElse("")), body);
  }

  /// Our own notices and those that are gone have nobody to tell.
  void reply(Screen on, String letter, String answer) {
    if (isOwn(letter)) {
      return;
    }
    ask(
        on,
        agent -> {
          var answered = agent.answer(letter, answer);
          if (!answered.done() && !answer.equals(LetterText.SEEN)) {
            var texts = Texts.of(on.language());
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
      daemon
          .get()
          .ifPresentOrElse(
              question::ask, () -> failed(on, Texts.of(on.language()).of("status.offline")));
    } catch (AgentException e) {
      failed(on, String.valueOf(e.getMessage()));
    }
  }

  private static void failed(Screen on, String why) {
    var texts = Texts.of(on.language());
    own(on, texts.of("failed.title"), why);
  }
}
