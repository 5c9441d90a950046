package io.reeve.core.dm;

import java.util.List;

/// A SyncML message.
///
/// @param header who speaks to whom
/// @param commands what stands in the body, in order
/// @param last whether it closes its sender's package (`Final`)
public record Message(SyncHdr header, List<Command> commands, boolean last) {
  public Message {
    commands = List.copyOf(commands);
  }
}
