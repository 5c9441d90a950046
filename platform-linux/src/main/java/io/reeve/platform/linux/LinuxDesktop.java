package io.reeve.platform.linux;

import io.reeve.core.desk.Desktop;
import io.reeve.core.desk.Notice;
import io.reeve.core.desk.Presence;
import io.reeve.core.desk.Screen;
import io.reeve.core.desk.TrayIcon;
import io.reeve.core.spi.NotApplicableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A desktop by the specifications of freedesktop.org: StatusNotifierItem with a menu by
/// `com.canonical.dbusmenu`, and Desktop Notifications, all on the session's bus. It works on X11
/// and Wayland alike and draws no window.
///
/// @param address of the session's bus
/// @param display of X11, where a window that fills the screen can be told; empty on Wayland
record LinuxDesktop(String address, String display) implements Desktop {
  private static final Logger LOG = LoggerFactory.getLogger(LinuxDesktop.class);

  /// There is one tray in a session: it has this name on the bus.
  static final String NAME = "io.reeve.Tray";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// The session that this process runs in.
  static LinuxDesktop ofThisSession() throws NotApplicableException {
    var environment = System.getenv();
    boolean wayland = !environment.getOrDefault("WAYLAND_DISPLAY", "").isBlank();
    return new LinuxDesktop(
        SessionBus.address(environment), wayland ? "" : environment.getOrDefault("DISPLAY", ""));
  }

  @Override
  public void run(Program program) throws IOException {
    var over = new CountDownLatch(1);
    try (var bus = SystemBus.open(address);
        var watch = FullScreen.open(display)) {
      var screen = new OnBus(bus, program, over, new SessionPresence(bus, watch));
      screen.begin();
      program.begin(screen);
      while (!over.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        if (!bus.connection().isConnected()) {
          return;
        }
      }
    } catch (DBusException | DBusExecutionException e) {
      throw new IOException("the session's bus refuses: " + e.getMessage(), e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// What is shown, on the bus.
  private static final class OnBus implements Screen {
    private final SystemBus bus;
    private final CountDownLatch over;
    private final SessionPresence presence;
    private final TrayMenu menu;
    private final TrayItem item;
    private final Notices notices;

    OnBus(SystemBus bus, Program program, CountDownLatch over, SessionPresence presence) {
      this.bus = bus;
      this.over = over;
      this.presence = presence;
      menu = new TrayMenu(program::chosen);
      item = new TrayItem(new TrayIcon(TrayIcon.State.OFFLINE, "Reeve", "Reeve", List.of()));
      notices = new Notices(bus, program);
    }

    void begin() throws IOException, DBusException {
      try {
        bus.connection().requestBusName(NAME);
      } catch (DBusException e) {
        throw new NotApplicableException("a tray runs in this session already");
      }
      bus.connection().exportObject(StatusNotifierItem.OBJECT, item);
      bus.connection().exportObject(DBusMenu.OBJECT, menu);
      notices.listen();
      bus.connection()
          .addSigHandler(
              DBus.NameOwnerChanged.class,
              signal -> {
                if (signal.name.equals(StatusNotifierWatcher.NAME) && !signal.newOwner.isEmpty()) {
                  register();
                }
              });
      register();
    }

    /// A panel that begins later, or anew, is told then.
    private void register() {
      try {
        if (bus.has(StatusNotifierWatcher.NAME)) {
          bus.object(
                  StatusNotifierWatcher.NAME,
                  StatusNotifierWatcher.OBJECT,
                  StatusNotifierWatcher.class)
              .RegisterStatusNotifierItem(bus.connection().getUniqueName());
        } else {
          LOG.info("nothing shows icons in this session yet");
        }
      } catch (IOException | DBusExecutionException e) {
        LOG.warn("the panel does not take the icon: {}", e.getMessage());
      }
    }

    @Override
    public void show(TrayIcon icon) throws IOException {
      item.show(icon);
      var revision = menu.show(icon.menu());
      try {
        var connection = bus.connection();
        connection.sendMessage(new StatusNotifierItem.NewTitle(StatusNotifierItem.OBJECT));
        connection.sendMessage(new StatusNotifierItem.NewIcon(StatusNotifierItem.OBJECT));
        connection.sendMessage(new StatusNotifierItem.NewToolTip(StatusNotifierItem.OBJECT));
        connection.sendMessage(
            new StatusNotifierItem.NewStatus(StatusNotifierItem.OBJECT, item.status()));
        connection.sendMessage(new DBusMenu.LayoutUpdated(DBusMenu.OBJECT, revision, 0));
      } catch (DBusException e) {
        throw new IOException("the session's bus takes no signal: " + e.getMessage(), e);
      }
    }

    @Override
    public void tell(Notice notice) throws IOException {
      notices.tell(notice);
    }

    @Override
    public void withdraw(String notice) throws IOException {
      notices.withdraw(notice);
    }

    @Override
    public Presence presence() {
      return presence.now();
    }

    @Override
    public Locale language() {
      return Locale.getDefault(Locale.Category.DISPLAY);
    }

    @Override
    public void open(Path file) throws IOException {
      try {
        bus.object(FileManager1.NAME, FileManager1.OBJECT, FileManager1.class)
            .ShowItems(List.of(file.toUri().toString()), "");
      } catch (DBusExecutionException e) {
        throw SystemBus.failure("ShowItems " + file, e);
      }
    }

    @Override
    public void close() {
      over.countDown();
    }
  }
}
