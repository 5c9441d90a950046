package io.reeve.core.inventory;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Table;
import io.reeve.policy.Spelling;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tables of this machine: those every system has, and the platform's, which take the place of
/// the former where the name is the same. Safe from any thread; what is slow or native runs on
/// platform threads of its own.
public final class Tables implements Inventory, AutoCloseable {
  /// The most rows a table may have; one with more is reported as failed.
  public static final int MAX_ROWS = 50_000;

  private static final Logger LOG = LoggerFactory.getLogger(Tables.class);
  private static final Duration QUERY_LIMIT = Duration.ofSeconds(5);
  private static final int QUERY_THREADS = 2;
  private static final int QUERIES_WAITING = 16;

  private final Map<String, Table<?>> tables = new TreeMap<>();
  private final Map<String, Columns> schema = new TreeMap<>();
  private final Map<String, Reading> kept = new ConcurrentHashMap<>();
  private final Readers readers;
  private final ThreadPoolExecutor queries =
      new ThreadPoolExecutor(
          QUERY_THREADS,
          QUERY_THREADS,
          20,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(QUERIES_WAITING),
          Thread.ofPlatform().daemon().name("reeve-query-", 0).factory());
  private final Query query;

  /// @param tables where a name is there twice, the later one counts
  /// @param deadline for reading one table
  /// @param queryLimit for computing one query, its tables' reading aside
  Tables(List<? extends Table<?>> tables, Duration deadline, Duration queryLimit) {
    for (var table : tables) {
      this.tables.put(table.name(), table);
      schema.put(table.name(), Columns.of(table.row()));
    }
    readers = new Readers(deadline);
    queries.allowCoreThreadTimeOut(true);
    query = new Query(schema, this::readings, queryLimit);
  }

  /// The tables every system has and those of this platform.
  ///
  /// @param deadline for reading one table
  public static Tables of(List<Table<?>> platform, Duration deadline) {
    var all = new ArrayList<Table<?>>(CoreTables.all());
    all.addAll(platform);
    return new Tables(all, deadline, QUERY_LIMIT);
  }

  @Override
  public List<String> tables() {
    return List.copyOf(tables.keySet());
  }

  @Override
  public Optional<List<String>> columns(String table) {
    return Optional.ofNullable(schema.get(table)).map(Columns::names);
  }

  @Override
  public List<Answer> read(List<String> names) {
    var readings = readings(names);
    return names.stream()
        .map(name -> answer(name, readings.getOrDefault(name, noSuchTable(name))))
        .toList();
  }

  @Override
  public Answer query(String sql) {
    try {
      return queries.submit(() -> query.run(sql)).get();
    } catch (RejectedExecutionException _) {
      return Query.refused("too many queries at once; ask again later");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Query.refused("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("query failed: " + sql, e.getCause());
    }
  }

  @Override
  public void close() {
    readers.close();
    queries.shutdownNow();
  }

  Optional<Table<?>> table(String name) {
    return Optional.ofNullable(tables.get(name));
  }

  Columns schema(String name) {
    return Optional.ofNullable(schema.get(name))
        .orElseThrow(() -> new IllegalArgumentException("no such table: " + name));
  }

  /// Reads these tables side by side; one reading for each name.
  Map<String, Reading> readings(List<String> names) {
    var runs = new LinkedHashMap<String, Readers.Run>();
    var readings = new LinkedHashMap<String, Reading>();
    for (var name : new LinkedHashSet<>(names)) {
      var table = tables.get(name);
      var before = kept.get(name);
      if (table == null) {
        readings.put(name, noSuchTable(name));
      } else if (before != null) {
        readings.put(name, before);
      } else {
        runs.put(name, readers.start(name, () -> read(table)));
      }
    }
    runs.forEach((name, run) -> readings.put(name, await(run)));
    return readings;
  }

  private static Reading await(Readers.Run run) {
    try {
      return run.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Reading.Failed("interrupted");
    }
  }

  private Reading read(Table<?> table) {
    try {
      var rows = table.read();
      if (rows.size() > MAX_ROWS) {
        return new Reading.Failed(rows.size() + " rows; the most is " + MAX_ROWS);
      }
      var reading = new Reading.Rows(schema(table.name()).values(rows));
      if (table.pace() == Table.Pace.FIXED) {
        kept.put(table.name(), reading);
      }
      return reading;
    } catch (NotApplicableException e) {
      return new Reading.NotApplicable(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Reading.Failed(
          Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName()));
    } catch (RuntimeException | LinkageError e) {
      LOG.error("Reading the table {} ended in a defect", table.name(), e);
      return new Reading.Failed("reading ended in a defect: " + e);
    }
  }

  private Reading noSuchTable(String name) {
    return new Reading.Failed("no such table" + Spelling.guess(name, tables.keySet()));
  }

  private Answer answer(String name, Reading reading) {
    var columns = columns(name).orElse(List.of());
    return switch (reading) {
      case Reading.Rows(var rows) -> new Answer(name, columns, rows, Optional.empty());
      case Reading.NotApplicable(var reason) ->
          new Answer(name, columns, List.of(), Optional.of("not applicable: " + reason));
      case Reading.Failed(var error) -> new Answer(name, columns, List.of(), Optional.of(error));
    };
  }
}
