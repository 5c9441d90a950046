package io.reeve.platform.windows;

import static io.reeve.platform.windows.AccountRule.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The calls as they go to Windows, on memory laid out as Windows lays it out (HeadersTest holds
/// the layout): Wine has neither the levels asked for nor scecli.
final class NativeAccountPolicyTest {
  @TempDir Path root;
  private final List<String> calls = new ArrayList<>();
  private final Map<Integer, Memory> modals = new HashMap<>();
  private final Memory profile = ints(0, 1, -1, 12, 1, 24, 5, 15, -1);
  private final MemoryRegistry registry = new MemoryRegistry();
  private int refusal;
  private boolean hasEngine = true;

  private static Memory ints(int... values) {
    var memory = new Memory(4L * values.length);
    memory.write(0, values, 0, values.length);
    return memory;
  }

  private AccountPolicy policy() {
    modals.put(0, ints(8, 90 * 86_400, 0, -1, 5));
    modals.put(3, ints(1800, 900, 10));
    Win32 windows =
        new Win32() {
          @Override
          public <T extends Library> T load(String dll, Class<T> functions) {
            if (dll.equals("scecli") && !hasEngine) {
              throw new UnsatisfiedLinkError(dll);
            }
            return functions.cast(dll.equals("scecli") ? new Engine() : new Accounts());
          }

          @Override
          public int lastError() {
            return 0;
          }
        };
    return new NativeAccountPolicy(
        windows,
        registry,
        new SecurityTemplate(
            commands(),
            root.resolve("secedit.exe"),
            () -> Files.createDirectory(root.resolve("work"))));
  }

  private int exit;

  private Commands commands() {
    return (arguments, _) -> {
      assertThat(arguments.getFirst()).isEqualTo(root.resolve("secedit.exe").toString());
      var template = Path.of(arguments.get(arguments.indexOf("/cfg") + 1));
      assertThat(template).hasParent(root.resolve("work"));
      calls.add(Files.readString(template, StandardCharsets.UTF_16LE));
      Files.writeString(
          Path.of(arguments.get(arguments.indexOf("/log") + 1)),
          "\uFEFFAccess is denied.\r\n",
          StandardCharsets.UTF_16LE);
      return new Commands.Result(exit, "", "");
    };
  }

  private final class Accounts implements Netapi32Policy {
    @Override
    public int NetUserModalsGet(byte @Nullable [] server, int level, long[] info) {
      assertThat(server).isNull();
      info[0] = Pointer.nativeValue(modals.get(level));
      return refusal;
    }

    @Override
    public int NetUserModalsSet(byte @Nullable [] server, int level, Pointer info, int[] wrong) {
      calls.add(level + " " + java.util.Arrays.toString(info.getIntArray(0, level == 0 ? 5 : 3)));
      return refusal;
    }

    @Override
    public int NetApiBufferFree(Pointer buffer) {
      calls.add("free");
      return 0;
    }
  }

  private final class Engine implements SceCli {
    @Override
    public int SceGetSecurityProfileInfo(
        @Nullable Pointer handle, int type, int area, long[] info, long[] errors) {
      assertThat(List.of(type, area)).containsExactly(300, 0xFFFF);
      info[0] = Pointer.nativeValue(profile);
      return 0;
    }

    @Override
    public int SceFreeMemory(Pointer data, int area) {
      calls.add("free");
      return 0;
    }
  }

  @Test
  void whatIsKeptIsReadInSeconds() throws IOException {
    assertThat(policy().kept())
        .containsEntry(MIN_LENGTH, 8L)
        .containsEntry(MAX_AGE, 7_776_000L)
        .containsEntry(MIN_AGE, 0L)
        .containsEntry(HISTORY, 5L)
        .containsEntry(LOCKOUT_DURATION, 1800L)
        .containsEntry(LOCKOUT_WINDOW, 900L)
        .containsEntry(LOCKOUT_THRESHOLD, 10L)
        .hasSize(7);
    assertThat(calls).containsExactly("free", "free");
  }

  @Test
  void keepingIsOneCallForPasswordsAndOneForLockoutsAndLeavesTheRest() throws IOException {
    var policy = policy();
    var rules = policy.kept();
    rules.put(MIN_LENGTH, 12L);
    rules.put(MAX_AGE, FOREVER);
    calls.clear();
    policy.keep(rules);
    assertThat(calls).containsExactly("0 [12, -1, 0, -1, 5]", "free", "3 [1800, 900, 10]", "free");
  }

  @Test
  void aRefusalSaysWhatWasAskedAndWhy() throws IOException {
    var policy = policy();
    var rules = policy.kept();
    refusal = 5;
    assertThatThrownBy(() -> policy.keep(rules))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("NetUserModalsGet")
        .hasMessageContaining("access is denied");
  }

  @Test
  void whatIsInForceIsWhatTheEngineSaysInDaysAndMinutes() throws IOException {
    assertThat(policy().inForce())
        .containsEntry(MIN_AGE, 1L)
        .containsEntry(MAX_AGE, 0L)
        .containsEntry(MIN_LENGTH, 12L)
        .containsEntry(COMPLEXITY, 1L)
        .containsEntry(HISTORY, 24L)
        .containsEntry(LOCKOUT_THRESHOLD, 5L)
        .containsEntry(LOCKOUT_WINDOW, 15L)
        .containsEntry(LOCKOUT_DURATION, 0L);
    assertThat(calls).containsExactly("free");
  }

  /// Windows keeps more and holds nobody to it, unless this is set.
  @Test
  void whatIsLongerThanWindowsHoldsPasswordsToIsNotInForce() throws IOException {
    profile.setInt(3 * 4L, 20);
    assertThat(policy().inForce()).containsEntry(MIN_LENGTH, 14L);
    assertThat(policy().longest()).isEqualTo(14);
    registry.given(
        RegistryKey.machine("SYSTEM\\CurrentControlSet\\Control\\SAM"),
        "RelaxMinimumPasswordLengthLimits",
        RegistryData.number(1));
    assertThat(policy().inForce()).containsEntry(MIN_LENGTH, 20L);
    assertThat(policy().longest()).isEqualTo(128);
  }

  @Test
  void whatTheEngineHasNoValueForIsMissing() throws IOException {
    profile.setInt(8 * 4L, -2);
    assertThat(policy().inForce()).doesNotContainKey(LOCKOUT_DURATION).hasSize(7);
  }

  @Test
  void aWindowsWithoutTheEngineSaysSo() {
    hasEngine = false;
    assertThatThrownBy(() -> policy().inForce())
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("scecli");
  }

  @Test
  void kindsOfCharactersGoByATemplateThatIsThrownAway() throws IOException {
    policy().requireKinds(true);
    assertThat(calls)
        .singleElement()
        .isEqualTo(
            """
            \uFEFF[Unicode]
            Unicode=yes
            [Version]
            signature="$CHICAGO$"
            Revision=1
            [System Access]
            PasswordComplexity = 1
            """
                .replace("\n", "\r\n"));
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void whatTheToolSaysAgainstItIsToldAndTheFilesGo() throws IOException {
    exit = 5;
    assertThatThrownBy(() -> policy().requireKinds(true))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("PasswordComplexity = 1: Access is denied.");
    assertThat(root).isEmptyDirectory();
  }
}
