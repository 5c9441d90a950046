package io.reeve.platform.linux;

import io.reeve.core.desk.MenuEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// The icon's menu on the bus. Each layout has numbers of its own for its lines, and those of the
/// layout before are still known: who chooses in a menu that was replaced while it was open means
/// what was written there.
final class TrayMenu implements DBusMenu, Properties {
  private static final int LINES = 10_000;
  private static final UInt32 VERSION = new UInt32(3);

  private final Consumer<String> chosen;
  private Map<Integer, String> actions = Map.of();
  private Map<Integer, String> before = Map.of();
  private Map<Integer, MenuItem> items = new LinkedHashMap<>();
  private long revision;

  /// @param chosen takes an action's id
  TrayMenu(Consumer<String> chosen) {
    this.chosen = chosen;
    var _ = show(List.of());
  }

  /// Shows these lines in place of those before.
  ///
  /// @return the layout's number
  synchronized UInt32 show(List<MenuEntry> entries) {
    revision++;
    before = actions;
    actions = new HashMap<>();
    items = new LinkedHashMap<>();
    int first = Math.toIntExact(revision % LINES) * LINES;
    var numbers = new int[] {first};
    var children = new ArrayList<Variant<?>>();
    entries.forEach(entry -> children.add(variant(item(entry, numbers))));
    items.put(0, new MenuItem(0, Map.of("children-display", new Variant<>("submenu")), children));
    return new UInt32(revision);
  }

  private static Variant<?> variant(MenuItem item) {
    return new Variant<>(item, "(ia{sv}av)");
  }

  private MenuItem item(MenuEntry entry, int[] numbers) {
    int id = ++numbers[0];
    var properties = new HashMap<String, Variant<?>>();
    var children = new ArrayList<Variant<?>>();
    switch (entry) {
      case MenuEntry.Text(String label) -> {
        properties.put("label", label(label));
        properties.put("enabled", new Variant<>(false));
      }
      case MenuEntry.Action(String action, String label) -> {
        properties.put("label", label(label));
        actions.put(id, action);
      }
      case MenuEntry.Submenu(String label, var entries) -> {
        properties.put("label", label(label));
        properties.put("children-display", new Variant<>("submenu"));
        entries.forEach(each -> children.add(variant(item(each, numbers))));
      }
      case MenuEntry.Separator() -> properties.put("type", new Variant<>("separator"));
    }
    var item = new MenuItem(id, properties, children);
    items.put(id, item);
    return item;
  }

  /// One underscore would mark a key.
  private static Variant<String> label(String text) {
    return new Variant<>(text.replace("_", "__"));
  }

  @Override
  public synchronized MenuLayout<UInt32, MenuItem> GetLayout(
      int parent, int depth, List<String> properties) {
    var item = items.getOrDefault(parent, new MenuItem(parent, Map.of(), List.of()));
    return new MenuLayout<>(new UInt32(revision), item);
  }

  @Override
  public synchronized List<MenuProperties> GetGroupProperties(
      List<Integer> ids, List<String> properties) {
    return items.values().stream()
        .filter(item -> ids.isEmpty() || ids.contains(item.getId()))
        .map(item -> new MenuProperties(item.getId(), item.getProperties()))
        .toList();
  }

  @Override
  public synchronized Variant<?> GetProperty(int id, String name) {
    var item = items.get(id);
    var value = item == null ? null : item.getProperties().get(name);
    return value == null ? new Variant<>("") : value;
  }

  @Override
  public void Event(int id, String event, Variant<?> data, UInt32 timestamp) {
    if (event.equals("clicked")) {
      action(id).forEach(chosen);
    }
  }

  private synchronized List<String> action(int id) {
    var action = actions.containsKey(id) ? actions.get(id) : before.get(id);
    return action == null ? List.of() : List.of(action);
  }

  @Override
  public List<Integer> EventGroup(List<MenuEvent> events) {
    events.forEach(
        each -> Event(each.getId(), each.getEvent(), each.getData(), each.getTimestamp()));
    return List.of();
  }

  @Override
  public boolean AboutToShow(int id) {
    return false;
  }

  @Override
  public MenuLayout<List<Integer>, List<Integer>> AboutToShowGroup(List<Integer> ids) {
    return new MenuLayout<>(List.of(), List.of());
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

  @Override
  public Map<String, Variant<?>> GetAll(String face) {
    return Map.of(
        "Version",
        new Variant<>(VERSION),
        "TextDirection",
        new Variant<>("ltr"),
        "Status",
        new Variant<>("normal"),
        "IconThemePath",
        new Variant<>(new String[0]));
  }

  @Override
  public String getObjectPath() {
    return OBJECT;
  }
}
