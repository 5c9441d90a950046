package io.reeve.platform.macos;

import com.sun.jna.LastErrorException;
import com.sun.jna.Pointer;
import io.reeve.core.spi.FileAttributes;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Extended attributes, and the access list in its text form under a name of ours.
final class MacAttributes implements FileAttributes {
  private static final String ACCESS = "reeve.acl";
  private static final int EXTENDED = 0x100;
  private static final int NO_FOLLOW = 1;
  private static final int MAX = 256 << 10;
  private static final int ENOATTR = 93;
  private static final int ENOTSUP = 45;

  /// They are the system's own, made anew for every file.
  private static final Set<String> SEALS =
      Set.of("com.apple.provenance", "com.apple.lastuseddate#PS", "com.apple.macl");

  @Override
  public Map<String, String> read(Path file) throws IOException {
    var found = new TreeMap<String, String>();
    for (var name : names(file)) {
      if (!SEALS.contains(name)) {
        value(file, name, found);
      }
    }
    accessList(file, found);
    return found;
  }

  private static String[] names(Path file) throws IOException {
    try {
      var list = new byte[MAX];
      int length = (int) LibSystem.load().listxattr(file.toString(), list, MAX, NO_FOLLOW);
      var names = new String(list, 0, length, StandardCharsets.UTF_8);
      return names.isEmpty() ? new String[0] : names.split("\0");
    } catch (LastErrorException e) {
      if (e.getErrorCode() == ENOTSUP) {
        return new String[0];
      }
      throw new OsException("listxattr", e.getErrorCode(), file.toString());
    }
  }

  private static void value(Path file, String name, Map<String, String> into) throws IOException {
    try {
      var value = new byte[MAX];
      int length = (int) LibSystem.load().getxattr(file.toString(), name, value, MAX, 0, NO_FOLLOW);
      into.put(name, Base64.getEncoder().encodeToString(Arrays.copyOf(value, length)));
    } catch (LastErrorException e) {
      if (e.getErrorCode() != ENOATTR) {
        throw new OsException("getxattr", e.getErrorCode(), name + " of " + file);
      }
    }
  }

  private static void accessList(Path file, Map<String, String> into) {
    var list = LibSystem.load().acl_get_link_np(file.toString(), EXTENDED);
    if (list == null) {
      return;
    }
    try {
      var text = LibSystem.load().acl_to_text(list, null);
      if (text != null) {
        var bytes = text.getString(0, "UTF-8").getBytes(StandardCharsets.UTF_8);
        into.put(ACCESS, Base64.getEncoder().encodeToString(bytes));
        LibSystem.load().acl_free(text);
      }
    } finally {
      LibSystem.load().acl_free(list);
    }
  }

  @Override
  public void write(Path file, Map<String, String> attributes) throws IOException {
    for (var attribute : attributes.entrySet()) {
      var value = Base64.getDecoder().decode(attribute.getValue());
      if (attribute.getKey().equals(ACCESS)) {
        var text = new String(value, StandardCharsets.UTF_8);
        access(file, LibSystem.load().acl_from_text(text));
      } else {
        set(file, attribute.getKey(), value);
      }
    }
  }

  private static void set(Path file, String name, byte[] value) throws IOException {
    try {
      LibSystem.load().setxattr(file.toString(), name, value, value.length, 0, NO_FOLLOW);
    } catch (LastErrorException e) {
      throw new OsException("setxattr", e.getErrorCode(), name + " of " + file);
    }
  }

  private static void access(Path file, @org.jspecify.annotations.Nullable Pointer list)
      throws IOException {
    if (list == null) {
      throw new IOException("the access list of " + file + " is not understood");
    }
    try {
      LibSystem.load().acl_set_link_np(file.toString(), EXTENDED, list);
    } catch (LastErrorException e) {
      throw new OsException("acl_set_link_np", e.getErrorCode(), file.toString());
    } finally {
      LibSystem.load().acl_free(list);
    }
  }

  @Override
  public void remove(Path file, Set<String> names) throws IOException {
    for (var name : names) {
      if (name.equals(ACCESS)) {
        access(file, LibSystem.load().acl_init(1));
      } else {
        take(file, name);
      }
    }
  }

  private static void take(Path file, String name) throws IOException {
    try {
      LibSystem.load().removexattr(file.toString(), name, NO_FOLLOW);
    } catch (LastErrorException e) {
      if (e.getErrorCode() != ENOATTR) {
        throw new OsException("removexattr", e.getErrorCode(), name + " of " + file);
      }
    }
  }
}
