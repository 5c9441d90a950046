package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.harness.demo.Scenery;
import io.reeve.harness.lab.LabViews.CommandState;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Verb;
import io.reeve.policy.Compliance.Overall;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The agent while network or service fail it.
@EnabledOnOs(OS.LINUX)
final class OutageTest {
  private static final String HOST = "./Device/Vendor/Reeve/Hosts/intranet.example";
  private static final String CHECK = "./Device/Vendor/Reeve/Actions/CheckCompliance";
  private static final String SSH = "etc/ssh/sshd_config.d/00-reeve.conf";

  @TempDir Path folder;
  private Site site;
  private Relay network;

  @BeforeEach
  void begin() throws Exception {
    site = Site.start(folder, config -> config.withAddress("127.0.0.2", 0));
    network =
        Relay.start("127.0.0.1", new InetSocketAddress("127.0.0.2", site.lab().uri().getPort()));
    site.enrol();
    site.assign("all", false, Scenery.profile().toArray(Item[]::new));
    synced();
  }

  @AfterEach
  void end() throws Exception {
    network.close();
    site.close();
  }

  @Test
  void aServiceThatHangsDelaysNeitherRepairNorLocalAnswers() throws Exception {
    network.trouble(new Relay.Trouble.Silence());
    assertThat(site.agent().sync(false).started()).isTrue();

    tamper();

    Await.until("the repair", () -> site.history("repaired").size() == 1);
    assertThat(site.file(SSH)).content().contains("PermitRootLogin no");
    assertThat(site.agent().compliance(true).overall()).isEqualTo(Overall.NON_COMPLIANT);
    assertThat(site.agent().sync(false).started()).as("the session still hangs").isFalse();
    network.trouble(new Relay.Trouble.None());
    Await.until("the end of that session", () -> site.agent().sync(false).started());
    synced();
    assertThat(site.events("alert.drift")).hasSize(1);
  }

  @Test
  void whatHappenedWithoutTheServiceIsReportedOnceItIsBack() throws Exception {
    site.stopLab();
    assertThat(unsynced().kind()).isEqualTo(Kind.UNREACHABLE);
    for (int i = 1; i <= 3; i++) {
      int times = i;
      tamper();
      Await.until("repair " + i, () -> site.history("repaired").size() == times);
    }
    site.stopDaemon();
    site.startDaemon();
    assertThat(unsynced().kind()).isEqualTo(Kind.UNREACHABLE);
    var compliance = site.agent().compliance(true);
    assertThat(compliance.verdicts()).hasSize(4);
    assertThat(site.agent().status().lastSync().orElseThrow().ok()).isFalse();

    site.startLab();
    synced();

    assertThat(site.events("alert.drift")).hasSizeBetween(1, 3);
    assertThat(site.lab().admin().compliance(site.device()).orElseThrow().path("overall").asText())
        .isEqualTo(compliance.overall().name());
    synced();
    assertThat(site.events("alert.drift")).hasSizeBetween(1, 3);
  }

  @Test
  void aCommandWhoseStatusGetsLostIsSentAgainAndRunOnce() throws Exception {
    var id = site.queue(Verb.EXEC, CHECK, "null", "");
    network.trouble(new Relay.Trouble.LostQuestion(() -> site.history("routine").size() == 1));
    assertThat(unsynced().kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(site.lab().admin().command(id).orElseThrow().state()).isEqualTo(CommandState.SENT);

    synced();

    assertThat(site.lab().admin().command(id).orElseThrow().status()).hasValue(200);
    assertThat(site.history("routine")).hasSize(1);
  }

  @Test
  void aSessionWhoseLastAnswerGetsLostFailsAndTheNextOneIsWell() throws Exception {
    var id = site.queue(Verb.EXEC, CHECK, "null", "");
    network.trouble(
        new Relay.Trouble.LostAnswer(
            () -> site.lab().admin().command(id).orElseThrow().state() == CommandState.DONE));
    assertThat(unsynced().kind()).isEqualTo(Kind.UNREACHABLE);

    synced();

    assertThat(site.history("routine")).hasSize(1);
    assertThat(site.events("command.done")).hasSize(1);
  }

  @Test
  void aProfileWhoseStatusesGetLostIsAnsweredTheSecondTime() throws Exception {
    var host = site.file("etc/hosts");
    site.assign("other", false, Item.of(HOST, "chr", "192.0.2.99"));
    network.trouble(
        new Relay.Trouble.LostQuestion(() -> Files.readString(host).contains("192.0.2.99")));
    assertThat(unsynced().kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(host).content().contains("192.0.2.99");

    synced();

    assertThat(site.recorded(HOST).acknowledged()).contains("192.0.2.99");
    assertThat(site.recorded(HOST).status()).isBetween(200, 299);
  }

  private void tamper() throws Exception {
    var file = site.file(SSH);
    Files.writeString(
        file, Files.readString(file).replace("PermitRootLogin no", "PermitRootLogin yes"));
  }

  private void synced() {
    assertThat(site.agent().sync(true).record())
        .hasValueSatisfying(record -> assertThat(record.ok()).as(record.text()).isTrue());
  }

  private AgentException unsynced() {
    return catchThrowableOfType(AgentException.class, () -> site.agent().sync(true));
  }
}
