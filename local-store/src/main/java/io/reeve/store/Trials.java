package io.reeve.store;

import io.reeve.policy.Authority;
import io.reeve.policy.DesiredState;
import io.reeve.policy.DesiredState.Entry;
import io.reeve.store.Journal.DesiredBefore;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The changes on trial: those that could cut the machine off from the service and have not been
/// followed by an answer of it. Kept are the last values the service is known to be reachable with.
public final class Trials {
  private final Database database;

  Trials(Database database) {
    this.database = database;
  }

  /// What is on trial, as the way back.
  ///
  /// @param values what the desired values on trial were before
  /// @param disowned what the authorities had no say in before, for those where that is on trial
  public record Open(List<DesiredBefore> values, Map<Authority, Set<String>> disowned) {
    public Open {
      values = List.copyOf(values);
      disowned = Map.copyOf(disowned);
    }

    public boolean isEmpty() {
      return values.isEmpty() && disowned.isEmpty();
    }

    /// The state with everything on trial as it was before.
    public DesiredState in(DesiredState state) {
      var was = DesiredBefore.restore(state, values);
      for (var entry : disowned.entrySet()) {
        was = was.disowning(entry.getKey(), entry.getValue());
      }
      return was;
    }
  }

  /// Everything on trial.
  public Open open() {
    var disowned = new EnumMap<Authority, Set<String>>(Authority.class);
    database.query(
        row ->
            disowned.put(
                Authority.valueOf(row.getString("authority")),
                row.getString("workloads").lines().collect(Collectors.toCollection(TreeSet::new))),
        "select * from trial_disowned");
    return new Open(
        database.query(JournalRows::before, "select * from trial_value"), Map.copyOf(disowned));
  }

  /// Puts changes on trial. One that is on trial already keeps its older way back.
  public void begin(Open changes) {
    database.transaction(() -> {
      changes.values().forEach(this::put);
      changes
          .disowned()
          .forEach((authority, workloads) ->
              database.update(
                  "insert or ignore into trial_disowned (authority, workloads) values (?, ?)",
                  authority.name(),
                  String.join("\n", workloads)));
      return changes;
    });
  }

  private void put(DesiredBefore before) {
    database.update(
        "insert or ignore into trial_value (authority, uri, value, sequence, at)"
            + " values (?, ?, ?, ?, ?)",
        before.authority().name(),
        before.uri().toString(),
        before.entry().map(entry -> Columns.text(entry.value())).orElse(null),
        before.entry().map(Entry::sequence).orElse(null),
        before.entry().map(entry -> Columns.time(entry.at())).orElse(null));
  }

  /// These changes are not on trial after all: nothing was written for them.
  public void drop(Open changes) {
    changes
        .values()
        .forEach(each ->
            database.update(
                "delete from trial_value where authority = ? and uri = ?",
                each.authority().name(),
                each.uri().toString()));
    changes
        .disowned()
        .keySet()
        .forEach(authority ->
            database.update("delete from trial_disowned where authority = ?", authority.name()));
  }

  /// Nothing is on trial any more.
  public void end() {
    database.transaction(() -> {
      database.update("delete from trial_value");
      return database.update("delete from trial_disowned");
    });
  }
}
