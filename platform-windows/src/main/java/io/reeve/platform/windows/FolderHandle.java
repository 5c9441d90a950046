package io.reeve.platform.windows;

import static io.reeve.platform.windows.Advapi32Files.*;
import static io.reeve.platform.windows.Kernel32Files.*;

import com.sun.jna.Pointer;
import io.reeve.core.spi.OsException;
import io.reeve.core.spi.Rights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A folder, held open so that nobody can rename it, remove it, or put a link in its place or in
/// that of a folder above it. All that is asked of it is asked of what is held, not of its path.
final class FolderHandle implements Rights.Held {
  private static final int LONGEST_PATH = 32_767;
  private static final String LITERAL = "\\\\?\\";

  private final Win32 windows;
  private final Advapi32Files security;
  private final Kernel32Files files;
  private final Path folder;
  private final long handle;

  private FolderHandle(Win32 windows, Kernel32Files files, Path folder, long handle) {
    this.windows = windows;
    this.security = windows.load("advapi32", Advapi32Files.class);
    this.files = files;
    this.folder = folder;
    this.handle = handle;
  }

  /// Opens it with no more than what the agent's own folder allows everybody, so that whoever is to
  /// talk to the agent can look whose folder it is. Traversing is the one right of these that takes
  /// part in sharing, and it is not shared with those who delete.
  ///
  /// @throws OsException when it cannot be opened, as when it is not there
  static FolderHandle open(Win32 windows, Path folder) throws OsException {
    var files = windows.load("kernel32", Kernel32Files.class);
    long handle =
        files.CreateFileW(
            Wide.of(folder.toString()),
            FILE_TRAVERSE | FILE_READ_ATTRIBUTES | READ_CONTROL,
            FILE_SHARE_READ | FILE_SHARE_WRITE,
            null,
            OPEN_EXISTING,
            FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT,
            0);
    if (handle == INVALID_HANDLE_VALUE) {
      throw WinError.failure("CreateFileW", windows.lastError(), folder.toString());
    }
    return new FolderHandle(windows, files, folder, handle);
  }

  @Override
  public Optional<String> objection() throws IOException {
    var elsewhere = elsewhere();
    if (elsewhere.isPresent()) {
      return elsewhere;
    }
    return (attributes() & FILE_ATTRIBUTE_DIRECTORY) == 0
        ? Optional.of("it is not a folder")
        : Sddl.others(descriptor());
  }

  /// That the path leads elsewhere; empty when it does not.
  private Optional<String> elsewhere() throws OsException {
    if ((attributes() & FILE_ATTRIBUTE_REPARSE_POINT) != 0) {
      return Optional.of("it is a link or a junction");
    }
    var real = realPath();
    return isNamed(folder.toString(), real)
        ? Optional.empty()
        : Optional.of("it is really " + real);
  }

  /// Who beside the system and its administrators may write it, whatever it is; or that its path
  /// leads elsewhere.
  Optional<String> writers() throws OsException {
    var elsewhere = elsewhere();
    return elsewhere.isPresent() ? elsewhere : Sddl.writers(descriptor());
  }

  /// Who beside these may put something else in its place or in that of what is in it; or that its
  /// path leads elsewhere.
  Optional<String> exchangers() throws OsException {
    var elsewhere = elsewhere();
    return elsewhere.isPresent() ? elsewhere : Sddl.exchangers(descriptor());
  }

  /// Whether both are the same path. A folder above that leads elsewhere makes them differ, and so
  /// do short names, which nobody needs here.
  static boolean isNamed(String path, String real) {
    return path.equalsIgnoreCase(real);
  }

  private int attributes() throws OsException {
    var found = new FILE_ATTRIBUTE_TAG_INFO();
    if (files.GetFileInformationByHandleEx(handle, FileAttributeTagInfo, found, found.size())
        == 0) {
      throw WinError.failure(
          "GetFileInformationByHandleEx", windows.lastError(), folder.toString());
    }
    return found.FileAttributes;
  }

  private String realPath() throws OsException {
    var path = Wide.buffer(LONGEST_PATH);
    int length = files.GetFinalPathNameByHandleW(handle, path, LONGEST_PATH, 0);
    if (length == 0 || length > LONGEST_PATH) {
      throw WinError.failure("GetFinalPathNameByHandleW", windows.lastError(), folder.toString());
    }
    var text = Wide.text(path);
    return text.startsWith(LITERAL) ? text.substring(LITERAL.length()) : text;
  }

  /// Owner and access list as text.
  String descriptor() throws OsException {
    int what = OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
    var needed = new int[1];
    security.GetKernelObjectSecurity(handle, what, null, 0, needed);
    var descriptor = new byte[needed[0]];
    if (security.GetKernelObjectSecurity(handle, what, descriptor, descriptor.length, needed)
        == 0) {
      throw WinError.failure("GetKernelObjectSecurity", windows.lastError(), folder.toString());
    }
    var text = new long[1];
    int said =
        security.ConvertSecurityDescriptorToStringSecurityDescriptorW(
            descriptor, SDDL_REVISION_1, what, text, null);
    if (said == 0) {
      throw WinError.failure(
          "ConvertSecurityDescriptorToStringSecurityDescriptorW",
          windows.lastError(),
          folder.toString());
    }
    var there = new Pointer(text[0]);
    try {
      return Wide.at(there);
    } finally {
      files.LocalFree(there);
    }
  }

  @Override
  public void close() {
    files.CloseHandle(handle);
  }
}
