package io.reeve.core.dm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was answered in this session, so that a command the service sends again until it has seen a
/// Status is answered again and not done again.
final class Replays {
  private static final int MOST = 20_000;

  private final Map<String, List<Part>> answered =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Part>> eldest) {
          return size() > MOST;
        }
      };

  void remember(String id, List<Part> answers) {
    answered.put(id, List.copyOf(answers));
  }

  /// The answers given to it before, now for this message; empty when it is new.
  Optional<List<Part>> again(String id, String msgRef) {
    return Optional.ofNullable(answered.get(id))
        .map(parts -> parts.stream().map(part -> to(part, msgRef)).toList());
  }

  private static Part to(Part part, String msgRef) {
    return switch (part.command()) {
      case Command.Status s ->
          part.with(
              new Command.Status(
                  s.cmdId(),
                  msgRef,
                  s.cmdRef(),
                  s.cmd(),
                  s.targetRefs(),
                  s.sourceRefs(),
                  s.chal(),
                  s.code(),
                  s.originalError(),
                  s.items()));
      case Command.Results r ->
          part.with(
              new Command.Results(
                  r.cmdId(),
                  msgRef,
                  r.cmdRef(),
                  r.cmd(),
                  r.meta(),
                  r.targetRef(),
                  r.sourceRef(),
                  r.items()));
      case Command.Add _,
          Command.Replace _,
          Command.Delete _,
          Command.Get _,
          Command.Exec _,
          Command.Copy _,
          Command.Alert _,
          Command.Atomic _,
          Command.Sequence _,
          Command.Unknown _ ->
          part;
    };
  }
}
