package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.local.Views;
import io.reeve.core.local.Voice;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Verb;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What was done on the machine is written down with who asked for it, and nobody rewrites it
/// unnoticed.
@EnabledOnOs(OS.LINUX)
final class LedgerTest {
  private static final String HOST = "./Device/Vendor/Reeve/Hosts/intranet.example";
  private static final String LEDGER = "./Device/Vendor/Reeve/Ledger/";

  @TempDir Path folder;
  private Site site;

  @BeforeEach
  void begin() throws Exception {
    site = Site.start(folder);
    site.enrol();
  }

  @AfterEach
  void end() throws Exception {
    site.close();
  }

  private String by(String kind) {
    return site.agent().history(100).stream()
        .filter(event -> event.kind().equals(kind))
        .map(Views.Event::by)
        .findFirst()
        .orElseThrow();
  }

  private String get(String node) {
    return site.ask(Verb.GET, LEDGER + node, "chr", "").results().getFirst().toString();
  }

  @Test
  void everyEntryTellsWhoAskedForIt() throws Exception {
    site.agent().set(HOST, "192.0.2.1", Voice.LOCAL);
    assertThat(by("applied")).isEqualTo(System.getProperty("user.name"));
    site.assign("hosts", false, Item.of(HOST, "chr", "192.0.2.2"));
    site.agent().sync(true);
    assertThat(by("applied")).matches("the service, session \\d+ message \\d+");
    assertThat(site.agent().ledger().whole()).isTrue();
  }

  @Test
  void theServiceIsToldTheHeadAndCanAskForWhatItWasToldBefore() throws Exception {
    site.agent().set(HOST, "192.0.2.1", Voice.LOCAL);
    var before = site.agent().ledger();
    site.agent().sync(true);
    assertThat(site.events("alert.ledger").getLast().toString())
        .contains(Long.toString(before.head()), before.hash());
    site.agent().set(HOST, "192.0.2.2", Voice.LOCAL);
    assertThat(get("Entries/" + before.head())).contains(before.hash());
    assertThat(get("Head")).doesNotContain(before.hash()).contains("\"hash\":");
    assertThat(site.ask(Verb.GET, LEDGER + "Entries/999999", "chr", "").status()).hasValue(404);
    assertThat(site.ask(Verb.REPLACE, LEDGER + "Head", "chr", "x").status()).hasValue(405);
  }

  @Test
  void aPastThatWasRewrittenBehindTheAgentsBackIsNoticedByTheService() throws Exception {
    site.agent().set(HOST, "192.0.2.1", Voice.LOCAL);
    site.agent().sync(true);
    site.agent().set(HOST, "192.0.2.2", Voice.LOCAL);
    site.agent().sync(true);
    assertThat(site.events("ledger.rewritten")).isEmpty();
    change("update event set hash = ''");
    site.agent().sync(true);
    assertThat(site.events("ledger.rewritten"))
        .singleElement()
        .satisfies(event -> assertThat(event.data().toString()).contains("is not as it was told"));
  }

  @Test
  void aRewrittenPastIsFoundOnTheMachine() throws Exception {
    site.agent().set(HOST, "192.0.2.1", Voice.LOCAL);
    change("update event set asker = 'nobody' where kind = 'applied'");
    var ledger = site.agent().ledger();
    assertThat(ledger.whole()).isFalse();
    assertThat(ledger.trouble()).contains("was altered");
  }

  private void change(String sql) throws SQLException {
    try (var store =
            DriverManager.getConnection("jdbc:sqlite:" + site.state().resolve("reeve.db"));
        var statement = store.createStatement()) {
      statement.execute(sql);
    }
  }
}
