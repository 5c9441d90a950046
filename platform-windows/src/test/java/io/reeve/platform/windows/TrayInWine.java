package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Library;
import io.reeve.core.desk.Desktop;
import io.reeve.core.desk.MenuEntry;
import io.reeve.core.desk.Notice;
import io.reeve.core.desk.Notice.Urgency;
import io.reeve.core.desk.Presence;
import io.reeve.core.desk.Screen;
import io.reeve.core.desk.TrayIcon;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The tray on a screen of Wine's, which [TrayTest] gives it.
final class TrayInWine {
  private static final int BM_CLICK = 0xF5;
  private static final int WM_CANCELMODE = 0x1F;
  private static final int WM_KEYDOWN = 0x100;
  private static final int VK_RETURN = 0x0D;
  private static final int VK_DOWN = 0x28;
  private static final long SECONDS = 60;

  /// What only this test calls.
  interface Finding extends Library {
    long FindWindowW(byte[] type, byte @Nullable [] title);

    long FindWindowExW(long parent, long after, byte[] type, byte[] title);
  }

  private final Win32 windows = WineWin32.here();
  private final User32 user = windows.load("user32", User32.class);
  private final Finding finding = windows.load("user32", Finding.class);
  private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final CompletableFuture<Screen> screen = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  @BeforeEach
  void begin() {
    Desktop.Program program =
        new Desktop.Program() {
          @Override
          public void begin(Screen here) {
            screen.complete(here);
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
        };
    Thread.ofPlatform()
        .start(() -> {
          try {
            new WindowsDesktop(windows).run(program);
            over.complete(null);
          } catch (IOException | RuntimeException e) {
            screen.completeExceptionally(e);
            over.completeExceptionally(e);
          }
        });
  }

  @AfterEach
  void end() throws Exception {
    screen.get(SECONDS, TimeUnit.SECONDS).close();
    over.get(SECONDS, TimeUnit.SECONDS);
  }

  private Screen here() throws Exception {
    return screen.get(SECONDS, TimeUnit.SECONDS);
  }

  private String next() throws InterruptedException {
    return String.valueOf(heard.poll(SECONDS, TimeUnit.SECONDS));
  }

  /// Until it is there: it is shown on another thread.
  private long window(byte @Nullable [] title) throws InterruptedException {
    for (int look = 0; look < 600; look++) {
      long found = finding.FindWindowW(Wide.of("ReeveWindow"), title);
      if (found != 0) {
        return found;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new AssertionError("no such window");
  }

  private static TrayIcon icon() {
    return new TrayIcon(
        TrayIcon.State.ATTENTION,
        "Reeve: look here",
        "One rule is not met.",
        List.of(
            new MenuEntry.Text("One rule is not met."),
            new MenuEntry.Separator(),
            new MenuEntry.Submenu(
                "Disk & files", List.of(new MenuEntry.Text("Turn encryption on."))),
            new MenuEntry.Action("sync", "Ask the service now")));
  }

  @Test
  void aNoticeWithButtonsIsAnsweredAndGoes() throws Exception {
    here().show(icon());
    here()
        .tell(
            new Notice(
                "restart",
                Urgency.URGENT,
                "Restart in 5 minutes",
                "Your organisation restarts this machine in 5 minutes. Please save your work.",
                List.of(new Notice.Button("now", "Now"), new Notice.Button("later", "&Later"))));
    long shown = window(Wide.of("Restart in 5 minutes"));
    long button = finding.FindWindowExW(shown, 0, Wide.of("Button"), Wide.of("&&Later"));
    assertThat(button).isNotZero();
    user.PostMessageW(button, BM_CLICK, 0, 0);
    assertThat(next()).isEqualTo("answered restart later");
    assertThat(next()).isEqualTo("closed restart");
  }

  @Test
  void aNoticeThatIsPutAwayIsClosedAndOneThatIsWithdrawnSaysNothing() throws Exception {
    here().tell(new Notice("a", Urgency.URGENT, "First", "Body", List.of()));
    user.PostMessageW(window(Wide.of("First")), User32.WM_CLOSE, 0, 0);
    assertThat(next()).isEqualTo("closed a");
    here().tell(new Notice("b", Urgency.URGENT, "Second", "Body", List.of()));
    window(Wide.of("Second"));
    here().withdraw("b");
    here().tell(new Notice("c", Urgency.URGENT, "Third", "Body", List.of()));
    user.PostMessageW(window(Wide.of("Third")), User32.WM_CLOSE, 0, 0);
    assertThat(next()).isEqualTo("closed c");
  }

  @Test
  void aSmallNoticeIsWindowsOwnAndOpensOnAClick() throws Exception {
    here().show(icon());
    here().tell(new Notice("small", Urgency.NORMAL, "All is well", "Nothing to do.", List.of()));
    long own = window(Wide.of("Reeve"));
    here().tell(new Notice("next", Urgency.NORMAL, "Still well", "Nothing to do.", List.of()));
    assertThat(next()).isEqualTo("expired small");
    user.PostMessageW(own, User32.WM_APP + 2, 0, Shell32.NIN_BALLOONUSERCLICK);
    assertThat(next()).isEqualTo("answered next ");
    assertThat(next()).isEqualTo("closed next");
  }

  @Test
  void theMenuOpensByKeyAndTellsWhatIsChosen() throws Exception {
    here().show(icon());
    long own = window(Wide.of("Reeve"));
    user.PostMessageW(own, User32.WM_APP + 2, (300L << 16) | 300, Shell32.NIN_KEYSELECT);
    user.PostMessageW(own, WM_KEYDOWN, VK_DOWN, 0);
    user.PostMessageW(own, WM_KEYDOWN, VK_DOWN, 0);
    user.PostMessageW(own, WM_KEYDOWN, VK_DOWN, 0);
    user.PostMessageW(own, WM_KEYDOWN, VK_RETURN, 0);
    var chosen = heard.poll(SECONDS, TimeUnit.SECONDS);
    user.PostMessageW(own, WM_CANCELMODE, 0, 0);
    assertThat(chosen).isEqualTo("chosen sync");
  }

  @Test
  void whatThePersonDoesIsTold() throws Exception {
    var presence = here().presence();
    assertThat(presence.power()).isNotNull();
    assertThat(presence.attention()).isIn(Presence.Attention.HERE, Presence.Attention.AWAY);
    assertThat(here().language()).isNotNull();
  }
}
