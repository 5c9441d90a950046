package io.reeve.core.local;

import io.reeve.core.local.AgentException.Kind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The client's side of an error answer.
final class RpcError {
  private RpcError() {}

  /// The exception an error answer stands for.
  static AgentException exception(Map<?, ?> error) {
    var data = error.get("data") instanceof Map<?, ?> given ? given : Map.of();
    return new AgentException(
        kind(data.get("kind")),
        String.valueOf(error.get("message")),
        data.get("hint") instanceof String hint ? hint : "look into the daemon's log");
  }

  private static Kind kind(@Nullable Object name) {
    for (var kind : Kind.values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    return Kind.FAILED;
  }
}
