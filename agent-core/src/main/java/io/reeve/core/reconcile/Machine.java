package io.reeve.core.reconcile;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.Mechanism.Point;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Observation;
import io.reeve.policy.Value;
import io.reeve.store.JournalEntry.Before;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The places of this machine, through its mechanisms. A defect in one mechanism is logged and
/// becomes a failure of that place, so that it cannot stop the others.
final class Machine {
  private static final Logger LOG = LoggerFactory.getLogger(Machine.class);

  private final Map<String, Mechanism> mechanisms = new HashMap<>();

  Machine(Collection<Mechanism> mechanisms) {
    for (var mechanism : mechanisms) {
      if (this.mechanisms.put(mechanism.name(), mechanism) != null) {
        throw new IllegalArgumentException("two mechanisms named " + mechanism.name());
      }
    }
  }

  @FunctionalInterface
  private interface Call<T> {
    T run(Point point) throws IOException;
  }

  /// The place as it is, whatever that is.
  Observation look(Address address) {
    try {
      return new Observation.Seen(read(address));
    } catch (NotApplicableException e) {
      return new Observation.NotApplicable(reason(e));
    } catch (IOException e) {
      return new Observation.Unreadable(reason(e));
    }
  }

  Value read(Address address) throws IOException {
    return at(address, Point::read);
  }

  void write(Address address, Value value) throws IOException {
    at(
        address,
        point -> {
          point.write(value);
          return value;
        });
  }

  Before capture(Address address) throws IOException {
    var snapshot = at(address, Point::capture);
    return new Before(snapshot.value(), snapshot.detail());
  }

  void restore(Address address, Before before) throws IOException {
    at(
        address,
        point -> {
          point.restore(new Mechanism.Snapshot(before.value(), before.detail()));
          return before;
        });
  }

  /// The files whose change may mean drift there; none when the place cannot be had.
  Set<Path> files(Address address) {
    try {
      return at(address, Point::files);
    } catch (IOException e) {
      LOG.debug("{} is not watched: {}", address, e.getMessage());
      return Set.of();
    }
  }

  /// The mechanisms of these places that this build has.
  Set<Mechanism> mechanisms(Collection<Address> places) {
    var owners = new LinkedHashSet<Mechanism>();
    for (var place : places) {
      var owner = mechanisms.get(place.mechanism());
      if (owner != null) {
        owners.add(owner);
      }
    }
    return owners;
  }

  /// Whether several writes there may be made as one, by a draft.
  boolean isOfEntries(String mechanism) {
    var owner = mechanisms.get(mechanism);
    return owner != null && owner.isOfEntries();
  }

  /// What settling would do, for people; empty when nothing is done or nobody can tell.
  String effect(String mechanism, Collection<Address> written) {
    var owner = mechanisms.get(mechanism);
    return owner == null ? "" : owner.effect(List.copyOf(written));
  }

  /// Somebody asks for another attempt there.
  void retry(Address address) {
    var owner = mechanisms.get(address.mechanism());
    if (owner != null) {
      owner.retry(address);
    }
  }

  void settle(String mechanism, Collection<Address> written) throws IOException {
    var owner = mechanisms.get(mechanism);
    if (owner == null) {
      return;
    }
    try {
      owner.settle(List.copyOf(written));
    } catch (RuntimeException e) {
      throw defect(mechanism, e);
    }
  }

  private <T> T at(Address address, Call<T> call) throws IOException {
    var mechanism = mechanisms.get(address.mechanism());
    if (mechanism == null) {
      throw new NotApplicableException(
          "this build has no mechanism '" + address.mechanism() + "' for " + address);
    }
    try {
      return call.run(bind(mechanism, address));
    } catch (RuntimeException e) {
      throw defect(address.toString(), e);
    }
  }

  /// A name in the address that the mechanism cannot take is the service's mistake and no defect.
  private static Point bind(Mechanism mechanism, Address address) throws IOException {
    try {
      return mechanism.bind(address);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
    }
  }

  private static IOException defect(String where, RuntimeException e) {
    LOG.error("defect at {}", where, e);
    return new IOException("a defect of the agent at " + where + ": " + e, e);
  }

  /// An exception as people read it; never empty.
  static String reason(IOException e) {
    var message = e.getMessage();
    return message == null || message.isBlank() ? e.toString() : message;
  }
}
