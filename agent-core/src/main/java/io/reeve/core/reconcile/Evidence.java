package io.reeve.core.reconcile;

import io.reeve.core.spi.Witness;
import io.reeve.policy.Address;
import io.reeve.store.JournalEntry;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Who changed a place, as far as the system tells.
final class Evidence {
  private static final int MOST = 3;
  private static final String SELF = "(process " + ProcessHandle.current().pid() + ",";

  private final Machine machine;
  private final Witness witness;
  private final Map<String, List<String>> announced = new HashMap<>();

  Evidence(Machine machine, Witness witness) {
    this.machine = machine;
    this.witness = witness;
  }

  /// The system announced that they changed places of the mechanism; in place of what it announced
  /// before.
  void announced(String mechanism, Collection<String> by) {
    announced.put(
        mechanism,
        by.stream()
            .filter(each -> !each.isBlank() && !each.contains(SELF))
            .distinct()
            .limit(MOST)
            .toList());
  }

  /// What was announced has been looked at.
  void spent(String mechanism) {
    announced.remove(mechanism);
  }

  /// Who changed the place since we last had it right; empty when nobody can tell.
  ///
  /// @param held what the journal knows of it
  String who(Address address, Optional<JournalEntry> held) {
    var by = announced.getOrDefault(address.mechanism(), List.of());
    if (!by.isEmpty()) {
      return String.join("; ", by);
    }
    var since = held.map(entry -> entry.repairedAt().orElse(entry.since())).orElse(Instant.EPOCH);
    return machine.files(address).stream()
        .flatMap(file -> witness.who(file, since).stream())
        .distinct()
        .limit(MOST)
        .collect(Collectors.joining("; "));
  }
}
