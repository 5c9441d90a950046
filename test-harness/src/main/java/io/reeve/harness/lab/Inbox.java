package io.reeve.harness.lab;

import io.reeve.core.dm.Command;
import io.reeve.core.dm.Item;
import io.reeve.harness.lab.Inbound.Piece;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;

/// Takes what a device says on its own account: alerts, facts about itself, and pieces of large
/// objects.
final class Inbox {
  private final Memory memory;
  private final String device;
  private final Inbound inbound = new Inbound();
  private final AlertDesk desk;
  private boolean aborted;
  private boolean left;
  private boolean touched;
  private int pieceStatus;

  Inbox(Memory memory, String device) {
    this.memory = memory;
    this.device = device;
    this.desk = new AlertDesk(memory, device);
  }

  /// Whether the device has broken the session off.
  boolean aborted() {
    return aborted;
  }

  /// Whether the device has said that it unenrols.
  boolean left() {
    return left;
  }

  /// The results with all of their data, once that has come. Called before [#take(Command)].
  Optional<Command.Results> whole(Command.Results results) {
    var whole = new ArrayList<Item>();
    pieceStatus = 0;
    for (var item : results.items()) {
      switch (piece(item.withMeta(item.meta().over(results.meta())))) {
        case Piece.Whole(Item complete) -> whole.add(complete);
        case Piece.More _ -> pieceStatus = 213;
        case Piece.Wrong(int status) -> pieceStatus = status;
      }
    }
    return whole.isEmpty() && pieceStatus != 0
        ? Optional.empty()
        : Optional.of(
            new Command.Results(
                results.cmdId(),
                results.msgRef(),
                results.cmdRef(),
                results.cmd(),
                results.meta(),
                results.targetRef(),
                results.sourceRef(),
                whole));
  }

  private Piece piece(Item item) {
    touched = true;
    return inbound.take(item);
  }

  /// Takes a command and gives the status it deserves; none for what gets none.
  OptionalInt take(Command command) {
    return switch (command) {
      case Command.Alert alert -> OptionalInt.of(alert(alert));
      case Command.Replace replace -> OptionalInt.of(facts(replace));
      case Command.Results _ -> resultsStatus();
      case Command.Status _ -> OptionalInt.empty();
      case Command.Add _,
          Command.Delete _,
          Command.Get _,
          Command.Exec _,
          Command.Copy _,
          Command.Atomic _,
          Command.Sequence _ ->
          OptionalInt.of(406);
      case Command.Unknown _ -> OptionalInt.of(501);
    };
  }

  private OptionalInt resultsStatus() {
    int status = pieceStatus;
    pieceStatus = 0;
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }

  private int facts(Command.Replace replace) {
    for (var item : replace.items()) {
      var uri = item.source().or(item::target).orElse("");
      if (uri.length() <= 200) {
        memory.reports().fact(device, uri, item.data().orElse(""));
      }
    }
    return 200;
  }

  private int alert(Command.Alert alert) {
    return switch (alert.code()) {
      case "1200", "1201", "1222" -> 200;
      case "1223" -> {
        aborted = true;
        yield 200;
      }
      case "1224" -> {
        alert.items().forEach(this::said);
        yield 200;
      }
      case "1225" -> 200;
      case "1226" -> generic(alert);
      default -> 406;
    };
  }

  private void said(Item item) {
    item.meta()
        .type()
        .ifPresent(type -> memory.reports().fact(device, type, item.data().orElse("")));
  }

  private int generic(Command.Alert alert) {
    int status = alert.items().isEmpty() ? 412 : 200;
    for (var item : alert.items()) {
      switch (piece(item)) {
        case Piece.Whole(Item complete) -> left |= desk.generic(complete);
        case Piece.More _ -> status = 213;
        case Piece.Wrong(int wrong) -> status = wrong;
      }
    }
    return status;
  }

  /// At the end of a message: an object that was begun earlier and did not go on here is dropped.
  ///
  /// @param last whether the device's package ends here, so that nothing more can come
  /// @return the address of a dropped object
  Optional<String> finish(boolean last) {
    boolean broken = inbound.open() && (last || !touched);
    touched = false;
    if (!broken) {
      return Optional.empty();
    }
    inbound.drop();
    return Optional.of(inbound.address());
  }
}
