package io.reeve.platform.linux;

import io.reeve.core.desk.Presence;
import io.reeve.core.desk.Presence.Attention;
import io.reeve.core.desk.Presence.Doing;
import java.io.IOException;
import java.util.ArrayList;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.types.UInt32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the person of a session does, as the session itself can tell.
///
/// @param bus the session's
record SessionPresence(SystemBus bus, FullScreen fullScreen) {
  private static final Logger LOG = LoggerFactory.getLogger(SessionPresence.class);
  private static final UInt32 IDLE = new UInt32(8);

  /// A question to a program that may not be there.
  @FunctionalInterface
  private interface Question {
    boolean ask() throws IOException;
  }

  Presence now() {
    var doing = new ArrayList<Doing>();
    if (fullScreen.isOn()) {
      doing.add(Doing.FULL_SCREEN);
    }
    if (yes("org.gnome.SessionManager", this::isInhibited)) {
      doing.add(Doing.PRESENTING);
    }
    boolean locked =
        yes("org.freedesktop.ScreenSaver", this::isLocked)
            || yes("org.gnome.ScreenSaver", this::isLockedByGnome);
    return new Presence(
        doing, locked ? Attention.LOCKED : Attention.HERE, Presence.Power.MAINS, false);
  }

  private boolean isInhibited() throws IOException {
    return bus.object(
            "org.gnome.SessionManager", "/org/gnome/SessionManager", ScreenSaver.Inhibitors.class)
        .IsInhibited(IDLE);
  }

  private boolean isLocked() throws IOException {
    return bus.object(
            "org.freedesktop.ScreenSaver",
            "/org/freedesktop/ScreenSaver",
            ScreenSaver.Freedesktop.class)
        .GetActive();
  }

  private boolean isLockedByGnome() throws IOException {
    return bus.object("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", ScreenSaver.Gnome.class)
        .GetActive();
  }

  /// Nothing is started by asking.
  private boolean yes(String service, Question question) {
    try {
      return bus.has(service) && question.ask();
    } catch (IOException | DBusExecutionException e) {
      LOG.debug("{} does not answer: {}", service, e.getMessage());
      return false;
    }
  }
}
