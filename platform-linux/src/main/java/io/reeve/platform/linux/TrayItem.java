package io.reeve.platform.linux;

import io.reeve.core.desk.TrayIcon;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;

/// The icon on the bus.
final class TrayItem implements StatusNotifierItem, Properties {
  /// The sizes panels commonly want; they scale the next one.
  private static final int[] SIZES = {16, 22, 24, 32, 48};

  private static final String PICTURES = "a(iiay)";
  private volatile TrayIcon icon;

  TrayItem(TrayIcon icon) {
    this.icon = icon;
  }

  void show(TrayIcon now) {
    icon = now;
  }

  /// Whether it wants to be seen, in the specification's words.
  String status() {
    return switch (icon.state()) {
      case ATTENTION -> "NeedsAttention";
      case COMPLIANT, UNJUDGED, NOT_ENROLLED, OFFLINE -> "Active";
    };
  }

  private static List<Pixmap> pictures(TrayIcon.State state) {
    var pictures = new ArrayList<Pixmap>();
    for (int size : SIZES) {
      pictures.add(Pixmap.of(state, size));
    }
    return pictures;
  }

  @Override
  public Map<String, Variant<?>> GetAll(String face) {
    var now = icon;
    var pictures = pictures(now.state());
    var all = new HashMap<String, Variant<?>>();
    all.put("Category", new Variant<>("SystemServices"));
    all.put("Id", new Variant<>("reeve"));
    all.put("Title", new Variant<>(now.label()));
    all.put("Status", new Variant<>(status()));
    all.put("WindowId", new Variant<>(0));
    all.put("IconThemePath", new Variant<>(""));
    for (var name : List.of("IconName", "OverlayIconName", "AttentionIconName")) {
      all.put(name, new Variant<>(""));
    }
    all.put("AttentionMovieName", new Variant<>(""));
    all.put("IconPixmap", new Variant<>(pictures, PICTURES));
    all.put("AttentionIconPixmap", new Variant<>(pictures, PICTURES));
    all.put("OverlayIconPixmap", new Variant<>(List.of(), PICTURES));
    all.put("IconAccessibleDesc", new Variant<>(now.label()));
    all.put("AttentionAccessibleDesc", new Variant<>(now.label()));
    var tip = new ToolTip("", List.of(), "Reeve", now.sentence());
    all.put("ToolTip", new Variant<>(tip, "(sa(iiay)ss)"));
    all.put("ItemIsMenu", new Variant<>(true));
    all.put("Menu", new Variant<>(new DBusPath(DBusMenu.OBJECT)));
    return all;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as dbus-java declares it
  public <A> A Get(String face, String property) {
    return (A) Exported.property(GetAll(face), property);
  }

  @Override
  public <A> void Set(String face, String property, A value) {
    throw new UnsupportedOperationException(property + " cannot be set");
  }

  /// The menu is all there is, and the panel shows it by itself.
  @Override
  public void ContextMenu(int x, int y) {}

  @Override
  public void Activate(int x, int y) {}

  @Override
  public void SecondaryActivate(int x, int y) {}

  @Override
  public void Scroll(int delta, String orientation) {}

  @Override
  public String getObjectPath() {
    return OBJECT;
  }
}
