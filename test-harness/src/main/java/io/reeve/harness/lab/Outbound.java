package io.reeve.harness.lab;

import io.reeve.core.dm.Command;
import io.reeve.core.dm.Item;
import io.reeve.core.dm.Meta;
import io.reeve.core.dm.SyncMl;
import io.reeve.harness.lab.LabViews.Verb;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Turns steps into commands and remembers which command is which step.
///
/// Queued commands go under their own id. A device that keeps the ids of what it has done will not
/// do it twice, however often a lost answer makes the lab send it again.
final class Outbound {
  private final Supplier<String> ids;
  private final String provider;
  private final Map<String, Sent> sent = new LinkedHashMap<>();

  /// @param ids gives CmdIDs, unique in the message
  Outbound(Supplier<String> ids, String provider) {
    this.ids = ids;
    this.provider = provider;
  }

  /// A command of this message.
  ///
  /// @param step what it is for
  /// @param whole the step it is part of: itself, or its group
  /// @param container whether it is the `Atomic` and not one of its children
  record Sent(Step step, Step whole, boolean container) {}

  /// By CmdID.
  Map<String, Sent> sent() {
    return sent;
  }

  Command command(Step step) {
    return switch (step) {
      case Step.Put put -> note(put, put, put(put));
      case Step.Remove remove -> note(remove, remove, remove(remove));
      case Step.Group group -> group(group);
      case Step.Ask ask -> note(ask, ask, ask(ask.command()));
      case Step.Leave leave -> note(leave, leave, leave());
    };
  }

  private Command note(Step step, Step whole, Command command) {
    sent.put(command.cmdId(), new Sent(step, whole, false));
    return command;
  }

  private Command group(Step.Group group) {
    var id = ids.get();
    sent.put(id, new Sent(group, group, true));
    var children = new ArrayList<Command>();
    for (var put : group.puts()) {
      children.add(note(put, group, put(put)));
    }
    return new Command.Atomic(id, Meta.NONE, children);
  }

  private Command put(Step.Put put) {
    return of(put.verb(), ids.get(), item(put.item()));
  }

  private Command remove(Step.Remove remove) {
    return new Command.Delete(ids.get(), Meta.NONE, List.of(Item.target(remove.uri())));
  }

  private static Command ask(LabViews.Command command) {
    return of(command.verb(), command.id(), item(command.item()));
  }

  private Command leave() {
    var uri = "./Vendor/MSFT/DMClient/Provider/" + provider + "/Unenroll";
    return new Command.Exec(
        ids.get(), Meta.NONE, Optional.empty(), List.of(Item.target(uri, "chr", provider)));
  }

  private static Command of(Verb verb, String id, Item item) {
    var bare = List.of(Item.target(item.target().orElse(".")));
    return switch (verb) {
      case ADD -> new Command.Add(id, Meta.NONE, List.of(item));
      case REPLACE -> new Command.Replace(id, Meta.NONE, List.of(item));
      case DELETE -> new Command.Delete(id, Meta.NONE, bare);
      case EXEC -> new Command.Exec(id, Meta.NONE, Optional.empty(), List.of(item));
      case GET -> new Command.Get(id, Meta.NONE, bare);
      case SYNC -> throw new IllegalArgumentException("a sync hint is no command of SyncML");
    };
  }

  private static Item item(LabViews.Item item) {
    var meta = Meta.format(item.format());
    boolean empty = item.format().equals("node") || item.format().equals("null");
    return new Item(
        Optional.of(item.uri()),
        Optional.empty(),
        item.type().isEmpty() ? meta : meta.withType(item.type()),
        empty && item.value().isEmpty() ? Optional.empty() : Optional.of(item.value()),
        false);
  }

  /// The bytes a command takes.
  static int length(Command command) {
    return SyncMl.length(command, false);
  }

  /// The single item of a command whose data may travel in pieces.
  static Optional<Item> divisible(Command command) {
    return switch (command) {
      case Command.Add add -> Optional.of(add.items().getFirst());
      case Command.Replace replace -> Optional.of(replace.items().getFirst());
      case Command.Exec exec -> Optional.of(exec.items().getFirst());
      case Command.Delete _,
          Command.Get _,
          Command.Copy _,
          Command.Alert _,
          Command.Atomic _,
          Command.Sequence _,
          Command.Status _,
          Command.Results _,
          Command.Unknown _ ->
          Optional.empty();
    };
  }

  /// That divisible command under another id.
  static Command named(Command command, String id) {
    return divisible(command).map(item -> with(command, id, item)).orElse(command);
  }

  private static Command with(Command command, String id, Item item) {
    return switch (command) {
      case Command.Add add -> new Command.Add(id, add.meta(), List.of(item));
      case Command.Replace replace -> new Command.Replace(id, replace.meta(), List.of(item));
      case Command.Exec exec -> new Command.Exec(id, exec.meta(), exec.correlator(), List.of(item));
      case Command.Delete _,
          Command.Get _,
          Command.Copy _,
          Command.Alert _,
          Command.Atomic _,
          Command.Sequence _,
          Command.Status _,
          Command.Results _,
          Command.Unknown _ ->
          command;
    };
  }

  /// The bytes a piece of the command takes besides its data.
  static int frame(Command command, Item item) {
    var meta = item.meta().withSize(Optional.of("1000000000"));
    return length(with(command, command.cmdId(), item.withMeta(meta).withData("", true)));
  }

  /// The command in pieces of at most so many characters of data: the first declares the whole
  /// size, all but the last promise more.
  static List<Command> pieces(Command command, Item item, int characters) {
    var data = item.data().orElse("");
    var size = Integer.toString(data.getBytes(StandardCharsets.UTF_8).length);
    var pieces = new ArrayList<Command>();
    for (int from = 0; from < data.length(); ) {
      int to = Math.min(from + characters, data.length());
      if (to < data.length() && Character.isHighSurrogate(data.charAt(to - 1))) {
        to--;
      }
      var meta = from == 0 ? item.meta().withSize(Optional.of(size)) : item.meta();
      pieces.add(
          with(
              command,
              command.cmdId(),
              item.withMeta(meta).withData(data.substring(from, to), to < data.length())));
      from = to;
    }
    return pieces;
  }
}
