package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.RemoteAction.Result;
import io.reeve.policy.Value;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What the service may have done once, over Windows in memory.
final class ActionsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-07-01T10:00:00Z"), ZoneOffset.UTC);
  private final MemorySessions sessions = new MemorySessions();
  private final MemoryWmi wmi = new MemoryWmi();

  private static RemoteAction named(List<RemoteAction> actions, String name) {
    return actions.stream()
        .filter(each -> each.uri().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Nested
  final class Locking {
    private final LockAction lock =
        new LockAction(Optional.of(sessions), "C:\\Windows\\System32", Duration.ofMillis(40));

    private Result locked() throws IOException {
      try {
        return ((Result.Later) lock.run(Value.absent())).work().call();
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Test
    void everySessionThatSomebodySeesIsLockedFromInside() throws IOException {
      sessions.with(1, "alice", true, true).with(2, "bob", true, false);
      sessions.with(3, "carol", false, false);
      assertThat(locked()).isEqualTo(new Result.Done("2 sessions are locked"));
      assertThat(sessions.calls)
          .containsExactly(
              "start 1 C:\\Windows\\System32\\rundll32.exe user32.dll,LockWorkStation",
              "start 2 C:\\Windows\\System32\\rundll32.exe user32.dll,LockWorkStation");
    }

    @Test
    void oneThatIsLockedIsLeftAlone() throws IOException {
      sessions.with(1, "alice", true, true);
      sessions.locked.add(1);
      assertThat(locked()).isEqualTo(new Result.Done("the session is locked"));
      assertThat(sessions.calls).isEmpty();
    }

    @Test
    void oneThatDoesNotLockIsPutIntoTheBackground() throws IOException {
      sessions.with(1, "alice", true, true);
      sessions.stubborn.add(1);
      assertThat(locked()).isInstanceOf(Result.Done.class);
      assertThat(sessions.calls).last().isEqualTo("disconnect 1");
    }

    @Test
    void whereWindowsDoesNotTellItIsPutIntoTheBackground() throws IOException {
      sessions.with(1, "alice", true, true);
      sessions.tells = false;
      assertThat(locked()).isInstanceOf(Result.Done.class);
      assertThat(sessions.calls).last().isEqualTo("disconnect 1");
    }

    @Test
    void nobodyThereNeedsNoLock() throws IOException {
      assertThat(locked()).isEqualTo(new Result.Done("nobody is at the machine"));
      assertThat(lock.run(Value.of("1"))).isInstanceOf(Result.Refused.class);
    }
  }

  @Nested
  final class Wiping {
    private final List<RemoteAction> wipes = WipeAction.all(Optional.of(wmi), CLOCK);

    @Test
    void windowsResetsItself() throws IOException {
      wmi.given("MDM_RemoteWipe", "ParentID", "./Vendor/MSFT", "InstanceID", "RemoteWipe");
      assertThat(named(wipes, "doWipeProtected").run(Value.absent()))
          .isInstanceOf(Result.Started.class);
      assertThat(wmi.calls)
          .containsExactly("root\\cimv2\\mdm\\dmmap MDM_RemoteWipe.doWipeProtectedMethod{param=}");
    }

    @Test
    void whereTheBridgeIsMissingItSaysWhatToDoBeforeAnybodyWaits() throws IOException {
      var obstacle = named(wipes, "doWipe").obstacle(Value.absent());
      assertThat(obstacle.orElseThrow())
          .contains("this Windows has no MDM_RemoteWipe")
          .contains("run the agent as the service of Windows");
      assertThat(named(wipes, "doWipe").run(Value.absent()))
          .isEqualTo(new Result.Refused(obstacle.orElseThrow()));
    }

    @Test
    void whatWindowsDoesNotAnswerInTimeHasBegun() throws IOException {
      wmi.given("MDM_RemoteWipe", "ParentID", "./Vendor/MSFT", "InstanceID", "RemoteWipe");
      wmi.late = true;
      assertThat(named(wipes, "doWipe").run(Value.absent())).isInstanceOf(Result.Started.class);
    }

    @Test
    void everyOneOfThemPassesTheGuardAndTakesNoArgument() throws IOException {
      assertThat(wipes).allMatch(RemoteAction::isDestructive).hasSize(4);
      assertThat(named(wipes, "doWipe").run(Value.of("C:"))).isInstanceOf(Result.Refused.class);
    }
  }

  @Test
  void aScratchRootIsNeitherLockedNorWiped() throws IOException {
    var actions = new ArrayList<>(WipeAction.all(Optional.empty(), CLOCK));
    actions.add(new LockAction(Optional.empty(), "C:\\x", Duration.ofSeconds(1)));
    for (var action : actions) {
      assertThat(action.run(Value.absent()))
          .as("%s", action.uri())
          .isInstanceOf(Result.Refused.class);
    }
  }

  @Test
  void noTextLeavesTheQuotesOfAQuery() {
    assertThat(WmiChange.query("MDM_X", java.util.Map.of("InstanceID", "a' OR 'b\\")))
        .isEqualTo("SELECT * FROM MDM_X WHERE InstanceID='a\\' OR \\'b\\\\'");
    assertThatThrownBy(() -> WmiChange.query("MDM_X", java.util.Map.of("a b", "c")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
