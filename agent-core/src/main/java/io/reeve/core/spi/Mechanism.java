package io.reeve.core.spi;

import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Code that can read and write one kind of place on one operating system.
///
/// Its contract, which `MechanismContract` tests: what was written is read back; writing twice is
/// writing once and the second time changes nothing on disk; absent removes; missing reads as
/// absent; a bad address is refused; neighbours are untouched; a restored snapshot is exact, byte
/// for byte, with mode and owner.
public interface Mechanism {
  /// The name that catalogue rows use.
  String name();

  /// Checks the address and gives the place it names. Touches nothing.
  ///
  /// @throws IllegalArgumentException when the address lacks a parameter or has one that can never
  ///   be right
  /// @throws NotApplicableException when this machine cannot hold the place: a missing library or
  ///   service, a scratch root
  Point bind(Address address) throws NotApplicableException;

  /// Makes what was written take effect: one reload for all points of a pass. Called once after the
  /// writes of a pass that wrote to any of this mechanism's points, before they are read back.
  ///
  /// @param written the addresses written in this pass
  /// @throws IOException when the owner of the place refuses; the reconciler then restores the
  ///   pass's points of this mechanism and calls again
  default void settle(List<Address> written) throws IOException {}

  /// What [#settle] would do for these addresses, for people, for example `reloads sshd`; empty
  /// when it does nothing worth telling. Touches nothing.
  default String effect(List<Address> written) {
    return "";
  }

  /// Whether its places are entries of files that are written by nothing but `text`, `bytes`, `put`
  /// and `remove` of a `SystemFile`, so that a pass may write the entries of many places at once.
  /// What else a place writes, it writes at once, and its restoration takes that back.
  default boolean isOfEntries() {
    return false;
  }

  /// Forgets that work at this place failed a short while ago: somebody asks for another attempt
  /// now. Does nothing where nothing waits.
  default void retry(Address address) {}

  /// Told once, before it is used, what its work beside the loop waits for: installing does, taking
  /// away does not.
  default void heed(Courtesy courtesy) {}

  /// Begins to tell of changes that the system announces by other means than files: a D-Bus signal,
  /// netlink, work of the mechanism's own that has ended. Files are watched by [Point#files].
  /// Called once while at least one place of the mechanism is held or wanted, on the agent's loop,
  /// so it must be quick; the agent looks at all of them when it is told, and once after this.
  ///
  /// @param listener hears of changes
  /// @return ends the watch; one that watches nothing when there is nothing to watch
  /// @throws NotApplicableException when this machine does not announce them
  /// @throws IOException when the system refuses: it is tried again after a while, and the sweep
  ///   finds changes until then
  default Watch watch(Listener listener) throws IOException {
    return () -> {};
  }

  /// A watch that is on.
  @FunctionalInterface
  interface Watch extends AutoCloseable {
    /// Ends it. Nothing is told afterwards. Called once, also after the watch was lost.
    @Override
    void close();

    /// Whether it still watches. Asked by every sweep, for a watch that could not tell of its own
    /// end.
    default boolean isOn() {
      return true;
    }
  }

  /// Hears that places of a mechanism may have changed.
  @FunctionalInterface
  interface Listener {
    /// Something changed. Called on any thread; must only enqueue. Changes made by the agent itself
    /// are told too.
    ///
    /// @param by who did it where the system tells, for example `nft (process 812, user 0)`; empty
    ///   when it does not
    void changed(String by);

    /// The watch has ended by itself, for example because the bus closed the connection. Called on
    /// any thread. The agent looks, closes it and begins another, at longer and longer intervals
    /// when that does not last.
    ///
    /// @param why a sentence without a full stop
    default void lost(String why) {}
  }

  /// One place on the machine.
  interface Point {
    /// The value in force: not what was last written but what the owner of the place would use.
    /// [Value.Absent] when it is not set.
    Value read() throws IOException;

    /// Sets the value so that a crash leaves either the old or the new; [Value.Absent] removes it.
    /// Writing what is already there writes nothing.
    ///
    /// @throws PendingException when it has begun and takes longer than the agent may wait
    /// @throws IOException when it cannot be written; nothing is changed then
    void write(Value value) throws IOException;

    /// All that is needed to put the place back as it is now.
    default Snapshot capture() throws IOException {
      return new Snapshot(read(), "");
    }

    /// Puts the place back as it was, exactly.
    default void restore(Snapshot before) throws IOException {
      write(before.value());
    }

    /// The files and directories whose change may mean drift here; empty when there are none.
    default Set<Path> files() {
      return Set.of();
    }
  }

  /// A place as it was.
  ///
  /// @param value its value
  /// @param detail what else the mechanism needs for an exact restoration (bytes, mode, owner,
  ///   ...), in a form of its own; may be empty; never holds a secret
  record Snapshot(Value value, String detail) {}
}
