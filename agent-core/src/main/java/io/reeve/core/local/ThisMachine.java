package io.reeve.core.local;

import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.spi.Platform;
import io.reeve.core.spi.Rights;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/// The machine this runs on.
public final class ThisMachine {
  private ThisMachine() {}

  /// Its platform. From here on native code may be used.
  ///
  /// @throws AgentException when this installation has none for it
  public static Platform platform() {
    NativeCode.atStart();
    return ServiceLoader.load(Platform.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(Platform::isThisMachine)
        .findFirst()
        .orElseThrow(() ->
            new AgentException(
                Kind.FAILED,
                "no platform for " + System.getProperty("os.name") + " in this installation",
                "install the package made for this system"));
  }

  /// The folder that stands for `/` when the whole machine is meant.
  public static Path root() {
    return platform().root();
  }

  /// Who may use files, where the system does not tell who is at the other end of a socket; empty
  /// where it does.
  static Optional<Rights> rightsOfPeers() {
    return Peer.areNamed() ? Optional.empty() : platform().rights();
  }
}
