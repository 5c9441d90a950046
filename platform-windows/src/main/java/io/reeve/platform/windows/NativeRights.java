package io.reeve.platform.windows;

import static io.reeve.platform.windows.Advapi32Files.*;

import com.sun.jna.Pointer;
import io.reeve.core.spi.OsException;
import io.reeve.core.spi.Rights;
import java.nio.file.Path;

/// Access lists of files. The agent's folder inherits nothing: what is above it, `ProgramData`,
/// lets every user make files. Everybody may go through it to the socket and look at its access
/// list, by which a client knows whose folder it is; nothing in it inherits that.
final class NativeRights implements Rights {
  static final String PRIVATE = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;;FX;;;AU)";

  /// Connecting needs the right to write. With that a user may also take away what makes the file a
  /// socket, until the next start; to lead others elsewhere takes an administrator (a link).
  static final String CONNECT = "D:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;FRFW;;;AU)";

  /// The account may read and run what is there.
  static final String SHARED = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FRFX;;;%s)";

  private final Win32 windows;
  private final Advapi32Files security;
  private final Kernel32Files files;

  NativeRights(Win32 windows) {
    this.windows = windows;
    this.security = windows.load("advapi32", Advapi32Files.class);
    this.files = windows.load("kernel32", Kernel32Files.class);
  }

  @FunctionalInterface
  private interface Use {
    int of(Pointer descriptor);
  }

  /// Calls with a descriptor made from text, which goes afterwards.
  private void with(String text, String call, Path path, Use use) throws OsException {
    var made = new long[1];
    int said =
        security.ConvertStringSecurityDescriptorToSecurityDescriptorW(
            Wide.of(text), SDDL_REVISION_1, made, null);
    if (said == 0) {
      throw WinError.failure(
          "ConvertStringSecurityDescriptorToSecurityDescriptorW", windows.lastError(), text);
    }
    var descriptor = new Pointer(made[0]);
    int answer = use.of(descriptor);
    int code = windows.lastError();
    files.LocalFree(descriptor);
    if (answer == 0) {
      throw WinError.failure(call, code, path.toString());
    }
  }

  @Override
  public void makePrivate(Path folder) throws OsException {
    with(
        PRIVATE,
        "CreateDirectoryW",
        folder,
        descriptor -> {
          var attributes = new Kernel32Files.SECURITY_ATTRIBUTES();
          attributes.lpSecurityDescriptor = descriptor;
          return files.CreateDirectoryW(Wide.of(folder.toString()), attributes);
        });
  }

  /// Lets an account read a folder of the agent's, and all that is made in it later; nobody gets
  /// more.
  void share(Path folder, String sid) throws OsException {
    if (!Sid.is(sid)) {
      throw new IllegalArgumentException("not the identifier of an account: " + sid);
    }
    int what = DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION;
    with(
        SHARED.formatted(sid),
        "SetFileSecurityW",
        folder,
        descriptor -> security.SetFileSecurityW(Wide.of(folder.toString()), what, descriptor));
  }

  @Override
  public void letEveryoneConnect(Path socket) throws OsException {
    int what = DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION;
    with(
        CONNECT,
        "SetFileSecurityW",
        socket,
        descriptor -> security.SetFileSecurityW(Wide.of(socket.toString()), what, descriptor));
  }

  @Override
  public FolderHandle hold(Path folder) throws OsException {
    return FolderHandle.open(windows, folder);
  }
}
