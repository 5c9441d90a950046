package io.reeve.core.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QueryTest {
  private final List<String> reads = new ArrayList<>();
  private Tables tables;

  record User(long uid, String username, Optional<String> shell) {}

  record Group(long gid, @Table.Named("group") String name) {}

  @BeforeEach
  void open() {
    open(Duration.ofMinutes(1));
  }

  /// @param limit for each query
  private void open(Duration limit) {
    tables =
        new Tables(
            List.of(
                table(
                    "users",
                    User.class,
                    () ->
                        List.of(
                            new User(0, "root", Optional.of("/bin/sh")),
                            new User(7, "lp", Optional.empty()))),
                table("groups", Group.class, () -> List.of(new Group(0, "wheel"))),
                table(
                    "numbers",
                    Group.class,
                    () -> LongStream.range(0, 20_000).mapToObj(i -> new Group(i, "n")).toList()),
                table(
                    "battery",
                    Group.class,
                    () -> {
                      throw new NotApplicableException("no battery");
                    }),
                table(
                    "broken",
                    Group.class,
                    () -> {
                      throw new IOException("the disk is on fire");
                    })),
            Duration.ofMinutes(1),
            limit);
  }

  @AfterEach
  void close() {
    tables.close();
  }

  @Test
  void rowsComeByColumnWithTheirTypesAndUnknownLeftOut() {
    var answer = tables.query("SELECT uid, username AS who, shell, uid / 2.0 AS half FROM users");
    assertThat(answer.error()).isEmpty();
    assertThat(answer.columns()).containsExactly("uid", "who", "shell", "half");
    assertThat(answer.rows())
        .containsExactly(
            Map.of("uid", 0L, "who", "root", "shell", "/bin/sh", "half", 0.0),
            Map.of("uid", 7L, "who", "lp", "half", 3.5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT 1                                                                  |
          SELECT * FROM users                                                       | users
          SELECT count(*) FROM "USERS"                                              | users
          SELECT * FROM [users] u JOIN groups g ON g.gid = u.uid                    | groups users
          SELECT (SELECT max(gid) FROM groups)                                      | groups
          SELECT 1 WHERE EXISTS (SELECT 1 FROM main.users WHERE uid = 0)            | users
          WITH u AS (SELECT * FROM users), g(x) AS (SELECT gid FROM groups) SELECT * FROM u, g | groups users
          SELECT 'numbers', "group" FROM groups                                     | groups
          SELECT uid FROM users UNION ALL SELECT gid FROM groups                    | groups users
          SELECT 1 FROM users WHERE uid IN (SELECT gid FROM numbers)                | numbers users
          VALUES (1), (2)                                                           |
          /* numbers */ SELECT 1 -- FROM broken                                     |
          SELECT name FROM sqlite_schema                                            |
          """)
  void onlyTheTablesAQueryNamesAreRead(String sql, String expected) {
    assertThat(tables.query(sql).error()).isEmpty();
    assertThat(String.join(" ", reads.stream().sorted().toList()))
        .isEqualTo(Optional.ofNullable(expected).orElse(""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT * FROM user                          | no such table: user, did you mean 'users'?
          SELECT * FROM xyzzy                         | no such table: xyzzy
          SELECT usernam FROM users                   | no such column: usernam, did you mean 'username'?
          SELECT u.usernam FROM users u               | no such column: u.usernam, did you mean 'username'?
          SELECT FROM users                           | near "FROM": syntax error
          SELECT * FROM broken                        | table broken: the disk is on fire
          DELETE FROM users                           | only SELECT, WITH and VALUES can be asked, not 'DELETE'
          PRAGMA query_only = 0                       | only SELECT, WITH and VALUES can be asked, not 'PRAGMA'
          ATTACH '/etc/passwd' AS x                   | only SELECT, WITH and VALUES can be asked, not 'ATTACH'
          EXPLAIN SELECT 1                            | only SELECT, WITH and VALUES can be asked, not 'EXPLAIN'
          /* x */ ; SELECT 1                          | only SELECT, WITH and VALUES can be asked, not ';'
          SELECT 1; DROP TABLE users                  | only one statement at a time
          SELECT ';' ; -- that is all                 |
          '  -- nothing'                              | the query is empty
          WITH x AS (SELECT 1) DELETE FROM users      | the query would write; only reading is possible
          WITH x AS (SELECT 1) INSERT INTO users SELECT 1, 2, 3 | the query would write; only reading is possible
          WITH x AS (SELECT 1) UPDATE users SET uid = 1 | the query would write; only reading is possible
          SELECT * FROM numbers                       | the answer is larger than 10000 rows or 8388608 characters; ask for less, for example with LIMIT
          SELECT randomblob(1100000)                  | string or blob too big
          """)
  void aQueryThatCannotBeAnsweredSaysWhy(String sql, String error) {
    assertThat(tables.query(sql).error()).isEqualTo(Optional.ofNullable(error));
  }

  @Test
  void aQueryThatNeverEndsIsStopped() {
    tables.close();
    open(Duration.ofSeconds(1));
    var endless =
        "WITH RECURSIVE c(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c";
    assertThat(tables.query(endless).error())
        .contains("the query ran longer than 1 s and was stopped");
  }

  @Test
  void whatItsTablesTakeIsNoPartOfItsTime() {
    tables.close();
    open(Duration.ZERO);
    assertThat(tables.query("SELECT count(*) AS n FROM numbers").rows())
        .containsExactly(Map.of("n", 20_000L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT load_extension('/tmp/x.so')",
        "SELECT writefile('/tmp/x', 'x')",
        "SELECT readfile('/etc/passwd')",
        "SELECT * FROM fsdir('/etc')",
        "SELECT edit('x')"
      })
  void nothingOutsideTheDatabaseCanBeReached(String sql) {
    assertThat(tables.query(sql).error()).isPresent();
  }

  @Test
  void aTableThatDoesNotApplyIsEmpty() {
    var answer = tables.query("SELECT * FROM battery");
    assertThat(answer.error()).isEmpty();
    assertThat(answer.columns()).containsExactly("gid", "group");
    assertThat(answer.rows()).isEmpty();
  }

  @Test
  void columnsOfTheSameNameAreKeptApart() {
    var answer = tables.query("SELECT 1 AS a, 2 AS a, x'0aff' AS b");
    assertThat(answer.columns()).containsExactly("a", "a:1", "b");
    assertThat(answer.rows()).containsExactly(Map.of("a", 1L, "a:1", 2L, "b", "0aff"));
  }

  @Test
  void aQueryTooLongIsRefused() {
    assertThat(tables.query("SELECT " + " ".repeat(Query.MAX_SQL)).error())
        .contains("the query is longer than 16384 characters");
  }

  @Test
  void theAnswersOfAQueryDoNotStay() {
    tables.query("SELECT * FROM users");
    tables.query("SELECT * FROM users");
    assertThat(reads).containsExactly("users", "users");
  }

  private interface Source<R> {
    List<R> rows() throws IOException;
  }

  private <R extends Record> Table<R> table(String name, Class<R> row, Source<R> source) {
    return new Table<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Class<R> row() {
        return row;
      }

      @Override
      public List<R> read() throws IOException {
        synchronized (reads) {
          reads.add(name);
        }
        return source.rows();
      }
    };
  }
}
