package io.reeve.platform.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import io.reeve.core.spi.FileAttributes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Extended attributes of all namespaces (Java itself reaches `user.` only): access lists and the
/// SELinux label are among them.
final class Xattrs implements FileAttributes {
  /// They seal the content, so the kernel makes them anew.
  private static final Set<String> SEALS = Set.of("security.ima", "security.evm");

  private static final int MAX = 64 << 10;
  private static final int EPERM = 1;
  private static final int ENODATA = 61;
  private static final int EOPNOTSUPP = 95;

  interface LibC extends Library {
    NativeLong llistxattr(String path, byte @Nullable [] list, NativeLong size)
        throws LastErrorException;

    NativeLong lgetxattr(String path, String name, byte[] value, NativeLong size)
        throws LastErrorException;

    int lremovexattr(String path, String name) throws LastErrorException;

    int lsetxattr(String path, String name, byte[] value, NativeLong size, int flags)
        throws LastErrorException;
  }

  private static final class Holder {
    static final LibC C =
        Native.load("c", LibC.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));
  }

  /// All attributes but the kernel's seals, values in base64.
  @Override
  public Map<String, String> read(Path path) throws IOException {
    var found = new TreeMap<String, String>();
    for (var name : names(path)) {
      if (!SEALS.contains(name)) {
        value(path, name, found);
      }
    }
    return found;
  }

  private static String[] names(Path path) throws IOException {
    try {
      var list = new byte[MAX];
      int length = Holder.C.llistxattr(path.toString(), list, new NativeLong(MAX)).intValue();
      var names = new String(list, 0, length, StandardCharsets.UTF_8);
      return names.isEmpty() ? new String[0] : names.split("\0");
    } catch (LastErrorException e) {
      if (e.getErrorCode() == EOPNOTSUPP) {
        return new String[0];
      }
      throw new IOException("cannot list the extended attributes of " + path, e);
    }
  }

  private static void value(Path path, String name, Map<String, String> into) throws IOException {
    try {
      var value = new byte[MAX];
      int length = Holder.C.lgetxattr(path.toString(), name, value, new NativeLong(MAX)).intValue();
      into.put(name, Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(value, length)));
    } catch (LastErrorException e) {
      // Gone meanwhile, or a namespace (trusted.) that this user may list and not read.
      if (e.getErrorCode() != ENODATA && e.getErrorCode() != EPERM) {
        throw new IOException("cannot read " + name + " of " + path, e);
      }
    }
  }

  @Override
  public void write(Path path, Map<String, String> attributes) throws IOException {
    for (var attribute : attributes.entrySet()) {
      var value = Base64.getDecoder().decode(attribute.getValue());
      try {
        Holder.C.lsetxattr(
            path.toString(), attribute.getKey(), value, new NativeLong(value.length), 0);
      } catch (LastErrorException e) {
        throw new IOException(
            "cannot keep " + attribute.getKey() + " of " + path + " (" + e.getErrorCode() + ")", e);
      }
    }
  }

  @Override
  public void remove(Path path, Set<String> names) throws IOException {
    for (var name : names) {
      try {
        Holder.C.lremovexattr(path.toString(), name);
      } catch (LastErrorException e) {
        if (e.getErrorCode() != ENODATA) {
          throw new IOException(
              "cannot take " + name + " from " + path + " (" + e.getErrorCode() + ")", e);
        }
      }
    }
  }
}
