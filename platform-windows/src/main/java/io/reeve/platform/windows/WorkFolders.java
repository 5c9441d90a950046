package io.reeve.platform.windows;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Makes folders for files that Windows' own programs are to read, and nobody is to exchange
/// meanwhile. Whoever asks for one deletes it.
@FunctionalInterface
interface WorkFolders {
  /// A new one, empty and private.
  Path make() throws IOException;

  /// Each has a name that nobody can foresee and, from its first moment, an access list of its own,
  /// so it does not matter that others may make files beside it.
  static WorkFolders of(Win32 windows) {
    var rights = new NativeRights(windows);
    var temporary = Path.of(SystemFolders.of(windows).windows(), "Temp");
    return () -> {
      var name = new byte[16];
      new SecureRandom().nextBytes(name);
      var folder = temporary.resolve("reeve-" + HexFormat.of().formatHex(name));
      rights.makePrivate(folder);
      return folder;
    };
  }
}
