package io.reeve.core.dm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is waiting to be sent, cut into messages the peer accepts.
final class Outgoing {
  /// A peer that announces less is not believed: no Status would fit.
  private static final int LEAST_MESSAGE = 2048;

  private static final int LEAST_CHUNK = 256;

  /// Five messages with as many commands as one may have.
  private static final int MOST = 5 * SyncMl.MAX_COMMANDS;

  private final boolean msft;
  private final Deque<Part> queue = new ArrayDeque<>();
  private long largestMessage = Long.MAX_VALUE;
  private long largestObject = Long.MAX_VALUE;

  Outgoing(boolean msft) {
    this.msft = msft;
  }

  /// Takes note of what the peer's header says it accepts.
  void limits(Meta meta) {
    number(meta.maxMsgSize()).ifPresent(most -> largestMessage = Math.max(most, LEAST_MESSAGE));
    number(meta.maxObjSize()).ifPresent(most -> largestObject = most);
  }

  private static Optional<Long> number(Optional<String> text) {
    return text.filter(digits -> digits.matches("\\d{1,18}")).map(Long::valueOf);
  }

  long largestObject() {
    return largestObject;
  }

  void add(Part part) {
    queue.add(part);
  }

  void addAll(Collection<Part> parts) {
    queue.addAll(parts);
  }

  /// Puts back what a challenged message held.
  void again(List<Part> parts) {
    for (var part : parts.reversed()) {
      queue.addFirst(part);
    }
  }

  /// Forgets answers not yet sent to commands that are answered anew.
  void withdraw(Set<String> cmdRefs) {
    if (!cmdRefs.isEmpty()) {
      queue.removeIf(
          part -> part.answers().filter(cmdRefs::contains).isPresent() && !part.continues());
    }
  }

  /// Whether more waits than a peer that reads its answers lets come together.
  boolean isOverfull() {
    return queue.size() > MOST;
  }

  /// Whether there is anything worth a message.
  boolean matters() {
    return queue.stream().anyMatch(Part::matters);
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  void clear() {
    queue.clear();
  }

  /// A message and what it carries.
  record Built(Message message, List<Part> parts) {}

  /// @param first what has to come first: the Status for the peer's header
  /// @param mayClose whether the message may close the package when nothing is left
  Built build(SyncHdr header, Optional<Part> first, boolean mayClose) {
    var draft = new Draft(header);
    first.ifPresent(draft::put);
    boolean full = false;
    while (!queue.isEmpty() && !full) {
      full = !next(draft);
    }
    boolean last = mayClose && queue.isEmpty() && !draft.endsInChunk();
    return new Built(
        new Message(header, draft.parts.stream().map(Part::command).toList(), last), draft.parts);
  }

  /// @return whether there may be room for more
  private boolean next(Draft draft) {
    var part = queue.remove();
    int length = draft.length(part);
    if (draft.used + length <= largestMessage) {
      draft.put(part);
      return !part.moreToCome();
    }
    boolean chunkable = part.soleItem().flatMap(Item::data).isPresent();
    if (chunkable && draft.empty + length > largestMessage) {
      return chunk(draft, part, length);
    }
    if (draft.isFresh()) {
      draft.put(part);
    } else {
      queue.addFirst(part);
    }
    return false;
  }

  /// Sends as much of a large object as fits.
  private boolean chunk(Draft draft, Part part, int length) {
    var item = part.soleItem().orElseThrow();
    var data = item.data().orElseThrow();
    var total = String.valueOf(data.getBytes(UTF_8).length);
    int frame =
        length
            - escaped(data)
            + "<Size xmlns=\"syncml:metinf\"></Size>".length()
            + "<MoreData/>".length()
            + total.length();
    long room = largestMessage - draft.used - frame;
    if (room < LEAST_CHUNK && !draft.isFresh()) {
      queue.addFirst(part);
      return false;
    }
    int cut = cut(data, Math.max(room, LEAST_CHUNK));
    if (cut == data.length()) {
      draft.put(part);
      return true;
    }
    var size = part.continues() ? Optional.<String>empty() : Optional.of(total);
    draft.put(
        part.chunk(
            item.withMeta(item.meta().withSize(size)).withData(data.substring(0, cut), true)));
    queue.addFirst(part.rest(item.withData(data.substring(cut), false)));
    return false;
  }

  private static int escaped(String text) {
    var out = new StringBuilder();
    Escapes.text(out, text);
    return out.toString().getBytes(UTF_8).length;
  }

  /// How many characters of the text take at most so many bytes in a message.
  private static int cut(String text, long room) {
    long used = 0;
    int at = 0;
    while (at < text.length()) {
      int next = text.offsetByCodePoints(at, 1);
      used += escaped(text.substring(at, next));
      if (used > room) {
        return at;
      }
      at = next;
    }
    return at;
  }

  /// A message being filled.
  private final class Draft {
    final List<Part> parts = new ArrayList<>();
    final int empty;
    int used;
    private int fixed;

    Draft(SyncHdr header) {
      empty = SyncMl.write(new Message(header, List.of(), true), msft).length;
      used = empty;
    }

    int length(Part part) {
      return SyncMl.length(part.withCmdId(id()).command(), msft);
    }

    private String id() {
      return Integer.toString(parts.size() + 1);
    }

    void put(Part part) {
      var numbered = part.withCmdId(id());
      used += SyncMl.length(numbered.command(), msft);
      parts.add(numbered);
      if (parts.size() == 1 && numbered.answers("0")) {
        fixed = 1;
      }
    }

    /// Whether it holds nothing but the Status for the header.
    boolean isFresh() {
      return parts.size() <= fixed;
    }

    boolean endsInChunk() {
      return !parts.isEmpty() && parts.getLast().moreToCome();
    }
  }
}
