package io.reeve.core.spi;

import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Something the service can have done once: a node it may Exec.
///
/// A bad argument is refused before anything happens. That it runs at most once for each command,
/// even over a crash, is the caller's part.
public interface RemoteAction {
  /// The node that is executed.
  OmaUri uri();

  /// Runs it.
  ///
  /// @param argument what the service gave; [Value.Absent] for nothing. It is no secret: of an
  ///   action that is held back it is kept in the store and shown
  /// @throws IOException when the machine refuses
  Result run(Value argument) throws IOException;

  /// Whether it takes something from whoever uses the machine that nobody can give back. Such an
  /// action passes the guard on the device: it is held back for a while, one at a time, and may
  /// need a second person's approval.
  default boolean isDestructive() {
    return false;
  }

  /// Whether it only has the agent do soon what it does anyway, or what is written down where it is
  /// done: nobody needs to know in a year that it was asked for.
  default boolean isRoutine() {
    return false;
  }

  /// Whether people who are not the service stand for this very argument, by what is in it. The
  /// guard then asks for no approval, and holds it back for the time it has for such.
  default boolean isVouchedFor(Value argument) {
    return false;
  }

  /// Whether it may end this process before it has answered, because it ends the machine: a
  /// restart, the switching off, a wipe. That it goes on is then remembered before it is run.
  default boolean endsMachine() {
    return false;
  }

  /// How long after it is run the machine is to end; of one that ends it. What ended this process
  /// before it has answered is then not taken for late.
  default Duration endsAfter(Value argument) {
    return Duration.ZERO;
  }

  /// Why it cannot be done here; empty when nothing stands in its way. Of what is destructive it is
  /// asked before it is held back, so that nobody waits for a refusal. It changes nothing.
  ///
  /// @param argument what the service gave
  /// @throws IOException when that cannot be told; it is not done then
  default Optional<String> obstacle(Value argument) throws IOException {
    return Optional.empty();
  }

  /// Goes on with the work of a [Result.Parting] that was cut off after it had begun. What may
  /// stand in the way of beginning is asked no more: it may stand there because of what is done
  /// already.
  ///
  /// @throws IOException when the machine refuses
  default Result resume(Value argument) throws IOException {
    return run(argument);
  }

  /// The last thing this process does when the work of a [Result.Parting] is done: it ends the
  /// machine. Called again after a crash; returns where the machine was off in between.
  ///
  /// @throws IOException when the machine stays
  default void finish() throws IOException {}

  /// How it went.
  sealed interface Result {
    /// It is done; the text is the output for the service, may be empty.
    record Done(String output) implements Result {}

    /// It has begun, and the system goes on with it by itself until the machine has restarted or
    /// gone. When the machine comes back, it is done; when it is still there long after that time,
    /// it has failed.
    ///
    /// @param due when the machine restarts or goes
    record Started(Instant due) implements Result {}

    /// It is done, and has called off what these actions had started.
    ///
    /// @param output as in [Done]
    /// @param what the actions' addresses
    record CalledOff(String output, List<OmaUri> what) implements Result {
      public CalledOff {
        what = List.copyOf(what);
      }
    }

    /// It takes longer than the agent may wait; the work is then done beside the agent's loop, and
    /// its result is told when it ends. It is cut off by the end of the agent.
    record Later(Callable<Result> work) implements Result {}

    /// It ends the machine for good, which can tell nothing afterwards. The work is done beside the
    /// agent's loop when the service has heard that it begins, and [RemoteAction#finish] when the
    /// service has heard that it is done; where it cannot be reached, both are done all the same
    /// after some tries. Work that a crash cuts off is begun again by [RemoteAction#resume], so
    /// doing it twice has to do no harm; once it is done, only the end is.
    record Parting(Callable<Result> work) implements Result {}

    /// It was not done, and why: a bad argument, a guard.
    record Refused(String reason) implements Result {}
  }
}
