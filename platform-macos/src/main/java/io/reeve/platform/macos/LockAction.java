package io.reeve.platform.macos;

import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Locks the screen (RemoteLock CSP). Whoever's session is not on the screen is behind the login
/// window already; so it is one session that is locked.
///
/// macOS lets only a program of that session lock it, by a call of its private login framework.
/// Where that does not lock it, the display is sent to sleep, which does where a password is wanted
/// at once. What counts is what the window server says afterwards.
///
/// @param pause between two looks
record LockAction(Tools tools, Duration pause) implements RemoteAction {
  private static final int LOOKS = 20;
  private static final String CALL =
      """
      ObjC.import('Foundation');
      $.NSBundle.bundleWithPath('/System/Library/PrivateFrameworks/login.framework').load;
      ObjC.bindFunction('SACLockScreenImmediate', ['int', []]);
      $.SACLockScreenImmediate();
      """;

  @Override
  public OmaUri uri() {
    return OmaUri.parse("./Device/Vendor/MSFT/RemoteLock/Lock");
  }

  @Override
  public Result run(Value argument) throws IOException {
    if (!tools.live()) {
      return new Result.Refused("a scratch root has no sessions");
    }
    return new Result.Later(this::lock);
  }

  private Result lock() throws IOException, InterruptedException {
    var user = Console.user(tools);
    if (user.isEmpty()) {
      return new Result.Done("nobody's session is on the screen");
    }
    if (isLocked(user.get())) {
      return new Result.Done("the screen is locked already");
    }
    var call = new ArrayList<>(user.get().prefix());
    call.addAll(List.of("/usr/bin/osascript", "-l", "JavaScript", "-e", CALL));
    tools.run(call.toArray(String[]::new));
    if (isLockedSoon(user.get())) {
      return new Result.Done("the screen is locked");
    }
    tools.text("/usr/bin/pmset", "displaysleepnow");
    if (isLockedSoon(user.get())) {
      return new Result.Done("the display sleeps and the screen is locked");
    }
    throw new IOException(
        "the display sleeps, but macOS does not lock the screen: it wants no password at once");
  }

  private boolean isLockedSoon(Console user) throws IOException, InterruptedException {
    for (int look = 0; look < LOOKS; look++) {
      if (isLocked(user)) {
        return true;
      }
      Thread.sleep(pause);
    }
    return false;
  }

  /// @throws IOException when nothing tells
  private boolean isLocked(Console user) throws IOException {
    return new Sessions(tools)
        .all().stream()
            .filter(session -> session.seen() && session.uid().equals(user.uid()))
            .findFirst()
            .orElseThrow(
                () -> new IOException("macOS does not tell of the session of " + user.name()))
            .locked();
  }
}
