package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.desk.Desktop;
import io.reeve.core.desk.MenuEntry;
import io.reeve.core.desk.Notice;
import io.reeve.core.desk.Screen;
import io.reeve.core.desk.TrayIcon;
import io.reeve.core.spi.NotApplicableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Icon, menu and notices over a real bus, with a panel and a notification daemon that the test
/// plays.
final class LinuxDesktopTest {
  @TempDir Path folder;
  private PrivateBus bus;
  private DBusConnection panel;
  private final BlockingQueue<String> registered = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();
  private final CompletableFuture<Screen> screen = new CompletableFuture<>();
  private final CompletableFuture<String> end = new CompletableFuture<>();

  private final Desktop.Program program =
      new Desktop.Program() {
        @Override
        public void begin(Screen on) {
          screen.complete(on);
        }

        @Override
        public void chosen(String action) {
          done.add("chosen " + action);
        }

        @Override
        public void answered(String notice, String button) {
          done.add("answered " + notice + " " + button);
        }

        @Override
        public void closed(String notice) {
          done.add("closed " + notice);
        }

        @Override
        public void expired(String notice) {
          done.add("expired " + notice);
        }
      };

  /// The panel's part that is told of icons.
  @org.freedesktop.dbus.annotations.DBusInterfaceName(StatusNotifierWatcher.NAME)
  public interface Watcher extends org.freedesktop.dbus.interfaces.DBusInterface {
    void RegisterStatusNotifierItem(String service);
  }

  private final Watcher watcher =
      new Watcher() {
        @Override
        public void RegisterStatusNotifierItem(String service) {
          registered.add(service);
        }

        @Override
        public String getObjectPath() {
          return StatusNotifierWatcher.OBJECT;
        }
      };

  private final Notifications1 daemon =
      new Notifications1() {
        @Override
        public UInt32 Notify(
            String program,
            UInt32 replaces,
            String icon,
            String title,
            String body,
            List<String> actions,
            Map<String, Variant<?>> hints,
            int expires) {
          notices.add(
              replaces
                  + "|"
                  + title
                  + "|"
                  + body
                  + "|"
                  + actions
                  + "|"
                  + expires
                  + "|"
                  + hints.get("urgency"));
          return new UInt32(7);
        }

        @Override
        public void CloseNotification(UInt32 number) {
          notices.add("close " + number);
        }

        @Override
        public List<String> GetCapabilities() {
          return List.of("actions", "body", "body-markup");
        }

        @Override
        public String getObjectPath() {
          return Notifications1.OBJECT;
        }
      };

  @BeforeEach
  void start() throws IOException, InterruptedException, DBusException {
    Tools.need("/usr/bin/dbus-daemon", "dbus");
    bus = PrivateBus.start(folder);
    panel = connect();
  }

  private DBusConnection connect() throws DBusException {
    return DBusConnectionBuilder.forAddress(bus.address()).withShared(false).build();
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (screen.isDone()) {
      screen.join().close();
    }
    if (screen.isDone()) {
      assertThat(end.orTimeout(60, TimeUnit.SECONDS).join()).isEmpty();
    }
    panel.disconnect();
    bus.stop();
  }

  private Screen run() {
    Thread.ofPlatform()
        .start(() -> {
          try {
            new LinuxDesktop(bus.address(), "").run(program);
            end.complete("");
          } catch (IOException e) {
            end.complete(String.valueOf(e.getMessage()));
          }
        });
    return screen.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private void showsIcons() throws DBusException {
    panel.exportObject(StatusNotifierWatcher.OBJECT, watcher);
    panel.requestBusName(StatusNotifierWatcher.NAME);
  }

  private static String next(BlockingQueue<String> queue) throws InterruptedException {
    var text = queue.poll(60, TimeUnit.SECONDS);
    assertThat(text).as("something happened").isNotNull();
    return String.valueOf(text);
  }

  private static TrayIcon icon(TrayIcon.State state) {
    return new TrayIcon(
        state,
        "Reeve: look",
        "One rule is not met.",
        List.of(
            new MenuEntry.Text("snake_case"),
            new MenuEntry.Separator(),
            new MenuEntry.Submenu("More", List.of(new MenuEntry.Action("check", "Check again")))));
  }

  @Test
  void aPanelGetsTheIconAlsoWhenItBeginsLater() throws Exception {
    try (var on = run()) {
      on.show(icon(TrayIcon.State.ATTENTION));
      showsIcons();
      var service = next(registered);
      var properties =
          panel
              .getRemoteObject(service, StatusNotifierItem.OBJECT, Properties.class)
              .GetAll(StatusNotifierItem.NAME);
      assertThat(properties.get("Title")).hasToString("[Reeve: look]");
      assertThat(properties.get("Status")).hasToString("[NeedsAttention]");
      assertThat(properties.get("AttentionAccessibleDesc")).hasToString("[Reeve: look]");
      assertThat(properties).containsKeys("ToolTip", "Menu", "ItemIsMenu");
      assertThat(String.valueOf(properties.get("IconPixmap"))).isNotEqualTo("[[]]");
      panel.releaseBusName(StatusNotifierWatcher.NAME);
      panel.requestBusName(StatusNotifierWatcher.NAME);
      assertThat(next(registered)).isEqualTo(service);
    }
  }

  @Test
  void whatIsChosenInTheMenuIsPassedOnAlsoFromTheOneThatWasOpen() throws Exception {
    showsIcons();
    try (var on = run()) {
      on.show(icon(TrayIcon.State.COMPLIANT));
      var menu = panel.getRemoteObject(next(registered), DBusMenu.OBJECT, DBusMenu.class);
      var layout = menu.GetLayout(0, -1, List.of());
      var items = menu.GetGroupProperties(List.of(), List.of());
      assertThat(layout.getFirst()).isEqualTo(new UInt32(2));
      assertThat(items.toString()).isNotEmpty();
      int check =
          items.stream()
              .filter(
                  item -> String.valueOf(item.getProperties().get("label")).equals("[Check again]"))
              .findFirst()
              .orElseThrow()
              .getId();
      assertThat(items)
          .anyMatch(
              item -> String.valueOf(item.getProperties().get("label")).equals("[snake__case]"));
      on.show(icon(TrayIcon.State.ATTENTION));
      menu.Event(check, "clicked", new Variant<>(""), new UInt32(0));
      assertThat(next(done)).isEqualTo("chosen check");
      menu.Event(check, "hovered", new Variant<>(""), new UInt32(0));
      menu.Event(4711, "clicked", new Variant<>(""), new UInt32(0));
      on.show(icon(TrayIcon.State.COMPLIANT));
      menu.Event(check, "clicked", new Variant<>(""), new UInt32(0));
      assertThat(done).isEmpty();
    }
  }

  @Test
  void aNoticeIsShownWithItsButtonsAndItsTextIsNoMarkup() throws Exception {
    panel.exportObject(Notifications1.OBJECT, daemon);
    panel.requestBusName(Notifications1.NAME);
    try (var on = run()) {
      on.tell(
          new Notice(
              "m-1",
              Notice.Urgency.URGENT,
              "Title\u202e",
              "<b>a & b</b>",
              List.of(new Notice.Button("later", "Later"))));
      assertThat(next(notices))
          .isEqualTo("0|Title\uFFFD|&lt;b&gt;a &amp; b&lt;/b&gt;|[default, , later, Later]|0|[2]");
      panel.sendMessage(
          new Notifications1.ActionInvoked(Notifications1.OBJECT, new UInt32(7), "later"));
      assertThat(next(done)).isEqualTo("answered m-1 later");
      on.tell(new Notice("m-1", Notice.Urgency.NORMAL, "Again", "", List.of()));
      assertThat(next(notices)).startsWith("7|Again||").endsWith("|-1|[1]");
      panel.sendMessage(
          new Notifications1.NotificationClosed(
              Notifications1.OBJECT, new UInt32(7), new UInt32(2)));
      assertThat(next(done)).isEqualTo("closed m-1");
      on.tell(new Notice("m-1", Notice.Urgency.NORMAL, "Once more", "", List.of()));
      assertThat(next(notices)).startsWith("0|Once more");
      panel.sendMessage(
          new Notifications1.NotificationClosed(
              Notifications1.OBJECT, new UInt32(7), new UInt32(1)));
      assertThat(next(done)).as("nobody has put it away").isEqualTo("expired m-1");
      on.tell(new Notice("m-2", Notice.Urgency.NORMAL, "T", "", List.of()));
      assertThat(next(notices)).startsWith("0|T");
      on.withdraw("m-2");
      assertThat(next(notices)).isEqualTo("close 7");
    }
  }

  @Test
  void withoutANotificationDaemonANoticeIsRefusedAndTheIconStays() throws Exception {
    try (var on = run()) {
      var notice = new Notice("m-1", Notice.Urgency.NORMAL, "T", "", List.of());
      assertThatThrownBy(() -> on.tell(notice)).isInstanceOf(IOException.class);
      on.show(icon(TrayIcon.State.OFFLINE));
    }
  }

  @Test
  void aSessionHasOneTray() throws Exception {
    try (var _ = run()) {
      assertThatThrownBy(() -> new LinuxDesktop(bus.address(), "").run(program))
          .isInstanceOf(NotApplicableException.class)
          .hasMessageContaining("already");
    }
  }

  @Test
  void withoutASessionBusItSaysSo() {
    assertThatThrownBy(() -> SessionBus.address(Map.of("XDG_RUNTIME_DIR", "/nowhere")))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("DBUS_SESSION_BUS_ADDRESS");
  }
}
