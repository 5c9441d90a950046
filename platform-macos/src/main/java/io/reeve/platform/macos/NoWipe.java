package io.reeve.platform.macos;

import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.util.List;
import java.util.stream.Stream;

/// Wiping (RemoteWipe CSP), which is refused, with what can be done instead: a Mac is erased by
/// Apple's own management, by somebody who has an account on it, or by an installer that is given a
/// volume owner's password. What a program of root's could delete of a running system is no wipe.
record NoWipe(OmaUri uri) implements RemoteAction {
  static List<RemoteAction> all() {
    return Stream.of("doWipe", "doWipeProtected", "doWipePersistUserData")
        .<RemoteAction>map(
            name -> new NoWipe(OmaUri.parse("./Device/Vendor/MSFT/RemoteWipe/" + name)))
        .toList();
  }

  @Override
  public Result run(Value argument) {
    return new Result.Refused(
        "macOS lets no agent erase a Mac: send EraseDevice by Apple's device management where the"
            + " Mac is enrolled there, or erase it in System Settings, General, Transfer or Reset."
            + " Until then: lock it, disable its accounts, and shut it down, so that FileVault"
            + " keeps the disk");
  }
}
