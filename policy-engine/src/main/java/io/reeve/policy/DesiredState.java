package io.reeve.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What every authority wants. Immutable and safe from any thread; a change gives a new one.
public final class DesiredState {
  private DesiredState() {}

  /// Nobody wants anything.
  public static DesiredState empty() {
    return Unbuilt.yet();
  }

  /// The same, with this authority wanting this value.
  ///
  /// @param uri the address as [Catalog.Match#uri] spells it
  public DesiredState with(Authority authority, OmaUri uri, Entry entry) {
    return Unbuilt.yet();
  }

  /// The same, with this authority wanting nothing there.
  public DesiredState without(Authority authority, OmaUri uri) {
    return Unbuilt.yet();
  }

  /// The same, with this authority wanting nothing at all and owning every workload again.
  public DesiredState without(Authority authority) {
    return Unbuilt.yet();
  }

  /// The same, with this authority told that these workloads are not its own: its values there are
  /// kept and shown, but count for nothing.
  ///
  /// @param workloads categories of the catalogue; replaces what was said before
  public DesiredState disowning(Authority authority, Set<String> workloads) {
    return Unbuilt.yet();
  }

  /// What this authority wants, by address, in address order.
  public Map<OmaUri, Entry> of(Authority authority) {
    return Unbuilt.yet();
  }

  /// Every address somebody wants something at, merged, in the order of [Catalog#all] and then of
  /// address. Addresses the catalogue does not know are left out: an older catalogue's rows that
  /// are gone.
  public Map<OmaUri, Effective> effective(Catalog catalog) {
    return Unbuilt.yet();
  }

  /// The merged wish for one address; empty when nobody asks or the catalogue does not know it.
  public Optional<Effective> effective(Catalog catalog, OmaUri uri) {
    return Unbuilt.yet();
  }

  /// One authority's value.
  ///
  /// @param value never absent: to want nothing is to have no entry
  /// @param sequence orders all writes of all authorities; later is greater
  /// @param at when it was written, for people
  public record Entry(Value value, long sequence, Instant at) {}

  /// Who wants what.
  ///
  /// @param counts whether the authority has a say in this workload
  public record Wish(Authority authority, Entry entry, boolean counts) {}

  /// The merged wish for one address.
  ///
  /// @param match the setting there
  /// @param value what is wanted of the machine; empty when no authority with a say wants anything
  /// @param wishes who wants what, the winner first
  /// @param why who wins and by which rule, in a sentence
  public record Effective(
      Catalog.Match match, Optional<Value> value, List<Wish> wishes, String why) {
    public Effective {
      wishes = List.copyOf(wishes);
    }
  }
}
