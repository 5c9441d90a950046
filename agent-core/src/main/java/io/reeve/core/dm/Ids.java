package io.reeve.core.dm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.IdentityHashMap;

/// Names commands so that a resent one is known again.
///
/// A CmdID of digits counts within its message and starts again in the next, so it names a command
/// only together with its message and session. Any other CmdID is taken for a name of its own, as
/// the field's servers give; a hash of the command is part of it, so that a server that reuses a
/// name for something else is not misunderstood.
final class Ids {
  /// The hash tells longer ones apart.
  private static final int LONGEST = 64;

  private final String session;
  private final String msgId;
  private final IdentityHashMap<Command, String> known = new IdentityHashMap<>();

  /// @param session names the session for ever
  /// @param msgId of the service's message
  Ids(String session, String msgId) {
    this.session = session;
    this.msgId = msgId;
  }

  /// The command's name for ever; [io.reeve.core.action.ActionRunner] keeps it beyond the session.
  /// Worked out once for each command, for it reads all of it, and is asked for by every Item.
  String of(Command command) {
    return known.computeIfAbsent(command, this::name);
  }

  private String name(Command command) {
    var id = command.cmdId();
    id = id.length() > LONGEST ? id.substring(0, LONGEST) : id;
    boolean counts = id.chars().allMatch(c -> c >= '0' && c <= '9');
    var hash = hash(command);
    return counts ? "s-" + session + "-" + msgId + "-" + id + "-" + hash : "c-" + id + "-" + hash;
  }

  private static String hash(Command command) {
    var text = new SyncMlWriter(false).text(command);
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
