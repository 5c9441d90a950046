package io.reeve.platform.macos;

import com.sun.jna.FunctionMapper;
import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import com.sun.jna.ptr.IntByReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The functions of libSystem that are used. `size_t` and `ssize_t` are 64 bits wide.
public interface LibSystem extends Library {
  /// The library; loaded when first asked for.
  static LibSystem load() {
    return Holder.C;
  }

  /// Where it is loaded.
  final class Holder {
    private static final LibSystem C =
        Native.load(
            "System",
            LibSystem.class,
            Map.of(
                Library.OPTION_STRING_ENCODING,
                "UTF-8",
                Library.OPTION_FUNCTION_MAPPER,
                (FunctionMapper) (_, method) -> symbol(method.getName(), arch())));

    private Holder() {}

    private static String arch() {
      return System.getProperty("os.arch", "");
    }
  }

  /// The symbol of a function. On Intel the plain name of one that fills [Statfs] is that of the
  /// system before 64-bit inodes, whose structure is another one.
  ///
  /// @param arch as `os.arch` has it
  static String symbol(String function, String arch) {
    return function.equals("getfsstat") && arch.equals("x86_64") ? "getfsstat$INODE64" : function;
  }

  int gethostname(byte[] name, long size) throws LastErrorException;

  long listxattr(String path, byte @Nullable [] names, long size, int options)
      throws LastErrorException;

  long getxattr(String path, String name, byte[] value, long size, int position, int options)
      throws LastErrorException;

  int setxattr(String path, String name, byte[] value, long size, int position, int options)
      throws LastErrorException;

  int removexattr(String path, String name, int options) throws LastErrorException;

  @Nullable Pointer acl_get_link_np(String path, int type);

  @Nullable Pointer acl_to_text(Pointer acl, @Nullable Pointer length);

  @Nullable Pointer acl_from_text(String text);

  int acl_set_link_np(String path, int type, Pointer acl) throws LastErrorException;

  @Nullable Pointer acl_init(int count);

  int acl_free(Pointer object);

  int getfsstat(byte @Nullable [] into, int size, int flags) throws LastErrorException;

  int notify_register_file_descriptor(
      String name, IntByReference descriptor, int flags, IntByReference token);

  int notify_cancel(int token);

  long read(int descriptor, byte[] into, long size) throws LastErrorException;

  /// `struct statfs` with 64-bit inodes (sys/mount.h).
  @FieldOrder({
    "f_bsize",
    "f_iosize",
    "f_blocks",
    "f_bfree",
    "f_bavail",
    "f_files",
    "f_ffree",
    "f_fsid",
    "f_owner",
    "f_type",
    "f_flags",
    "f_fssubtype",
    "f_fstypename",
    "f_mntonname",
    "f_mntfromname",
    "f_flags_ext",
    "f_reserved"
  })
  final class Statfs extends Structure {
    public int f_bsize;
    public int f_iosize;
    public long f_blocks;
    public long f_bfree;
    public long f_bavail;
    public long f_files;
    public long f_ffree;
    public int[] f_fsid = new int[2];
    public int f_owner;
    public int f_type;
    public int f_flags;
    public int f_fssubtype;
    public byte[] f_fstypename = new byte[16];
    public byte[] f_mntonname = new byte[1024];
    public byte[] f_mntfromname = new byte[1024];
    public int f_flags_ext;
    public int[] f_reserved = new int[7];

    /// Over memory of its own.
    public Statfs() {}

    /// Over that memory.
    public Statfs(Pointer memory) {
      super(memory);
      read();
    }
  }
}
