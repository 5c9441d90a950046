package io.reeve.core.dm;

import java.util.List;
import java.util.Optional;

/// Something to be sent, without its CmdID yet.
///
/// @param command what
/// @param row the outbox row it carries
/// @param matters whether it alone is worth a message
/// @param continues whether it is what is left of a large object whose first chunk was sent
record Part(Command command, Optional<Long> row, boolean matters, boolean continues) {
  static Part of(Command command) {
    return new Part(command, Optional.empty(), true, false);
  }

  /// An alert of the outbox.
  static Part of(Command command, long row) {
    return new Part(command, Optional.of(row), true, false);
  }

  /// A chunk before the last: acknowledged is only the whole.
  Part chunk(Item item) {
    return new Part(withItem(item).command, Optional.empty(), matters, continues);
  }

  /// What is left after a chunk.
  Part rest(Item item) {
    return new Part(withItem(item).command, row, matters, true);
  }

  /// Sent when there is a message anyway.
  static Part aside(Command command) {
    return new Part(command, Optional.empty(), false, false);
  }

  /// The item of a Results or an Alert that has only one; such a part can be sent in chunks.
  Optional<Item> soleItem() {
    var items =
        command instanceof Command.Results results
            ? results.items()
            : command instanceof Command.Alert alert ? alert.items() : List.<Item>of();
    return items.size() == 1 ? Optional.of(items.getFirst()) : Optional.empty();
  }

  /// Whether further chunks follow: then it ends its message.
  boolean moreToCome() {
    return soleItem().map(Item::moreData).orElse(false);
  }

  Part with(Command other) {
    return new Part(other, row, matters, continues);
  }

  Part withItem(Item item) {
    var items = List.of(item);
    if (command instanceof Command.Results r) {
      return with(
          new Command.Results(
              r.cmdId(),
              r.msgRef(),
              r.cmdRef(),
              r.cmd(),
              r.meta(),
              r.targetRef(),
              r.sourceRef(),
              items));
    }
    if (command instanceof Command.Alert a) {
      return with(new Command.Alert(a.cmdId(), a.code(), a.correlator(), items));
    }
    throw new IllegalStateException(command.name() + " has no sole item");
  }

  Part withCmdId(String id) {
    var numbered =
        switch (command) {
          case Command.Status s ->
              new Command.Status(
                  id,
                  s.msgRef(),
                  s.cmdRef(),
                  s.cmd(),
                  s.targetRefs(),
                  s.sourceRefs(),
                  s.chal(),
                  s.code(),
                  s.originalError(),
                  s.items());
          case Command.Results r ->
              new Command.Results(
                  id,
                  r.msgRef(),
                  r.cmdRef(),
                  r.cmd(),
                  r.meta(),
                  r.targetRef(),
                  r.sourceRef(),
                  r.items());
          case Command.Alert a -> new Command.Alert(id, a.code(), a.correlator(), a.items());
          case Command.Replace r -> new Command.Replace(id, r.meta(), r.items());
          case Command.Add _,
              Command.Delete _,
              Command.Get _,
              Command.Exec _,
              Command.Copy _,
              Command.Atomic _,
              Command.Sequence _,
              Command.Unknown _ ->
              throw new IllegalStateException("a client does not send " + command.name());
        };
    return new Part(numbered, row, matters, continues);
  }

  /// The command of the service that it answers; empty when it is no answer.
  Optional<String> answers() {
    return command instanceof Command.Status status
        ? Optional.of(status.cmdRef())
        : command instanceof Command.Results results
            ? Optional.of(results.cmdRef())
            : Optional.empty();
  }

  /// Whether it answers that command of the service.
  boolean answers(String cmdRef) {
    return answers().filter(cmdRef::equals).isPresent();
  }
}
