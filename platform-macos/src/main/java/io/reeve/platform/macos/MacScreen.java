package io.reeve.platform.macos;

import io.reeve.core.desk.Desktop.Program;
import io.reeve.core.desk.Notice;
import io.reeve.core.desk.Notice.Button;
import io.reeve.core.desk.Notice.Urgency;
import io.reeve.core.desk.Presence;
import io.reeve.core.desk.Screen;
import io.reeve.core.desk.TrayIcon;
import io.reeve.core.desk.TrayImage;
import io.reeve.platform.macos.Alerts.Alert;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is shown in this session. The notification centre takes notices without buttons; it shows
/// others only to programs that Apple knows, so those come in a window of their own, as what has to
/// be answered does.
final class MacScreen implements Screen {
  private static final Logger LOG = LoggerFactory.getLogger(MacScreen.class);
  private static final int PIXELS = 36;
  private final Tools tools;
  private final StatusBar bar;
  private final Alerts alerts;
  private final Program program;
  private final Map<String, Alert> shown = new ConcurrentHashMap<>();

  MacScreen(Tools tools, StatusBar bar, Alerts alerts, Program program) {
    this.tools = tools;
    this.bar = bar;
    this.alerts = alerts;
    this.program = program;
  }

  @Override
  public void show(TrayIcon icon) {
    var png = Png.of(TrayImage.argb(icon.state(), PIXELS), PIXELS);
    bar.show(
        new StatusBar.Icon(
            Base64.getEncoder().encodeToString(png), icon.label(), icon.sentence(), icon.menu()));
  }

  @Override
  public void tell(Notice notice) throws IOException {
    withdraw(notice.id());
    if (notice.buttons().isEmpty() && notice.urgency() == Urgency.NORMAL) {
      tools.text(MacPeople.show(notice).toArray(String[]::new));
      return;
    }
    var labels = notice.buttons().stream().map(Button::label).toList();
    var alert = alerts.show(notice.title(), notice.body(), labels);
    shown.put(notice.id(), alert);
    Thread.ofPlatform().daemon().name("reeve-notice").start(() -> await(notice, alert));
  }

  private void await(Notice notice, Alert alert) {
    int button = alert.answer();
    if (!shown.remove(notice.id(), alert)) {
      // It was withdrawn, or another of its name has taken its place: that is no answer.
      return;
    }
    if (button >= 0 && button < notice.buttons().size()) {
      program.answered(notice.id(), notice.buttons().get(button).id());
      program.closed(notice.id());
    } else {
      program.expired(notice.id());
    }
  }

  @Override
  public void withdraw(String notice) {
    var alert = shown.remove(notice);
    if (alert != null) {
      alert.cancel();
    }
  }

  void withdrawAll() {
    List.copyOf(shown.keySet()).forEach(this::withdraw);
  }

  @Override
  public Presence presence() {
    try {
      return MacPresence.of(tools);
    } catch (IOException e) {
      LOG.debug("nobody can tell what the person does: {}", e.getMessage());
      return Presence.here();
    }
  }

  @Override
  public Locale language() {
    return Locale.getDefault(Locale.Category.DISPLAY);
  }

  @Override
  public void open(Path file) throws IOException {
    tools.text("/usr/bin/open", file.toAbsolutePath().toString());
  }

  @Override
  public void close() {
    bar.close();
  }
}
