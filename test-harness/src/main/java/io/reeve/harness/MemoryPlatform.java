package io.reeve.harness;

import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.Platform;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/// A platform without a machine: mechanisms in memory, for tests of everything above the SPI.
///
/// @param name the operating system it stands for in catalogue rows
/// @param memory its mechanisms
public record MemoryPlatform(String name, List<MemoryMechanism> memory) implements Platform {
  public MemoryPlatform {
    memory = List.copyOf(memory);
  }

  /// A platform with a mechanism for each of these names.
  public static MemoryPlatform of(String name, Collection<String> mechanisms, Faults faults) {
    return new MemoryPlatform(
        name,
        mechanisms.stream().distinct().map(each -> new MemoryMechanism(each, faults)).toList());
  }

  /// The mechanism of that name.
  public MemoryMechanism mechanism(String mechanism) {
    return memory.stream().filter(each -> each.name().equals(mechanism)).findFirst().orElseThrow();
  }

  @Override
  public boolean isThisMachine() {
    return true;
  }

  @Override
  public Commands commands() {
    return (arguments, _) -> {
      throw new IOException("no programs here: " + arguments.getFirst());
    };
  }

  @Override
  public List<Mechanism> mechanisms(Host host) {
    return List.copyOf(memory);
  }

  @Override
  public List<Table<?>> tables(Host host) {
    return List.of();
  }

  @Override
  public List<RemoteAction> actions(Host host) {
    return List.of();
  }
}
