package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reeve.core.programs.Tail;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The session that this test runs in, as Wine has it. On Windows only the system may run programs
/// as others.
final class SessionsOnWindows {
  private final Win32 windows = WineWin32.here();
  private final Sessions sessions = new NativeSessions(windows);

  @BeforeEach
  void onlyInWine() {
    assumeTrue(WineWin32.isHosted(), "SKIPPED: only the system may use the sessions of others");
  }

  /// Wine lists no sessions, but takes the one that the test runs in.
  private static final Sessions.Session HERE =
      new Sessions.Session(1, "somebody", "here", true, true);

  @Test
  void sessionsAreListed() throws IOException {
    assertThat(sessions.all()).allMatch(each -> !each.user().isEmpty());
    assertThat(sessions.isLocked(HERE).orElse(false)).isFalse();
  }

  @Test
  void aProgramRunsAsThePersonWithTheirEnvironment() throws Exception {
    try (var as = sessions.as(HERE)) {
      assertThat(as.sid()).matches(Sid::is);
      assertThat(as.environment()).containsKey("USERPROFILE");
      var program =
          new Launch.Program(
              List.of("C:\\windows\\system32\\cmd.exe", "/c", "echo", "%USERNAME%"),
              as.environment(),
              as.environment().getOrDefault("USERPROFILE", "C:\\windows"),
              Launch.Program.INTERACTIVE);
      var process = as.start(program);
      try {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        process.destroy();
        assertThat(process.exitValue()).isZero();
        assertThat(new Tail(process.getInputStream()).text())
            .isEqualTo(as.environment().get("USERNAME"));
      } finally {
        process.destroy();
      }
    }
  }

  @Test
  void theAgentEnablesAPrivilegeThatItHas() throws IOException {
    try (var token = Token.own(windows)) {
      token.enable("SeShutdownPrivilege");
      assertThat(token.sid()).matches(Sid::is);
    }
  }

  @Test
  void whereNothingIsScheduledNothingIsCalledOff() throws IOException {
    // Wine does not know, and says that it has done it.
    assertThat(new NativePower(windows).cancel()).isIn(true, false);
  }
}
