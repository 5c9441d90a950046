package io.reeve.platform.linux;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.types.Variant;

/// A line of the menu with those behind it, `(ia{sv}av)`.
public final class MenuItem extends Struct {
  @Position(0)
  private final int id;

  @Position(1)
  private final Map<String, Variant<?>> properties;

  @Position(2)
  private final List<Variant<?>> children;

  public MenuItem(int id, Map<String, Variant<?>> properties, List<Variant<?>> children) {
    this.id = id;
    this.properties = Map.copyOf(properties);
    this.children = List.copyOf(children);
  }

  public int getId() {
    return id;
  }

  public Map<String, Variant<?>> getProperties() {
    return properties;
  }

  public List<Variant<?>> getChildren() {
    return children;
  }
}
