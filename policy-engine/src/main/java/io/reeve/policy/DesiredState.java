package io.reeve.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// What every authority wants. Immutable and safe from any thread; a change gives a new one.
///
/// @param entries by authority and address, in address order
/// @param disowned by authority, the workloads it has no say in
public record DesiredState(
    Map<Authority, SortedMap<OmaUri, Entry>> entries, Map<Authority, Set<String>> disowned) {

  public DesiredState {
    var sorted = new EnumMap<Authority, SortedMap<OmaUri, Entry>>(Authority.class);
    entries.forEach((authority, wanted) -> {
      if (!wanted.isEmpty()) {
        sorted.put(authority, Collections.unmodifiableSortedMap(new TreeMap<>(wanted)));
      }
    });
    entries = Collections.unmodifiableMap(sorted);
    var sets = new EnumMap<Authority, Set<String>>(Authority.class);
    disowned.forEach((authority, workloads) -> {
      if (!workloads.isEmpty()) {
        sets.put(authority, Set.copyOf(workloads));
      }
    });
    disowned = Collections.unmodifiableMap(sets);
  }

  /// Nobody wants anything.
  public static DesiredState empty() {
    return new DesiredState(Map.of(), Map.of());
  }

  /// The same, with this authority wanting this value.
  ///
  /// @param uri the address as [Catalog.Match#uri] spells it
  public DesiredState with(Authority authority, OmaUri uri, Entry entry) {
    return with(authority, Map.of(uri, entry));
  }

  /// The same, with this authority wanting all these values too. One call for many values costs
  /// about as much as one call for one.
  public DesiredState with(Authority authority, Map<OmaUri, Entry> more) {
    return changed(
        authority,
        wanted -> {
          wanted.putAll(more);
          return wanted;
        });
  }

  /// The same, with this authority wanting nothing there.
  public DesiredState without(Authority authority, OmaUri uri) {
    return without(authority, List.of(uri));
  }

  /// The same, with this authority wanting nothing at all these addresses.
  public DesiredState without(Authority authority, Collection<OmaUri> uris) {
    return changed(
        authority,
        wanted -> {
          uris.forEach(wanted::remove);
          return wanted;
        });
  }

  /// The same, with this authority wanting nothing at all and owning every workload again.
  public DesiredState without(Authority authority) {
    var fewer = new EnumMap<Authority, Set<String>>(Authority.class);
    fewer.putAll(disowned);
    fewer.remove(authority);
    return new DesiredState(changed(authority, _ -> new TreeMap<>()).entries, fewer);
  }

  private DesiredState changed(Authority authority, UnaryOperator<TreeMap<OmaUri, Entry>> change) {
    var all = new EnumMap<Authority, SortedMap<OmaUri, Entry>>(Authority.class);
    all.putAll(entries);
    all.put(authority, change.apply(new TreeMap<>(of(authority))));
    return new DesiredState(all, disowned);
  }

  /// The same, with this authority told that these workloads are not its own: its values there are
  /// kept and shown, but count for nothing.
  ///
  /// @param workloads categories of the catalogue; replaces what was said before
  public DesiredState disowning(Authority authority, Set<String> workloads) {
    var sets = new EnumMap<Authority, Set<String>>(Authority.class);
    sets.putAll(disowned);
    sets.put(authority, workloads);
    return new DesiredState(entries, sets);
  }

  /// The workloads this authority has no say in.
  public Set<String> disownedBy(Authority authority) {
    return disowned.getOrDefault(authority, Set.of());
  }

  /// What this authority wants, by address, in address order.
  public SortedMap<OmaUri, Entry> of(Authority authority) {
    return entries.getOrDefault(authority, Collections.emptySortedMap());
  }

  /// The greatest sequence number of any write.
  public long lastSequence() {
    return entries.values().stream()
        .flatMap(wanted -> wanted.values().stream())
        .mapToLong(Entry::sequence)
        .max()
        .orElse(0);
  }

  /// Every address somebody wants something at, merged, in the order of [Catalog#all] and then of
  /// address. Addresses the catalogue does not know are left out: rows of an older catalogue that
  /// are gone.
  public Map<OmaUri, Effective> effective(Catalog catalog) {
    var uris = new TreeSet<OmaUri>();
    entries.values().forEach(wanted -> uris.addAll(wanted.keySet()));
    var merged = new ArrayList<Effective>();
    uris.forEach(uri -> effective(catalog, uri).ifPresent(merged::add));
    merged.sort((a, b) -> catalog.rank(a.match().setting()) - catalog.rank(b.match().setting()));
    var byUri = new LinkedHashMap<OmaUri, Effective>();
    merged.forEach(effective -> byUri.putIfAbsent(effective.match().uri(), effective));
    return Collections.unmodifiableMap(byUri);
  }

  /// The merged wish for one address; empty when nobody asks or the catalogue does not know it.
  public Optional<Effective> effective(Catalog catalog, OmaUri uri) {
    return catalog
        .find(uri)
        .flatMap(match -> merged(match, wishes(match.uri(), match.setting().category())));
  }

  private List<Wish> wishes(OmaUri uri, String workload) {
    var wishes = new ArrayList<Wish>();
    entries.forEach((authority, wanted) -> {
      var entry = wanted.get(uri);
      if (entry != null) {
        boolean counts = !disownedBy(authority).contains(workload);
        wishes.add(new Wish(authority, entry, counts));
      }
    });
    return wishes;
  }

  private static Optional<Effective> merged(Catalog.Match match, List<Wish> wishes) {
    if (wishes.isEmpty()) {
      return Optional.empty();
    }
    var counting = wishes.stream().filter(Wish::counts).toList();
    if (counting.isEmpty()) {
      return Optional.of(
          new Effective(
              match,
              Optional.empty(),
              wishes,
              "nobody who asks for it has a say in " + match.setting().category()));
    }
    var merge = Merge.of(match.setting().row().conflict(), counting);
    var ordered = new ArrayList<>(List.of(merge.winner()));
    wishes.stream().filter(wish -> !wish.equals(merge.winner())).forEach(ordered::add);
    return Optional.of(
        new Effective(match, Optional.of(merge.winner().entry().value()), ordered, merge.why()));
  }

  /// One authority's value.
  ///
  /// @param value never absent: to want nothing is to have no entry
  /// @param sequence orders all writes of all authorities; later is greater
  /// @param at when it was written, for people
  public record Entry(Value value, long sequence, Instant at) {
    public Entry {
      if (value.isAbsent()) {
        throw new IllegalArgumentException("an absent value is wanted by having no entry");
      }
    }
  }

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
