package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.desk.Notice;
import io.reeve.core.desk.Notice.Urgency;
import io.reeve.core.desk.People.Person;
import io.reeve.core.desk.Presence;
import io.reeve.core.desk.Presence.Attention;
import io.reeve.core.desk.Presence.Doing;
import io.reeve.core.desk.Presence.Power;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MacPeopleTest {
  private String locked = "<false/>";
  private long idleSeconds;
  private String who = "";
  @TempDir Path root;

  private final FakeMac mac =
      new FakeMac()
          .with("/usr/sbin/ioreg", arguments -> FakeMac.said(ioreg(arguments)))
          .with("/usr/bin/who", _ -> FakeMac.said(who))
          .with("/usr/bin/id", _ -> FakeMac.said("20 12 61\n"))
          .with("/usr/bin/dscl", _ -> FakeMac.said(FakeMac.captured("dscl-user.plist")))
          .with("/bin/launchctl", _ -> FakeMac.said(""))
          .with(
              "/usr/bin/pmset",
              arguments -> FakeMac.said(FakeMac.captured("pmset-" + arguments.getLast() + ".txt")));

  private String ioreg(List<String> arguments) throws IOException {
    if (!arguments.contains("IOHIDSystem")) {
      return FakeMac.captured("ioreg-root.plist").replace("<!--LOCKED-->", locked);
    }
    var systems = PropertyList.JSON.createArrayNode();
    systems.addObject().put("HIDIdleTime", idleSeconds * 1_000_000_000L);
    return PropertyList.text(systems);
  }

  private MacPeople people() {
    return new MacPeople(mac.at(root));
  }

  @Test
  void whoIsAtTheScreenAndWhoIsLoggedInFromElsewhereAreHere() throws IOException {
    who =
        """
        alice            console      Jan  1 10:00
        alice            ttys001      Jan  1 10:05
        it               ttys002      Jan  1 10:06   (192.0.2.7)
        """;
    assertThat(people().here())
        .containsExactly(
            new Person("alice", "gui/501", true, true),
            new Person("bob", "gui/502", true, false),
            new Person("it", "ttys002", false, false));
  }

  @Test
  void aNoticeIsShownInThePersonsSessionAsThem() throws IOException {
    var notice = new Notice("n", Urgency.NORMAL, "Title", "A sentence.", List.of());
    assertThat(people().tell(new Person("alice", "gui/501", true, true), notice)).isTrue();
    assertThat(mac.ran.getLast())
        .startsWith("/bin/launchctl", "asuser", "501", "/usr/sbin/chroot", "-G", "20,12,61")
        .endsWith("--", "Title", "A sentence.");
  }

  @Test
  void whatThePersonDoesIsSeenByWhatKeepsTheMacAwake() {
    assertThat(people().presence())
        .isEqualTo(
            new Presence(
                List.of(Doing.PRESENTING, Doing.IN_CALL),
                Attention.HERE,
                new Power(true, 85),
                false));
  }

  @ParameterizedTest
  @CsvSource({"<false/>, 0, HERE", "<false/>, 301, AWAY", "<true/>, 0, LOCKED"})
  void attentionIsWhatScreenAndKeyboardTell(String lock, long idle, Attention attention) {
    locked = lock;
    idleSeconds = idle;
    assertThat(people().presence().attention()).isEqualTo(attention);
  }

  @Test
  void theSystemItselfPresentsNothing() {
    var assertions =
        """
           pid 88(WindowServer): [0x1] 00:00:01 UserIsActive named: "x"
           pid 99(powerd): [0x2] 00:00:01 PreventUserIdleDisplaySleep named: "y"
        """;
    assertThat(MacPresence.doing(assertions)).isEmpty();
  }

  @Test
  void aMacWithoutABatteryIsOnMains() {
    assertThat(MacPresence.power("Now drawing from 'AC Power'\n")).isEqualTo(Power.MAINS);
  }

  @Test
  void whatCannotBeToldIsNotSo() {
    assertThat(new MacPeople(new FakeMac().at(root)).presence()).isEqualTo(Presence.here());
  }
}
