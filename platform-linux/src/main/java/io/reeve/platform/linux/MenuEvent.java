package io.reeve.platform.linux;

import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// Something a person did to a line of the menu, `(isvu)`.
public final class MenuEvent extends Struct {
  @Position(0)
  private final int id;

  @Position(1)
  private final String event;

  @Position(2)
  private final Variant<?> data;

  @Position(3)
  private final UInt32 timestamp;

  public MenuEvent(int id, String event, Variant<?> data, UInt32 timestamp) {
    this.id = id;
    this.event = event;
    this.data = data;
    this.timestamp = timestamp;
  }

  public int getId() {
    return id;
  }

  public String getEvent() {
    return event;
  }

  public Variant<?> getData() {
    return data;
  }

  public UInt32 getTimestamp() {
    return timestamp;
  }
}
