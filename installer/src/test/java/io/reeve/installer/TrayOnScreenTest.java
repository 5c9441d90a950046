package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reeve.core.desk.TrayIcon.State;
import io.reeve.core.desk.TrayImage;
import io.reeve.harness.demo.Scenery;
import io.reeve.harness.lab.LabConfig;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Verb;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The tray as people see it: a real panel and a real notification daemon on a screen in memory,
/// and the real program. With `-Dreeve.golden.update=true` the pictures in `docs/person` are taken
/// anew.
@EnabledOnOs(OS.LINUX)
final class TrayOnScreenTest {
  private static final int WIDTH = 900;
  private static final Path PICTURES = Path.of("..", "docs", "person");

  @TempDir Path folder;
  private final DesktopSession session = new DesktopSession();

  @AfterEach
  void end() throws InterruptedException {
    session.stop();
  }

  @Test
  void iconMenuAndNoticeAreShown() throws Exception {
    DesktopSession.needed()
        .forEach((program, name) ->
            assumeTrue(Files.isExecutable(Path.of(program)), program + " (package " + name + ")"));
    try (var site = Site.start(folder, LabConfig::withHints)) {
      site.enrol();
      site.assign("demo", false, Scenery.profile().toArray(Item[]::new));
      var organisation = "./Device/Vendor/Reeve/Person/Organisation";
      assertThat(site.ask(Verb.REPLACE, organisation, "chr", "Example Ltd").status()).hasValue(200);
      site.agent().compliance(true);
      session.start(folder, WIDTH);
      var tray = session.tray(site.state());
      Await.until("the icon is there", () -> shows(State.ATTENTION) || shows(State.COMPLIANT));
      var small = ImageIO.read(session.picture(folder.resolve("icon.png")).toFile());

      session.click(WIDTH - 18, 17);
      Await.until("the menu is open", () -> differs(small));
      keep("menu.png", 460, 330);
      session.key("Escape");

      Await.until("the menu is closed", () -> !differs(small));
      var restart = "./Device/Vendor/Reeve/Actions/RestartSoon";
      var reason = "{\"reason\":\"security updates\",\"deadlineHours\":6}";
      var console = HelpdeskConsole.of(site);
      long pressed = System.nanoTime();
      console.press(restart, reason);
      Await.until(
          "the notice goes to the desktop",
          () -> Files.readString(session.notices()).contains("Please restart this computer"));
      var took = Duration.ofNanos(System.nanoTime() - pressed);
      System.out.println("from the button to the desktop's notice: " + took.toMillis() + " ms");
      assertThat(Files.readString(session.notices()))
          .contains("Example Ltd asks you to restart within", "Reason: security updates")
          .contains("Restart now", "Later (3 times more)");
      Await.until("the notice is there", () -> differs(small));
      Await.until("the icon wants to be seen", () -> shows(State.ATTENTION));
      keep("notice.png", 360, 170);

      site.stopDaemon();
      Await.until("it says that the daemon is gone", () -> shows(State.OFFLINE));
      site.startDaemon();
      Await.until("it comes back by itself", () -> shows(State.ATTENTION));
      assertThat(tray.isAlive()).isTrue();
      var classes = Files.readString(session.classes());
      assertThat(classes).contains("io.reeve.core.tray.Tray ");
      assertThat(classes).doesNotContain("io.netty.", "org.sqlite.", "org.bouncycastle.", "oshi.");
    }
  }

  private void keep(String name, int width, int height) throws Exception {
    var whole = ImageIO.read(session.picture(folder.resolve(name)).toFile());
    if (Boolean.getBoolean("reeve.golden.update")) {
      Files.createDirectories(PICTURES);
      var part = whole.getSubimage(WIDTH - width, 0, width, height);
      assertThat(ImageIO.write(part, "png", PICTURES.resolve(name).toFile())).isTrue();
    }
  }

  /// Whether the icon's colour is where the panel shows icons.
  private boolean shows(State state) throws Exception {
    int colour = TrayImage.argb(state, 32)[16 * 32 + 5];
    var now = ImageIO.read(session.picture(folder.resolve("now.png")).toFile());
    for (int x = WIDTH - 60; x < WIDTH; x++) {
      for (int y = 0; y < 34; y++) {
        if ((now.getRGB(x, y) | 0xFF000000) == (colour | 0xFF000000)) {
          return true;
        }
      }
    }
    return false;
  }

  /// Whether something large has come up below the panel.
  private boolean differs(BufferedImage before) throws IOException, InterruptedException {
    var now = ImageIO.read(session.picture(folder.resolve("now.png")).toFile());
    int changed = 0;
    for (int x = 0; x < now.getWidth(); x++) {
      for (int y = 40; y < now.getHeight(); y++) {
        changed += now.getRGB(x, y) == before.getRGB(x, y) ? 0 : 1;
      }
    }
    return changed > 10_000;
  }
}
