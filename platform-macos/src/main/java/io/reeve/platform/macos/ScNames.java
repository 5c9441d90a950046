package io.reeve.platform.macos;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The names through SystemConfiguration; the host name, for which there is no public function, by
/// scutil(8).
record ScNames(Tools tools) implements SystemNames {
  private static final String SCUTIL = "/usr/sbin/scutil";

  private static final class Holder {
    static final SystemConfiguration SC =
        Cf.framework("SystemConfiguration", SystemConfiguration.class);
  }

  @Override
  public Optional<String> name(Kind kind) throws IOException {
    return switch (kind) {
      case COMPUTER -> copied(Holder.SC.SCDynamicStoreCopyComputerName(null, null));
      case LOCAL_HOST -> copied(Holder.SC.SCDynamicStoreCopyLocalHostName(null));
      case HOST -> Optional.of(kernelName());
    };
  }

  private static Optional<String> copied(@Nullable Pointer text) {
    if (text == null) {
      return Optional.empty();
    }
    try (var cf = new Cf()) {
      return Optional.of(cf.string(text));
    } finally {
      Cf.CF.CFRelease(text);
    }
  }

  private static String kernelName() throws IOException {
    try {
      var name = new byte[256];
      LibSystem.load().gethostname(name, name.length);
      return Native.toString(name, "UTF-8");
    } catch (LastErrorException e) {
      throw new OsException("gethostname", e.getErrorCode(), "the kernel tells no name");
    }
  }

  @Override
  public Optional<String> setHostName() throws IOException {
    var ran = tools.run(SCUTIL, "--get", "HostName");
    var name = ran.out().strip();
    return ran.ok() && !name.isEmpty() ? Optional.of(name) : Optional.empty();
  }

  @Override
  public void set(Kind kind, Optional<String> name) throws IOException {
    if (kind == Kind.HOST) {
      tools.text(SCUTIL, "--set", "HostName", name.orElse(""));
      return;
    }
    try (var cf = new Cf()) {
      var preferences =
          cf.own(Holder.SC.SCPreferencesCreate(null, cf.text("io.reeve"), null), "SCPreferences");
      hold(Holder.SC.SCPreferencesLock(preferences, (byte) 1), "SCPreferencesLock");
      try {
        set(preferences, kind, name.isPresent() ? cf.text(name.get()) : null);
        hold(Holder.SC.SCPreferencesCommitChanges(preferences), "SCPreferencesCommitChanges");
        hold(Holder.SC.SCPreferencesApplyChanges(preferences), "SCPreferencesApplyChanges");
      } finally {
        Holder.SC.SCPreferencesUnlock(preferences);
      }
    }
  }

  private static void set(Pointer preferences, Kind kind, @Nullable Pointer name)
      throws OsException {
    if (kind == Kind.COMPUTER) {
      hold(
          Holder.SC.SCPreferencesSetComputerName(preferences, name, CoreFoundation.UTF_8),
          "SCPreferencesSetComputerName");
    } else {
      hold(
          Holder.SC.SCPreferencesSetLocalHostName(preferences, name),
          "SCPreferencesSetLocalHostName");
    }
  }

  private static void hold(byte done, String call) throws OsException {
    if (done == 0) {
      int code = Holder.SC.SCError();
      throw new OsException(call, code, Holder.SC.SCErrorString(code));
    }
  }
}
