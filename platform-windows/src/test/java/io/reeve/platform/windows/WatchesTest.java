package io.reeve.platform.windows;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Library;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.OsException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What Windows does to a watch at a bad moment, played by a fake of its functions.
final class WatchesTest {
  private static final RegistryKey KEY = RegistryKey.machine("SOFTWARE\\Example\\Deep");
  private static final int WAIT_FAILED = -1;
  private static final int LAGGING = 1294;

  /// What was called, in order.
  private final List<String> calls = new ArrayList<>();

  private final List<Integer> opening = new ArrayList<>();
  private final List<Integer> notifying = new ArrayList<>();
  private int waiting;

  /// What asking for a notification brings about before it returns.
  private final List<Consumer<Advapi32Services.SERVICE_NOTIFYW>> asking = new ArrayList<>();

  private long event = 7;

  private final Win32 windows =
      new Win32() {
        @Override
        public <T extends Library> T load(String dll, Class<T> functions) {
          return functions.cast(
              Proxy.newProxyInstance(
                  functions.getClassLoader(),
                  new Class<?>[] {functions},
                  (_, method, arguments) -> answer(method.getName(), arguments)));
        }

        @Override
        public int lastError() {
          return 6;
        }
      };

  private Object answer(String function, Object[] arguments) {
    return switch (function) {
      case "CreateEventW" -> event;
      case "OpenSCManagerW" -> {
        calls.add("manager");
        yield 1L;
      }
      case "OpenServiceW" -> {
        calls.add("open");
        yield 2L;
      }
      case "CloseServiceHandle", "CloseHandle", "RegCloseKey", "SetEvent" -> 1;
      case "NotifyServiceStatusChangeW" -> {
        calls.add("ask");
        if (!asking.isEmpty()) {
          asking.removeFirst().accept((Advapi32Services.SERVICE_NOTIFYW) arguments[2]);
        }
        yield notifying.isEmpty() ? 0 : notifying.removeFirst();
      }
      case "RegOpenKeyExW" -> {
        calls.add(Wide.text((byte[]) arguments[1]));
        yield opening.isEmpty() ? 0 : opening.removeFirst();
      }
      case "RegNotifyChangeKeyValue" -> notifying.isEmpty() ? 0 : notifying.removeFirst();
      case "WaitForMultipleObjects", "WaitForSingleObjectEx" -> waiting;
      default -> throw new AssertionError(function);
    };
  }

  /// Runs a watch until its wait fails, which ends it.
  private String lost(WatchThread.Loop loop) throws OsException {
    waiting = WAIT_FAILED;
    var lost = new CompletableFuture<String>();
    var listener =
        new Mechanism.Listener() {
          @Override
          public void changed(String by) {}

          @Override
          public void lost(String why) {
            lost.complete(why);
          }
        };
    try (var _ = WatchThread.start(windows, "things", loop, listener)) {
      return lost.join();
    }
  }

  @Test
  void aWaitForServicesThatFailsEndsTheWatchAndDoesNotSpin() throws OsException {
    assertThat(lost(new ServiceWatch(windows, () -> Set.of("Example"))))
        .contains("WaitForSingleObjectEx");
    assertThat(calls).containsExactly("manager", "open", "ask");
  }

  @Test
  void aServiceWhoseHandleLagsIsAskedAnewAtOnce() throws OsException {
    notifying.add(LAGGING);
    lost(new ServiceWatch(windows, () -> Set.of("Example")));
    assertThat(calls).containsExactly("manager", "open", "ask", "manager", "open", "ask");
  }

  /// Windows calls back in any alertable wait of the thread, and asking is one (RPC).
  @Test
  void whatIsToldWhileOthersAreAskedForIsNotSleptThrough() throws OsException {
    asking.add(notify -> requireNonNull(notify.pfnNotifyCallback).invoke(notify.getPointer()));
    lost(new ServiceWatch(windows, () -> Set.of("Example")));
    assertThat(calls).containsExactly("manager", "open", "ask", "ask");
  }

  /// Gone (2) or going (1018) between the look for the nearest key and its watch.
  @ParameterizedTest
  @ValueSource(ints = {2, 1018})
  void aKeyThatGoesMeanwhileIsWatchedForByTheOneAbove(int code) throws OsException {
    opening.addAll(List.of(0, code));
    assertThat(lost(new RegistryWatch(windows, () -> Set.of(KEY))))
        .contains("WaitForMultipleObjects");
    assertThat(calls)
        .containsExactly("SOFTWARE\\Example\\Deep", "SOFTWARE\\Example\\Deep", "SOFTWARE\\Example");
  }

  @Test
  void aKeyThatIsBeingDeletedIsNoErrorAtTheLook() throws OsException {
    opening.add(1018);
    assertThat(lost(new RegistryWatch(windows, () -> Set.of(KEY))))
        .contains("WaitForMultipleObjects");
  }

  @Test
  void aKeyThatGoesAsItIsWatchedIsWatchedForByTheOneAbove() throws OsException {
    notifying.add(1018);
    lost(new RegistryWatch(windows, () -> Set.of(KEY)));
    assertThat(calls).last().isEqualTo("SOFTWARE\\Example");
  }

  @Test
  void withMoreKeysThanWindowsWatchesItIsAlwaysTheSameThatAre() throws OsException {
    var keys =
        IntStream.range(0, 100)
            .mapToObj(i -> RegistryKey.machine("SOFTWARE\\K%03d".formatted(i)))
            .collect(Collectors.toSet());
    lost(new RegistryWatch(windows, () -> keys));
    var watched = calls.subList(100, calls.size());
    assertThat(watched).hasSize(63).startsWith("SOFTWARE\\K000").endsWith("SOFTWARE\\K062");
  }

  @Test
  void withoutAnEventNothingIsWatchedAndThatIsSaid() throws OsException {
    var lost = new CompletableFuture<String>();
    var loop = new RegistryWatch(windows, () -> Set.of(KEY));
    var listener =
        new Mechanism.Listener() {
          @Override
          public void changed(String by) {}

          @Override
          public void lost(String why) {
            lost.complete(why);
          }
        };
    WatchThread.Loop without =
        (self, told) -> {
          event = 0;
          loop.run(self, told);
        };
    try (var _ = WatchThread.start(windows, "things", without, listener)) {
      assertThat(lost.join()).contains("CreateEventW");
    }
  }
}
