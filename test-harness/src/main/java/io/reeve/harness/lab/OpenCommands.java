package io.reeve.harness.lab;

import io.reeve.harness.lab.CommandQueue.Placed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The queued commands that a session may still send, oldest first. A message costs what it takes
/// of them, not what waits: they are read a few at a time, and none again that the session has done
/// with.
final class OpenCommands {
  private static final int READ_AT_ONCE = 16;

  private final CommandQueue queue;
  private final String device;
  private final Tried tried;

  /// Up to this place the session has nothing more to send: nothing it has done with is opened
  /// again, and no command gets a place before another.
  private long done;

  OpenCommands(CommandQueue queue, String device, Tried tried) {
    this.queue = queue;
    this.device = device;
    this.tried = tried;
  }

  /// Each as a step, read as it is taken.
  Stream<Step> steps() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(new Walk(), Spliterator.ORDERED), false);
  }

  private final class Walk implements Iterator<Step> {
    private final Deque<Placed> read = new ArrayDeque<>();
    private long reached = done;
    private boolean atBegin = true;

    @Override
    public boolean hasNext() {
      while (true) {
        if (read.isEmpty()) {
          read.addAll(queue.open(device, reached, READ_AT_ONCE));
        }
        if (read.isEmpty()) {
          return false;
        }
        reached = read.element().position();
        if (tried.open(step(read.element()).key())) {
          atBegin = false;
          return true;
        }
        done = atBegin ? reached : done;
        read.remove();
      }
    }

    @Override
    public Step next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return step(read.remove());
    }

    private static Step.Ask step(Placed placed) {
      return new Step.Ask(placed.command());
    }
  }
}
