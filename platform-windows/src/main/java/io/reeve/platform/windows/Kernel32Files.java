package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/// What we call of `kernel32.dll` to make folders with an access list of their own, and to keep
/// them where they are.
interface Kernel32Files extends Library {
  int FILE_TRAVERSE = 0x20;
  int FILE_READ_ATTRIBUTES = 0x80;
  int READ_CONTROL = 0x20000;
  int FILE_SHARE_READ = 0x1;
  int FILE_SHARE_WRITE = 0x2;
  int OPEN_EXISTING = 3;
  int FILE_FLAG_BACKUP_SEMANTICS = 0x02000000;
  int FILE_FLAG_OPEN_REPARSE_POINT = 0x00200000;
  int FileAttributeTagInfo = 9;
  int FILE_ATTRIBUTE_DIRECTORY = 0x10;
  int FILE_ATTRIBUTE_REPARSE_POINT = 0x400;
  long INVALID_HANDLE_VALUE = -1;

  @FieldOrder({"FileAttributes", "ReparseTag"})
  final class FILE_ATTRIBUTE_TAG_INFO extends WinStructure {
    public int FileAttributes;
    public int ReparseTag;
  }

  @FieldOrder({"nLength", "lpSecurityDescriptor", "bInheritHandle"})
  final class SECURITY_ATTRIBUTES extends WinStructure {
    public int nLength = 24;
    public @Nullable Pointer lpSecurityDescriptor;
    public int bInheritHandle;
  }

  int CreateDirectoryW(byte[] path, SECURITY_ATTRIBUTES attributes);

  long CreateFileW(
      byte[] path,
      int access,
      int share,
      @Nullable Pointer security,
      int disposition,
      int flags,
      long template);

  int GetFileInformationByHandleEx(long file, int what, FILE_ATTRIBUTE_TAG_INFO found, int size);

  int GetFinalPathNameByHandleW(long file, byte @Nullable [] path, int characters, int flags);

  int CloseHandle(long handle);

  @Nullable Pointer LocalFree(Pointer memory);
}
