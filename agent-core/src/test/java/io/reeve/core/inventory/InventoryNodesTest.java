package io.reeve.core.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Table;
import io.reeve.core.tree.Branch;
import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Request;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.core.tree.Code;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import io.reeve.store.LocalStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InventoryNodesTest {
  private static final String INVENTORY = "./Device/Vendor/Reeve/Inventory";
  private static final String QUERIES = "./Device/Vendor/Reeve/Queries";

  @TempDir Path folder;
  private LocalStore store;
  private Tables tables;
  private InventoryBranch inventory;
  private QueriesBranch queries;

  record Row(String name) {}

  @BeforeEach
  void open() {
    store = LocalStore.open(folder.resolve("reeve.db"), Clock.systemUTC());
    tables =
        new Tables(
            List.of(
                table("good", null),
                table("none", new NotApplicableException("no such device")),
                table("bad", new IOException("busy"))),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1));
    inventory = new InventoryBranch(tables);
    queries = new QueriesBranch(tables, store.notes(), store.history());
  }

  @AfterEach
  void close() {
    tables.close();
    store.close();
  }

  @Test
  void aTablesNodeGivesItsRowsAsJson() {
    assertThat(one(inventory, Verb.GET, INVENTORY + "/Good", ""))
        .isEqualTo(new Reply.Leaf(Format.CHR, "[{\"name\":\"x\"}]"));
    assertThat(one(inventory, Verb.GET, INVENTORY, ""))
        .isEqualTo(new Reply.Interior(List.of("bad", "good", "none")));
  }

  @Test
  void whatCannotBeReadIsAnsweredByItsKind() {
    assertThat(code(one(inventory, Verb.GET, INVENTORY + "/none", ""))).contains(Code.UNSUPPORTED);
    assertThat(code(one(inventory, Verb.GET, INVENTORY + "/bad", ""))).contains(Code.FAILED);
    assertThat(code(one(inventory, Verb.GET, INVENTORY + "/god", ""))).contains(Code.NOT_FOUND);
    assertThat(code(one(inventory, Verb.GET, INVENTORY + "/good/x", ""))).contains(Code.NOT_FOUND);
    assertThat(code(one(inventory, Verb.REPLACE, INVENTORY + "/good", "")))
        .contains(Code.NOT_ALLOWED);
  }

  @Test
  void aQueryIsPutAndItsResultRead() {
    assertThat(put(Verb.ADD, "q1", "SELECT name AS n FROM good")).isEqualTo(new Reply.Done());
    assertThat(one(queries, Verb.GET, QUERIES + "/Q1/Result", ""))
        .isEqualTo(new Reply.Leaf(Format.CHR, "{\"columns\":[\"n\"],\"rows\":[{\"n\":\"x\"}]}"));
    assertThat(one(queries, Verb.GET, QUERIES + "/q1/Sql", ""))
        .isEqualTo(new Reply.Leaf(Format.CHR, "SELECT name AS n FROM good"));
    assertThat(one(queries, Verb.GET, QUERIES, "")).isEqualTo(new Reply.Interior(List.of("q1")));
    assertThat(code(put(Verb.ADD, "q1", "SELECT 1"))).contains(Code.EXISTS);
    assertThat(put(Verb.REPLACE, "q1", "SELECT nam FROM good")).isEqualTo(new Reply.Done());
    assertThat(one(queries, Verb.GET, QUERIES + "/q1/Result", ""))
        .isEqualTo(
            new Reply.Leaf(
                Format.CHR, "{\"error\":\"no such column: nam, did you mean 'name'?\"}"));
    assertThat(one(queries, Verb.DELETE, QUERIES + "/q1", "")).isEqualTo(new Reply.Done());
    assertThat(code(one(queries, Verb.GET, QUERIES + "/q1/Result", ""))).contains(Code.NOT_FOUND);
  }

  @Test
  void aQueryThatWouldWriteIsNotKept() {
    assertThat(code(put(Verb.ADD, "q", "DROP TABLE good"))).contains(Code.BAD_REQUEST);
    assertThat(code(put(Verb.ADD, "q".repeat(65), "SELECT 1"))).contains(Code.BAD_REQUEST);
    assertThat(one(queries, Verb.GET, QUERIES, "")).isEqualTo(new Reply.Interior(List.of()));
  }

  @Test
  void theNumberOfQueriesIsBounded() {
    for (int i = 0; i < QueriesBranch.MAX_QUERIES; i++) {
      assertThat(put(Verb.ADD, "q" + i, "SELECT 1")).isEqualTo(new Reply.Done());
    }
    assertThat(code(put(Verb.ADD, "more", "SELECT 1"))).contains(Code.DEVICE_FULL);
  }

  @Test
  void anAtomicThatFailsLeavesTheQueriesAsTheyWere() {
    put(Verb.ADD, "old", "SELECT 1");
    var requests =
        List.of(
            request(Verb.DELETE, QUERIES + "/old", ""),
            request(Verb.ADD, QUERIES + "/new/Sql", "DELETE FROM good"),
            request(Verb.ADD, QUERIES + "/newer/Sql", "SELECT 1"));
    assertThat(queries.handle(requests, true).replies())
        .extracting(InventoryNodesTest::code)
        .containsExactly(
            Optional.of(Code.ROLLED_BACK),
            Optional.of(Code.BAD_REQUEST),
            Optional.of(Code.NOT_EXECUTED));
    assertThat(one(queries, Verb.GET, QUERIES, "")).isEqualTo(new Reply.Interior(List.of("old")));
  }

  @Test
  void aCallIsUndoneAsAWhole() {
    put(Verb.ADD, "old", "SELECT 1");
    var answer =
        queries.handle(
            List.of(
                request(Verb.REPLACE, QUERIES + "/old/Sql", "SELECT 2"),
                request(Verb.ADD, QUERIES + "/new/Sql", "SELECT 3")),
            true);
    assertThat(answer.undo().undo()).isTrue();
    assertThat(one(queries, Verb.GET, QUERIES + "/old/Sql", ""))
        .isEqualTo(new Reply.Leaf(Format.CHR, "SELECT 1"));
    assertThat(one(queries, Verb.GET, QUERIES, "")).isEqualTo(new Reply.Interior(List.of("old")));
  }

  private Reply put(Verb verb, String id, String sql) {
    return one(queries, verb, QUERIES + "/" + id + "/Sql", sql);
  }

  private static Reply one(Branch branch, Verb verb, String uri, String data) {
    return branch.handle(List.of(request(verb, uri, data)), false).replies().getFirst();
  }

  private static Request request(Verb verb, String uri, String data) {
    return new Request("1", verb, OmaUri.parse(uri), Optional.empty(), Optional.empty(), data);
  }

  private static Optional<Code> code(Reply reply) {
    return reply instanceof Reply.Refused refused ? Optional.of(refused.code()) : Optional.empty();
  }

  private static Table<Row> table(String name, @Nullable IOException failure) {
    return new Table<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Class<Row> row() {
        return Row.class;
      }

      @Override
      public List<Row> read() throws IOException {
        if (failure != null) {
          throw failure;
        }
        return List.of(new Row("x"));
      }
    };
  }
}
