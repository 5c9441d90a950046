package io.reeve.platform.linux;

import java.util.Map;
import org.freedesktop.dbus.errors.UnknownProperty;
import org.freedesktop.dbus.types.Variant;

/// What objects of ours on a bus have in common.
final class Exported {
  private Exported() {}

  /// A property of those there are.
  ///
  /// @throws UnknownProperty when it is none of them, which the asker is told
  static Variant<?> property(Map<String, Variant<?>> all, String name) {
    var value = all.get(name);
    if (value == null) {
      throw new UnknownProperty("there is no property " + name);
    }
    return value;
  }
}
