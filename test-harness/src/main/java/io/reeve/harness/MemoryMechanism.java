package io.reeve.harness;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// A mechanism whose places are in memory. Every address of its name is a place, but one with the
/// parameter `unavailable`, which is not applicable with that text as the reason.
///
/// The parameter `broken` makes settling fail while the place has that value, as a service refuses
/// to reload a configuration it does not like. The parameter `stuck` makes the place keep that
/// value whatever is written, as when somebody else's file wins.
public final class MemoryMechanism implements Mechanism {
  private final String name;
  private final Faults faults;
  private final Map<String, Value> places = new ConcurrentHashMap<>();
  private volatile Set<Address> frozen = Set.of();

  /// A mechanism without trouble.
  public MemoryMechanism(String name) {
    this(name, new Faults());
  }

  /// @param name the name catalogue rows use
  /// @param faults the trouble its steps meet: `write ADDRESS`, `written ADDRESS`, `restore
  ///   ADDRESS`, `restored ADDRESS`, `read ADDRESS`, `settle NAME`
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
      places.put(address.toString(), value);
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
      places.put(address.toString(), before.value());
      faults.step("restored " + address);
    }
  }
}
