package io.reeve.core.dm;

import java.util.List;
import java.util.Optional;

/// What may stand in a message's body. An absent CmdID is the empty string; CmdIDs are opaque text.
public sealed interface Command {
  /// The sender's name for this command, unique in the message.
  String cmdId();

  /// The element's name.
  String name();

  /// Create a node.
  record Add(String cmdId, Meta meta, List<Item> items) implements Command {
    public Add {
      items = List.copyOf(items);
    }

    @Override
    public String name() {
      return "Add";
    }
  }

  /// Set a node's value.
  record Replace(String cmdId, Meta meta, List<Item> items) implements Command {
    public Replace {
      items = List.copyOf(items);
    }

    @Override
    public String name() {
      return "Replace";
    }
  }

  /// Remove a node with all below it.
  record Delete(String cmdId, Meta meta, List<Item> items) implements Command {
    public Delete {
      items = List.copyOf(items);
    }

    @Override
    public String name() {
      return "Delete";
    }
  }

  /// Read a node.
  record Get(String cmdId, Meta meta, List<Item> items) implements Command {
    public Get {
      items = List.copyOf(items);
    }

    @Override
    public String name() {
      return "Get";
    }
  }

  /// Have something done.
  record Exec(String cmdId, Meta meta, Optional<String> correlator, List<Item> items)
      implements Command {
    public Exec {
      items = List.copyOf(items);
    }

    @Override
    public String name() {
      return "Exec";
    }
  }

  /// Copy a node to another.
  record Copy(String cmdId, Meta meta, List<Item> items) implements Command {
    public Copy {
      items = List.copyOf(items);
    }

    @Override
    public String name() {
      return "Copy";
    }
  }

  /// Tell the peer something.
  ///
  /// @param code the alert's number as written, trimmed; empty when absent
  record Alert(String cmdId, String code, Optional<String> correlator, List<Item> items)
      implements Command {
    public Alert {
      items = List.copyOf(items);
    }

    @Override
    public String name() {
      return "Alert";
    }
  }

  /// All or nothing.
  record Atomic(String cmdId, Meta meta, List<Command> commands) implements Command {
    public Atomic {
      commands = List.copyOf(commands);
    }

    @Override
    public String name() {
      return "Atomic";
    }
  }

  /// One after the other.
  record Sequence(String cmdId, Meta meta, List<Command> commands) implements Command {
    public Sequence {
      commands = List.copyOf(commands);
    }

    @Override
    public String name() {
      return "Sequence";
    }
  }

  /// How a command of the peer went.
  ///
  /// @param msgRef the MsgID of the message that held it
  /// @param cmdRef its CmdID; `0` is that message's header
  /// @param cmd its name, or `SyncHdr`
  /// @param targetRefs the Items meant, by their targets; empty for all
  /// @param sourceRefs the Items meant, by their sources
  /// @param chal what credentials are asked for
  /// @param code the status number as written, trimmed
  /// @param originalError the platform's own error, for example `0x86000002`
  record Status(
      String cmdId,
      String msgRef,
      String cmdRef,
      String cmd,
      List<String> targetRefs,
      List<String> sourceRefs,
      Optional<Meta> chal,
      String code,
      Optional<String> originalError,
      List<Item> items)
      implements Command {
    public Status {
      targetRefs = List.copyOf(targetRefs);
      sourceRefs = List.copyOf(sourceRefs);
      items = List.copyOf(items);
    }

    /// A Status of five components, as most are.
    public static Status of(String cmdId, String msgRef, String cmdRef, String cmd, String code) {
      return new Status(
          cmdId,
          msgRef,
          cmdRef,
          cmd,
          List.of(),
          List.of(),
          Optional.empty(),
          code,
          Optional.empty(),
          List.of());
    }

    @Override
    public String name() {
      return "Status";
    }
  }

  /// What a Get found.
  ///
  /// @param msgRef the MsgID of the message that held the Get; `1` when it was absent
  /// @param cmdRef its CmdID; `1` when it was absent
  /// @param cmd its name; empty when absent
  record Results(
      String cmdId,
      String msgRef,
      String cmdRef,
      String cmd,
      Meta meta,
      Optional<String> targetRef,
      Optional<String> sourceRef,
      List<Item> items)
      implements Command {
    public Results {
      items = List.copyOf(items);
    }

    @Override
    public String name() {
      return "Results";
    }
  }

  /// An element that is none of these, or stands where it must not: a command this agent does not
  /// know, a second `Final`, a Status inside an Atomic. Its content is not kept.
  record Unknown(String cmdId, String name) implements Command {}
}
