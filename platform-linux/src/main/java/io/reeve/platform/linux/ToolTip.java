package io.reeve.platform.linux;

import java.util.List;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.Position;

/// What is shown while the pointer rests on the icon, `(sa(iiay)ss)`.
public final class ToolTip extends Struct {
  @Position(0)
  private final String icon;

  @Position(1)
  private final List<Pixmap> pictures;

  @Position(2)
  private final String title;

  @Position(3)
  private final String text;

  public ToolTip(String icon, List<Pixmap> pictures, String title, String text) {
    this.icon = icon;
    this.pictures = List.copyOf(pictures);
    this.title = title;
    this.text = text;
  }

  public String getIcon() {
    return icon;
  }

  public List<Pixmap> getPictures() {
    return pictures;
  }

  public String getTitle() {
    return title;
  }

  public String getText() {
    return text;
  }
}
