package io.reeve.harness.lab;

import io.reeve.core.dm.Command;
import io.reeve.core.dm.SyncMl;
import io.reeve.core.dm.SyncMl.Reading;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Profile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads a profile written as SyncML: `Add` and `Replace` elements, alone or inside one `Atomic`,
/// as administrators keep them for other servers.
final class ProfileText {
  private ProfileText() {}

  static Profile read(String id, String syncml) {
    var commands = commands(syncml);
    boolean atomic = commands.size() == 1 && commands.getFirst() instanceof Command.Atomic;
    var items = new ArrayList<Item>();
    for (var command : commands) {
      if (atomic && command instanceof Command.Atomic whole) {
        whole.commands().forEach(child -> add(items, child));
      } else {
        add(items, command);
      }
    }
    return new Profile(id, atomic, items);
  }

  private static List<Command> commands(String syncml) {
    var text = syncml.replaceFirst("^\\s*<\\?xml[^>]*\\?>", "").strip();
    var whole =
        text.startsWith("<SyncML")
            ? text
            : "<SyncML><SyncHdr/>"
                + (text.startsWith("<SyncBody") ? text : "<SyncBody>" + text + "</SyncBody>")
                + "</SyncML>";
    return switch (SyncMl.read(whole.getBytes(StandardCharsets.UTF_8))) {
      case Reading.Good(var message) -> message.commands();
      case Reading.Bad bad -> throw bad(bad.reason());
      case Reading.SoapFault _ -> throw bad("it is a SOAP envelope");
    };
  }

  private static void add(List<Item> items, Command command) {
    switch (command) {
      case Command.Add add -> add.items().forEach(item -> items.add(of(item, add.meta())));
      case Command.Replace replace ->
          replace.items().forEach(item -> items.add(of(item, replace.meta())));
      case Command.Delete _,
          Command.Get _,
          Command.Exec _,
          Command.Copy _,
          Command.Alert _,
          Command.Atomic _,
          Command.Sequence _,
          Command.Status _,
          Command.Results _,
          Command.Unknown _ ->
          throw bad("it holds a " + command.name());
    }
  }

  private static Item of(io.reeve.core.dm.Item item, io.reeve.core.dm.Meta outer) {
    var meta = item.meta().over(outer);
    return new Item(
        item.target().orElseThrow(() -> bad("an Item has no Target")),
        meta.format().orElse("chr"),
        meta.type().orElse(""),
        item.data().orElse(""));
  }

  private static LabException bad(String why) {
    return LabException.bad(
        "the profile cannot be read: " + why, "write Add and Replace elements of SyncML");
  }
}
