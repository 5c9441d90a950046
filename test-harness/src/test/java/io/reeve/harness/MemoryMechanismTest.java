package io.reeve.harness;

import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class MemoryMechanismTest implements MechanismContract {
  private final MemoryMechanism memory = new MemoryMechanism("memory");

  @Override
  public Mechanism mechanism() {
    return memory;
  }

  @Override
  public Address address() {
    return new Address("memory", Map.of("key", "a"));
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("1"), Value.of("2"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(new Address("memory", Map.of("key", "b")));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(new Address("other", Map.of()));
  }
}
