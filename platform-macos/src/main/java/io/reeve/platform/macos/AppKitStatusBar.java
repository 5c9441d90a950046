package io.reeve.platform.macos;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import io.reeve.core.desk.MenuEntry;
import io.reeve.core.spi.NotApplicableException;
import java.io.IOException;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The icon by AppKit. Everything but what posts to it happens on the process's first thread, to
/// which an object of ours is sent: `begin:`, `update:`, `chosen:` and `end:`.
final class AppKitStatusBar implements StatusBar {
  private static final Logger LOG = LoggerFactory.getLogger(AppKitStatusBar.class);
  private static final int THIS_SESSION = -1;
  private static final int HAS_GRAPHICS = 0x10;

  /// An accessory has no icon in the dock and no menu of its own.
  private static final long ACCESSORY = 1;

  private static final double VARIABLE_LENGTH = -1;
  private static final double POINTS = 18;
  private static final long APPLICATION_DEFINED = 15;

  private final AtomicReference<@Nullable Icon> wanted = new AtomicReference<>();
  private final List<String> actions = new ArrayList<>();
  private volatile @Nullable Pointer target;
  private @Nullable Pointer item;

  @Override
  public void run(Consumer<String> chosen, Runnable begin) throws IOException {
    requireScreen();
    NativeLibrary.getInstance("AppKit");
    Map<String, ObjC.Method> methods =
        Map.of(
            "begin:", (_, _, _) -> serve(begin),
            "update:", (_, _, _) -> update(),
            "chosen:", (_, _, sender) -> choose(chosen, sender),
            "end:", (_, _, _) -> end());
    try {
      target = ObjC.object("ReeveStatusItem", methods);
      post("begin:", ObjC.YES);
    } finally {
      target = null;
      Reference.reachabilityFence(methods);
    }
  }

  private static void requireScreen() throws IOException {
    var id = new IntByReference();
    var attributes = new IntByReference();
    int status = SecSystemKeys.security().SessionGetInfo(THIS_SESSION, id, attributes);
    if (status != 0 || (attributes.getValue() & HAS_GRAPHICS) == 0) {
      throw new NotApplicableException("this session has no screen of its own");
    }
  }

  /// Sends it on the first thread; at once where this is that.
  private void post(String selector, byte waiting) {
    var to = target;
    if (to != null) {
      ObjC.send(
          to,
          "performSelectorOnMainThread:withObject:waitUntilDone:",
          ObjC.selector(selector),
          null,
          waiting);
    }
  }

  /// Returns when [#end] has stopped it.
  private void serve(Runnable begin) {
    var application = application();
    ObjC.send(application, "setActivationPolicy:", ACCESSORY);
    var bar = ObjC.get(ObjC.type("NSStatusBar"), "systemStatusBar");
    var made = ObjC.get(bar, "statusItemWithLength:", VARIABLE_LENGTH);
    item = ObjC.get(made, "retain");
    begin.run();
    ObjC.send(application, "run");
    ObjC.send(bar, "removeStatusItem:", made);
    ObjC.send(made, "release");
    item = null;
  }

  private static Pointer application() {
    return ObjC.get(ObjC.type("NSApplication"), "sharedApplication");
  }

  @Override
  public void show(Icon icon) {
    wanted.set(icon);
    post("update:", ObjC.NO);
  }

  private void update() {
    var icon = wanted.getAndSet(null);
    var shown = item;
    if (icon == null || shown == null) {
      return;
    }
    try (var cf = new Cf()) {
      var button = ObjC.get(shown, "button");
      var data = cf.data(Base64.getDecoder().decode(icon.png()));
      var image = ObjC.get(ObjC.get(ObjC.type("NSImage"), "alloc"), "initWithData:", data);
      ObjC.send(image, "setSize:", new ObjC.Pair.ByValue(POINTS, POINTS));
      ObjC.send(button, "setImage:", image);
      ObjC.send(image, "release");
      ObjC.send(button, "setToolTip:", cf.text(icon.tooltip()));
      ObjC.send(button, "setAccessibilityLabel:", cf.text(icon.label()));
      actions.clear();
      var menu = menu(cf, icon.menu());
      ObjC.send(shown, "setMenu:", menu);
      ObjC.send(menu, "release");
    } catch (IOException e) {
      LOG.warn("the icon cannot be shown: {}", e.getMessage());
    }
  }

  /// A menu, which the caller releases.
  private Pointer menu(Cf cf, List<MenuEntry> entries) throws IOException {
    var menu = ObjC.get(ObjC.get(ObjC.type("NSMenu"), "alloc"), "init");
    ObjC.send(menu, "setAutoenablesItems:", ObjC.NO);
    for (var entry : entries) {
      switch (entry) {
        case MenuEntry.Text(var label) -> add(cf, menu, label, null, ObjC.NO);
        case MenuEntry.Action(var id, var label) -> {
          var line = add(cf, menu, label, ObjC.selector("chosen:"), ObjC.YES);
          ObjC.send(line, "setTarget:", target);
          ObjC.send(line, "setTag:", (long) actions.size());
          actions.add(id);
        }
        case MenuEntry.Submenu(var label, var inside) -> {
          var line = add(cf, menu, label, null, ObjC.YES);
          var submenu = menu(cf, inside);
          ObjC.send(line, "setSubmenu:", submenu);
          ObjC.send(submenu, "release");
        }
        case MenuEntry.Separator() ->
            ObjC.send(menu, "addItem:", ObjC.get(ObjC.type("NSMenuItem"), "separatorItem"));
      }
    }
    return menu;
  }

  /// The menu keeps it.
  private static Pointer add(
      Cf cf, Pointer menu, String label, @Nullable Pointer action, byte enabled)
      throws IOException {
    var line =
        ObjC.get(
            ObjC.get(ObjC.type("NSMenuItem"), "alloc"),
            "initWithTitle:action:keyEquivalent:",
            cf.text(label),
            action,
            cf.text(""));
    ObjC.send(line, "setEnabled:", enabled);
    ObjC.send(menu, "addItem:", line);
    ObjC.send(line, "release");
    return line;
  }

  private void choose(Consumer<String> chosen, @Nullable Pointer sender) {
    if (sender != null) {
      long tag = ObjC.number(sender, "tag");
      if (tag >= 0 && tag < actions.size()) {
        chosen.accept(actions.get((int) tag));
      }
    }
  }

  @Override
  public void close() {
    post("end:", ObjC.NO);
  }

  /// The application looks whether it was stopped after its next event, so it gets one.
  private void end() {
    var application = application();
    ObjC.send(application, "stop:", (Object) null);
    var event =
        ObjC.get(
            ObjC.type("NSEvent"),
            "otherEventWithType:location:modifierFlags:timestamp:windowNumber:context:subtype:"
                + "data1:data2:",
            APPLICATION_DEFINED,
            new ObjC.Pair.ByValue(0, 0),
            0L,
            0.0,
            0L,
            null,
            (short) 0,
            0L,
            0L);
    ObjC.send(application, "postEvent:atStart:", event, ObjC.YES);
  }
}
