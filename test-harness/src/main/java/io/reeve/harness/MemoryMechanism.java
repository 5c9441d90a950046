package io.reeve.harness;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.PendingException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A mechanism whose places are in memory. Every address of its name is a place, but one with the
/// parameter `unavailable`, which is not applicable with that text as the reason.
///
/// The parameter `broken` makes settling fail while the place has that value, as a service refuses
/// to reload a configuration it does not like. The parameter `stuck` makes the place keep that
/// value whatever is written, as when somebody else's file wins. The parameter `slow` makes writing
/// take longer than the agent waits: it goes on until [#finish] or [#refuse].
///
/// Changes are announced when a test says so, to the watch that is on then.
public final class MemoryMechanism implements Mechanism {
  private final String name;
  private final Faults faults;
  private final Map<String, Value> places = new ConcurrentHashMap<>();
  private final Map<String, Value> going = new ConcurrentHashMap<>();
  private final Map<String, String> refused = new ConcurrentHashMap<>();
  private volatile Set<Address> frozen = Set.of();
  private final List<Announcements> watches = new CopyOnWriteArrayList<>();
  private final AtomicInteger begun = new AtomicInteger();

  /// A mechanism without trouble.
  public MemoryMechanism(String name) {
    this(name, new Faults());
  }

  /// @param name the name catalogue rows use
  /// @param faults the trouble its steps meet: `write ADDRESS`, `written ADDRESS`, `restore
  ///   ADDRESS`, `restored ADDRESS`, `read ADDRESS`, `settle NAME`, `watch NAME`
  public MemoryMechanism(String name, Faults faults) {
    this.name = name;
    this.faults = faults;
  }

  /// Restoring these places fails from now on, and every other works.
  public void refuseToRestore(Address... addresses) {
    frozen = Set.of(addresses);
  }

  /// Changes a place behind the agent's back.
  public void tamper(Address address, Value value) {
    places.put(address.toString(), value);
  }

  /// Tells whoever watches that something changed.
  public void announce(String by) {
    watches.forEach(watch -> watch.listener.changed(by));
  }

  /// The system ends every watch, and says so.
  public void loseWatches(String why) {
    var lost = List.copyOf(watches);
    watches.clear();
    lost.forEach(watch -> watch.listener.lost(why));
  }

  /// The system ends every watch, and nobody is told.
  public void loseWatchesSilently() {
    watches.clear();
  }

  /// How many watches are on.
  public int watches() {
    return watches.size();
  }

  /// How many watches were begun ever.
  public int watchesBegun() {
    return begun.get();
  }

  /// The slow work at that place has ended well.
  public void finish(Address address) {
    var value = going.remove(address.toString());
    if (value == null) {
      throw new IllegalStateException("nothing goes on at " + address);
    }
    places.put(address.toString(), value);
  }

  /// The slow work at that place has ended badly; who asks next hears why.
  public void refuse(Address address, String why) {
    going.remove(address.toString());
    refused.put(address.toString(), why);
  }

  /// What is at a place now.
  public Value at(Address address) {
    return places.getOrDefault(address.toString(), Value.absent());
  }

  /// Every place that is set.
  public Map<String, Value> all() {
    var set = new TreeMap<>(places);
    set.values().removeIf(Value::isAbsent);
    return set;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    if (!address.mechanism().equals(name)) {
      throw new IllegalArgumentException(name + " cannot hold " + address);
    }
    var unavailable = address.parameters().get("unavailable");
    if (unavailable != null) {
      throw new NotApplicableException(unavailable);
    }
    return new Cell(address);
  }

  @Override
  public void settle(List<Address> written) throws IOException {
    faults.step("settle " + name);
    for (var address : written) {
      var broken = address.parameters().get("broken");
      if (broken != null && at(address).wire().equals(broken)) {
        throw new IOException(name + " refuses " + broken + " at " + address);
      }
    }
  }

  @Override
  public Watch watch(Listener listener) throws IOException {
    faults.step("watch " + name);
    begun.incrementAndGet();
    var watch = new Announcements(listener);
    watches.add(watch);
    return watch;
  }

  /// Identity tells one watch from another.
  private final class Announcements implements Watch {
    private final Listener listener;

    Announcements(Listener listener) {
      this.listener = listener;
    }

    @Override
    public boolean isOn() {
      return watches.contains(this);
    }

    @Override
    public void close() {
      watches.remove(this);
    }
  }

  private final class Cell implements Point {
    private final Address address;

    Cell(Address address) {
      this.address = address;
    }

    @Override
    public Value read() throws IOException {
      faults.step("read " + address);
      var stuck = address.parameters().get("stuck");
      return stuck == null ? at(address) : Value.of(stuck);
    }

    @Override
    public void write(Value value) throws IOException {
      faults.step("write " + address);
      put(value);
      faults.step("written " + address);
    }

    @Override
    public Snapshot capture() throws IOException {
      return new Snapshot(at(address), "captured");
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      if (!before.detail().equals("captured")) {
        throw new IllegalArgumentException("not a snapshot of this mechanism: " + before);
      }
      faults.step("restore " + address);
      if (frozen.contains(address)) {
        throw new IOException(address + " cannot be restored");
      }
      put(before.value());
      faults.step("restored " + address);
    }

    private void put(Value value) throws IOException {
      if (!address.parameters().containsKey("slow") || at(address).sameAs(value)) {
        places.put(address.toString(), value);
        return;
      }
      var why = refused.remove(address.toString());
      if (why != null) {
        throw new IOException(why);
      }
      going.put(address.toString(), value);
      throw new PendingException("working on '" + value.wire() + "'");
    }
  }
}
