package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.Views;
import io.reeve.harness.MovingClock;
import io.reeve.harness.demo.Scenery;
import io.reeve.harness.lab.LabDialect;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.SettingState;
import io.reeve.harness.lab.LabViews.Verb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Management sessions of the whole agent with the whole service over TLS.
@EnabledOnOs(OS.LINUX)
final class SessionTest {
  private static final String ROOT_LOGIN = "./Device/Vendor/Reeve/Ssh/PermitRootLogin";
  private static final String LENGTH =
      "./Device/Vendor/MSFT/Policy/Config/DeviceLock/MinDevicePasswordLength";
  private static final String HOST = "./Device/Vendor/Reeve/Hosts/intranet.example";
  private static final String POLICY = "./Device/Vendor/Reeve/Compliance/Policy";
  private static final String QUERY = "./Device/Vendor/Reeve/Queries/long";
  private static final String CHECK = "./Device/Vendor/Reeve/Actions/CheckCompliance";

  @TempDir Path folder;

  @Test
  void everyProfileIsAppliedAndTakenBackInTheSloppyDialect() throws Exception {
    try (var site = Site.start(folder)) {
      site.lab().dialect(LabDialect.STANDARD.asSloppy());
      var token = site.lab().admin().newToken(Site.USER, Duration.ofHours(1), 1).secret();
      site.agent()
          .enroll(
              site.request(
                  Optional.empty(), Optional.empty(), Optional.of(token), Optional.empty()));
      site.assign("all", false, Scenery.profile().toArray(Item[]::new));
      synced(site);
      assertThat(site.agent().status().settings().applied()).isGreaterThanOrEqualTo(12);
      assertThat(site.recorded(ROOT_LOGIN).state()).isEqualTo(SettingState.APPLIED);

      site.lab().admin().unassign(site.device(), "all");
      synced(site);

      assertThat(site.agent().settings(false)).isEmpty();
      assertThat(site.changed()).isEmpty();
    }
  }

  @Test
  void digestAuthenticationSurvivesANonceThatHasExpired() throws Exception {
    var clock = new MovingClock();
    var life = Duration.ofMinutes(5);
    try (var site =
        Site.start(
            folder,
            config -> config.withClock(clock).withDialect(LabDialect.STANDARD.withAuthMd5(life)))) {
      site.enrol();
      site.assign("ssh", false, Item.of(ROOT_LOGIN, "chr", "no"));
      synced(site);
      assertThat(site.recorded(ROOT_LOGIN).state()).isEqualTo(SettingState.APPLIED);

      clock.forward(life.multipliedBy(3));

      assertThat(site.ask(Verb.EXEC, CHECK, "null", "").status()).hasValue(200);
      site.stopDaemon();
      site.startDaemon();
      assertThat(site.ask(Verb.EXEC, CHECK, "null", "").status()).hasValue(200);
      assertThat(site.lab().admin().sessions(site.device()))
          .extracting(session -> session.outcome())
          .doesNotContain("refused");
    }
  }

  @Test
  void largeObjectsGoBothWaysThroughSmallMessages() throws Exception {
    try (var site = Site.start(folder)) {
      site.enrol();
      synced(site);
      site.lab().dialect(LabDialect.STANDARD.withMaxMessage(5000));
      var policy = policy(120);
      assertThat(policy).hasSizeGreaterThan(40_000);
      site.assign("policy", false, Item.of(POLICY, "chr", policy));
      synced(site);
      assertThat(site.recorded(POLICY).state()).isEqualTo(SettingState.APPLIED);
      assertThat(site.agent().compliance(true).verdicts()).hasSize(120);

      var back = site.ask(Verb.GET, POLICY, "chr", "");

      assertThat(back.status()).hasValue(200);
      assertThat(back.results()).extracting(Item::value).containsExactly(policy);
      site.ask(Verb.ADD, QUERY + "/Sql", "chr", ROWS);
      var rows = site.ask(Verb.GET, QUERY + "/Result", "chr", "");
      assertThat(rows.status()).hasValue(200);
      assertThat(rows.results().getFirst().value()).hasSizeGreaterThan(20_000).contains("row 999");
    }
  }

  private static final String ROWS =
      "with recursive n(i) as (select 0 union all select i + 1 from n where i < 999) "
          + "select 'this is row ' || i as text from n";

  private static String policy(int rules) {
    var text =
        new StringBuilder("{\"id\":\"many\",\"name\":\"Many\",\"version\":\"1\",\"rules\":[");
    for (int i = 0; i < rules; i++) {
      text.append(i == 0 ? "" : ",")
          .append("{\"id\":\"rule-%d\",\"title\":\"Rule %d <&> \u00e9\",".formatted(i, i))
          .append("\"severity\":\"low\",\"remedy\":\"%s\",".formatted("Do it again. ".repeat(20)))
          .append("\"setting\":{\"uri\":\"" + ROOT_LOGIN + "\",\"is\":\"equal\",")
          .append("\"value\":\"no\"}}");
    }
    return text.append("]}").toString();
  }

  @Test
  void anAtomicProfileWithOneImpossibleItemIsRolledBackAsAWhole() throws Exception {
    try (var site = Site.start(folder)) {
      site.enrol();
      site.assign(
          "all-or-nothing",
          true,
          Item.of(ROOT_LOGIN, "chr", "no"),
          Item.of(HOST, "chr", "192.0.2.10"),
          Item.of(LENGTH, "int", "3"));
      synced(site);

      assertThat(site.changed()).isEmpty();
      assertThat(site.agent().settings(false)).isEmpty();
      assertThat(List.of(site.recorded(ROOT_LOGIN), site.recorded(HOST), site.recorded(LENGTH)))
          .allMatch(setting -> setting.state() == SettingState.FAILED)
          .extracting(setting -> setting.status())
          .allMatch(status -> status >= 215)
          .containsAnyOf(215, 216, 507);
    }
  }

  private record Nonsense(Verb verb, String uri, String format, String value, int status) {}

  private static final List<Nonsense> NONSENSE =
      List.of(
          new Nonsense(Verb.ADD, ROOT_LOGIN, "chr", "perhaps", 400),
          new Nonsense(Verb.ADD, LENGTH, "int", "3", 400),
          new Nonsense(Verb.ADD, LENGTH, "chr", "12", 415),
          new Nonsense(Verb.ADD, "./Device/Vendor/Nobody/Knows", "chr", "x", 404),
          new Nonsense(Verb.GET, "./Device/Vendor/Nobody/Knows", "chr", "", 404),
          new Nonsense(Verb.DELETE, ROOT_LOGIN, "chr", "", 404),
          new Nonsense(Verb.EXEC, "./Device/Vendor/Reeve/Actions/Nothing", "null", "", 404),
          new Nonsense(Verb.EXEC, ROOT_LOGIN, "chr", "no", 405),
          new Nonsense(Verb.ADD, POLICY, "chr", "{\"rules\":", 400),
          new Nonsense(Verb.ADD, QUERY + "/Sql", "chr", "delete from users", 400));

  @Test
  void whatMakesNoSenseIsAnsweredAndHarmless() throws Exception {
    try (var site = Site.start(folder)) {
      site.enrol();
      site.assign("good", false, Item.of(HOST, "chr", "192.0.2.10"));
      var queued =
          NONSENSE.stream()
              .map(each -> site.queue(each.verb, each.uri, each.format, each.value))
              .toList();
      synced(site);

      assertThat(queued)
          .extracting(id -> site.lab().admin().command(id).orElseThrow().status().orElse(0))
          .containsExactlyElementsOf(NONSENSE.stream().map(Nonsense::status).toList());
      assertThat(site.changed()).containsExactly("etc/hosts");
      assertThat(site.agent().settings(false))
          .extracting(Views.SettingState::uri)
          .containsExactly(HOST);
    }
  }

  @Test
  void aDeviceTheServiceHasForgottenIsRefusedAndGoesOnEnforcing() throws Exception {
    try (var site = Site.start(folder)) {
      site.enrol();
      site.assign("good", false, Item.of(HOST, "chr", "192.0.2.10"));
      synced(site);
      site.lab().admin().revoke(site.device());

      assertThat(catchThrowableOfType(AgentException.class, () -> site.agent().sync(true)).kind())
          .isEqualTo(AgentException.Kind.REFUSED);

      assertThat(site.agent().status().enrolled()).isTrue();
      assertThat(site.agent().settings(false)).hasSize(1);
    }
  }

  private static void synced(Site site) {
    assertThat(site.agent().sync(true).record())
        .hasValueSatisfying(record -> assertThat(record.ok()).as(record.text()).isTrue());
  }
}
