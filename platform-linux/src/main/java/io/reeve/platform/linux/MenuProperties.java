package io.reeve.platform.linux;

import java.util.Map;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.types.Variant;

/// A line of the menu without those behind it, `(ia{sv})`.
public final class MenuProperties extends Struct {
  @Position(0)
  private final int id;

  @Position(1)
  private final Map<String, Variant<?>> properties;

  public MenuProperties(int id, Map<String, Variant<?>> properties) {
    this.id = id;
    this.properties = Map.copyOf(properties);
  }

  public int getId() {
    return id;
  }

  public Map<String, Variant<?>> getProperties() {
    return properties;
  }
}
