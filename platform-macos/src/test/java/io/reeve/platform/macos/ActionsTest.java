package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Commands.Result;
import io.reeve.core.spi.Power.Way;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.RemoteAction.Result.Done;
import io.reeve.core.spi.RemoteAction.Result.Later;
import io.reeve.core.spi.RemoteAction.Result.Refused;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ActionsTest {
  private final Map<String, String> waiting = new LinkedHashMap<>();
  private int started = 4710;
  private boolean locked;
  private boolean callLocks = true;
  private boolean sleepLocks = true;
  private String console = "alice";
  @TempDir Path root;

  private final FakeMac mac =
      new FakeMac()
          .with("/sbin/shutdown", this::shutdown)
          .with("/bin/ps", _ -> FakeMac.said(processes()))
          .with("/bin/kill", this::kill)
          .with("/usr/bin/stat", _ -> FakeMac.said(console + "\n"))
          .with("/usr/bin/id", _ -> FakeMac.said("20 12 61\n"))
          .with("/usr/bin/dscl", _ -> FakeMac.said(FakeMac.captured("dscl-user.plist")))
          .with("/usr/sbin/ioreg", _ -> FakeMac.said(sessions()))
          .with("/bin/launchctl", _ -> lock(callLocks))
          .with("/usr/bin/pmset", _ -> lock(sleepLocks));

  private Result shutdown(List<String> arguments) {
    var process = String.valueOf(++started);
    waiting.put(process, String.join(" ", arguments));
    return FakeMac.said("Shutdown at Sat Jan  1 12:00:00 2028.\nshutdown: [pid " + process + "]\n");
  }

  private String processes() {
    var text = new StringBuilder("    0     1 /sbin/launchd\n  501   900 /Users/alice/shutdown\n");
    waiting.keySet().forEach(process -> text.append("    0  " + process + " /sbin/shutdown\n"));
    return text.toString();
  }

  private Result kill(List<String> arguments) {
    assertThat(arguments).hasSize(2).startsWith("-TERM");
    assertThat(waiting.remove(arguments.getLast())).isNotNull();
    return FakeMac.said("");
  }

  private Result lock(boolean works) {
    locked |= works;
    return FakeMac.said("");
  }

  private String sessions() throws IOException {
    return FakeMac.captured("ioreg-root.plist")
        .replace("<!--LOCKED-->", locked ? "<true/>" : "<false/>");
  }

  private RemoteAction action(String name) {
    var tools = mac.at(root);
    return Stream.of(List.of(new LockAction(tools, Duration.ZERO)), NoWipe.all())
        .flatMap(List::stream)
        .filter(action -> action.uri().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theLatestOrderCountsAndMayBeCalledOff() throws IOException {
    var power = new Shutdowns(mac.at(root));
    power.schedule(Way.RESTART, Duration.ofMinutes(5), "It restarts");
    assertThat(waiting.values()).containsExactly("-r +5 It restarts");
    power.schedule(Way.SWITCH_OFF, Duration.ZERO, "It goes");
    assertThat(waiting.values()).containsExactly("-h +0 It goes");
    assertThat(power.cancel()).isTrue();
    assertThat(waiting).isEmpty();
    assertThat(power.cancel()).isFalse();
  }

  @Test
  void anOrderThatFailsLeavesTheOneBefore() throws IOException {
    var power = new Shutdowns(mac.at(root));
    power.schedule(Way.RESTART, Duration.ofMinutes(5), "It restarts");
    mac.with("/sbin/shutdown", _ -> new Result(1, "", "shutdown: fork: Resource unavailable"));
    assertThatThrownBy(() -> power.schedule(Way.SWITCH_OFF, Duration.ZERO, "It goes"))
        .hasMessageContaining("Resource unavailable");
    assertThat(waiting.values()).containsExactly("-r +5 It restarts");
  }

  @Test
  void whatAnybodyCallsShutdownIsNotEnded() {
    assertThat(Shutdowns.waiting(processes())).isEmpty();
  }

  private RemoteAction.Result lock() throws Exception {
    var result = action("Lock").run(Value.absent());
    assertThat(result).isInstanceOf(Later.class);
    return ((Later) result).work().call();
  }

  @Test
  void theScreenIsLockedInThePersonsSessionAndSeenToBe() throws Exception {
    assertThat(lock()).isEqualTo(new Done("the screen is locked"));
    assertThat(mac.ran).noneMatch(arguments -> arguments.contains("displaysleepnow"));
  }

  @Test
  void whereTheCallDoesNothingTheDisplayIsSentToSleep() throws Exception {
    callLocks = false;
    assertThat(lock()).isEqualTo(new Done("the display sleeps and the screen is locked"));
  }

  @Test
  void aScreenThatStaysOpenIsNeverCalledLocked() {
    callLocks = false;
    sleepLocks = false;
    assertThatThrownBy(this::lock)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("macOS does not lock the screen");
  }

  @Test
  void aSessionThatNothingIsToldOfIsNeverCalledLocked() {
    mac.with(
        "/usr/sbin/ioreg",
        _ -> FakeMac.said(PropertyList.text(PropertyList.JSON.createObjectNode())));
    assertThatThrownBy(this::lock).hasMessage("macOS does not tell of the session of alice");
  }

  @Test
  void nothingHasToBeLockedWhileTheLoginWindowIsShown() throws Exception {
    console = "root";
    assertThat(lock()).isEqualTo(new Done("nobody's session is on the screen"));
  }

  @Test
  void aWipeIsRefusedAtOnceWithWhatCanBeDone() throws IOException {
    var wipe = action("doWipe");
    assertThat(wipe.isDestructive()).as("refused now, not after the hold").isFalse();
    assertThat(wipe.run(Value.absent())).asString().contains("EraseDevice", "FileVault");
  }

  @Test
  void aScratchRootIsNeitherRestartedNorLocked() throws IOException {
    var scratch = new Tools(mac.at(root).host());
    assertThat(new MacosPlatform().power(scratch.host())).isEmpty();
    assertThat(new LockAction(scratch, Duration.ZERO).run(Value.absent()))
        .isInstanceOf(Refused.class);
    assertThat(mac.ran).isEmpty();
  }
}
