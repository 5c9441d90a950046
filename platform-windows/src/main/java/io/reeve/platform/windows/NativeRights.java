package io.reeve.platform.windows;

import static io.reeve.platform.windows.Advapi32Files.*;

import com.sun.jna.Pointer;
import io.reeve.core.spi.OsException;
import io.reeve.core.spi.Rights;
import java.nio.file.Path;
import java.util.Optional;

/// Access lists of files. The agent's folder inherits nothing: what is above it, `ProgramData`,
/// lets every user make files.
final class NativeRights implements Rights {
  private static final String PRIVATE = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)";
  private static final String CONNECT = "D:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;FRFW;;;AU)";

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
  public Optional<String> openTo(Path folder) throws OsException {
    return Sddl.othersWhoMayWrite(descriptor(folder));
  }

  /// Owner and access list as text.
  String descriptor(Path file) throws OsException {
    var name = Wide.of(file.toString());
    int what = OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
    var needed = new int[1];
    security.GetFileSecurityW(name, what, null, 0, needed);
    var descriptor = new byte[needed[0]];
    if (security.GetFileSecurityW(name, what, descriptor, descriptor.length, needed) == 0) {
      throw WinError.failure("GetFileSecurityW", windows.lastError(), file.toString());
    }
    var text = new long[1];
    int said =
        security.ConvertSecurityDescriptorToStringSecurityDescriptorW(
            descriptor, SDDL_REVISION_1, what, text, null);
    if (said == 0) {
      throw WinError.failure(
          "ConvertSecurityDescriptorToStringSecurityDescriptorW",
          windows.lastError(),
          file.toString());
    }
    var there = new Pointer(text[0]);
    try {
      return Wide.at(there);
    } finally {
      files.LocalFree(there);
    }
  }
}
