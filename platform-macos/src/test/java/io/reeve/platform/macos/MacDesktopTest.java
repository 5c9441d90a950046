package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.desk.Desktop.Program;
import io.reeve.core.desk.MenuEntry;
import io.reeve.core.desk.Notice;
import io.reeve.core.desk.Notice.Button;
import io.reeve.core.desk.Notice.Urgency;
import io.reeve.core.desk.Screen;
import io.reeve.core.desk.TrayIcon;
import io.reeve.core.desk.TrayImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MacDesktopTest {
  private static final Notice QUESTION =
      new Notice(
          "restart",
          Urgency.URGENT,
          "A restart is needed",
          "Please save your work.",
          List.of(new Button("now", "Now"), new Button("later", "Later")));
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final FakeMac mac = new FakeMac().with("/usr/bin/osascript", _ -> FakeMac.said(""));
  private final MemoryBar bar = new MemoryBar();
  private final MemoryAlerts alerts = new MemoryAlerts();
  @TempDir Path root;

  /// What the menu bar would show.
  private static final class MemoryBar implements StatusBar {
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private Optional<Icon> shown = Optional.empty();
    private Consumer<String> chosen = _ -> {};

    @Override
    public void run(Consumer<String> listener, Runnable begin) {
      chosen = listener;
      begin.run();
      closed.join();
    }

    @Override
    public void show(Icon icon) {
      shown = Optional.of(icon);
    }

    @Override
    public void close() {
      closed.complete(null);
    }
  }

  /// Windows whose buttons the test presses.
  private static final class MemoryAlerts implements Alerts {
    private final BlockingQueue<CompletableFuture<Integer>> shown = new LinkedBlockingQueue<>();

    @Override
    public Alert show(String title, String body, List<String> buttons) {
      var answer = new CompletableFuture<Integer>();
      shown.add(answer);
      return new Alert() {
        @Override
        public int answer() {
          return answer.join();
        }

        @Override
        public void cancel() {
          answer.complete(-1);
        }
      };
    }
  }

  @FunctionalInterface
  private interface Doing {
    void on(Screen screen) throws Exception;
  }

  /// Does that on the desktop, and closes it.
  private void on(Doing what) throws IOException {
    new MacDesktop(mac.at(root), bar, alerts)
        .run(
            new Program() {
              @Override
              public void begin(Screen screen) {
                try (screen) {
                  what.on(screen);
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              }

              @Override
              public void chosen(String action) {
                heard.add("chosen " + action);
              }

              @Override
              public void answered(String notice, String button) {
                heard.add("answered " + notice + " " + button);
              }

              @Override
              public void closed(String notice) {
                heard.add("closed " + notice);
              }

              @Override
              public void expired(String notice) {
                heard.add("expired " + notice);
              }
            });
  }

  private String heard() throws InterruptedException {
    return Optional.ofNullable(heard.poll(30, TimeUnit.SECONDS)).orElse("nothing");
  }

  @Test
  void theIconIsAPictureWithWordsForWhoDoesNotSeeIt() throws IOException {
    var menu = List.<MenuEntry>of(new MenuEntry.Action("sync", "Sync now"));
    on(screen -> {
      screen.show(new TrayIcon(TrayIcon.State.ATTENTION, "Reeve: attention", "One thing.", menu));
      bar.chosen.accept("sync");
    });
    var icon = bar.shown.orElseThrow();
    assertThat(icon.label()).isEqualTo("Reeve: attention");
    assertThat(icon.menu()).isEqualTo(menu);
    assertThat(heard).containsExactly("chosen sync");
    var picture = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(icon.png())));
    int[] wanted = TrayImage.argb(TrayIcon.State.ATTENTION, 36);
    for (int i = 0; i < wanted.length; i++) {
      int there = picture.getRGB(i % 36, Math.floorDiv(i, 36));
      assertThat(there).as("pixel %d", i).isEqualTo(wanted[i]);
    }
  }

  @Test
  void aNoticeWithoutButtonsGoesToTheNotificationCentre() throws IOException {
    on(screen -> screen.tell(new Notice("n", Urgency.NORMAL, "-Title", "A sentence.", List.of())));
    assertThat(mac.ran.getLast())
        .startsWith("/usr/bin/osascript")
        .endsWith("--", "-Title", "A sentence.");
    assertThat(alerts.shown).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, answered restart now", "1, answered restart later"})
  void theButtonThatWasPressedIsTold(int pressed, String told) throws IOException {
    on(screen -> {
      screen.tell(QUESTION);
      alerts.shown.take().complete(pressed);
      assertThat(heard()).isEqualTo(told);
      assertThat(heard()).isEqualTo("closed restart");
    });
  }

  @Test
  void oneOfTheSameNameTakesThePlaceOfTheOther() throws IOException {
    on(screen -> {
      screen.tell(QUESTION);
      var first = alerts.shown.take();
      screen.tell(QUESTION);
      assertThat(first).isCompletedWithValue(-1);
      alerts.shown.take().complete(1);
      assertThat(heard()).as("and nothing of the first").isEqualTo("answered restart later");
      assertThat(heard()).isEqualTo("closed restart");
    });
  }

  @Test
  void whatIsWithdrawnAndWhatIsLeftAtTheEndIsTakenAway() throws Exception {
    on(screen -> {
      screen.tell(QUESTION);
      screen.withdraw("restart");
      screen.withdraw("another");
      screen.tell(QUESTION);
    });
    assertThat(alerts.shown.take()).isCompletedWithValue(-1);
    assertThat(alerts.shown.take()).isCompletedWithValue(-1);
  }
}
