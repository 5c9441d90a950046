package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.io.IOException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;

/// Has logind tell every session to lock its screen (RemoteLock CSP). A session without a screen
/// locker, such as one at a terminal, has none to lock.
record LockAction(Host host) implements RemoteAction {
  @Override
  public OmaUri uri() {
    return OmaUri.parse("./Device/Vendor/MSFT/RemoteLock/Lock");
  }

  @Override
  public Result run(Value argument) throws IOException {
    if (host.isScratch()) {
      return new Result.Refused("a scratch root has no sessions");
    }
    try (var bus = SystemBus.open()) {
      bus.object(Login1.SERVICE, Login1.OBJECT, Login1.class).LockSessions();
      return new Result.Done("every session was told to lock its screen");
    } catch (DBusExecutionException e) {
      throw SystemBus.failure("LockSessions", e);
    }
  }
}
