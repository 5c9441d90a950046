package io.reeve.harness.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.tree.Code;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Overall;
import io.reeve.harness.lab.LabViews.Verb;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the lab knows of a device at a glance: how it judges itself, and what it offers.
final class OffersTest {
  private static final String PARTS =
      "<CSPs><CSP Node=\"./Device/Vendor/MSFT/Policy\" Version=\"1.0\"/>"
          + "<CSP Node=\"./Device/Vendor/Reeve/Actions\" Version=\"1.0\"/>"
          + "<CSP Node=\"javascript:alert(1)\"/><CSP/></CSPs>";

  @TempDir Path folder;
  private Lab lab;
  private LabClient client;
  private VirtualDevice device;

  @BeforeEach
  void start() throws Exception {
    lab = Lab.start(LabConfig.at(folder.resolve("lab")));
    client = new LabClient(lab, folder, Clock.systemUTC());
    device = new VirtualDevice(client, client.enrolled());
  }

  @AfterEach
  void stop() throws Exception {
    lab.close();
  }

  @Test
  void aDeviceThatWasNotAskedHasSaidNothing() throws Exception {
    var answer = client.api("GET", "/devices/" + LabClient.ID + "/offer", "");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(LabClient.text(answer)).contains("ask it");
  }

  @Test
  void whatItAnswersIsWhatItOffers() throws Exception {
    device.nodes.put(Offers.PARTS, PARTS);
    device.nodes.put(Offers.ACTIONS, "CheckCompliance/Sweep/<b>");
    var asked = client.api("POST", "/devices/" + LabClient.ID + "/offer", "");
    assertThat(asked.status()).isEqualTo(202);
    assertThat(LabClient.json(asked)).hasSize(4);
    device.sync();
    var offer = lab.admin().offer(LabClient.ID).orElseThrow();
    assertThat(offer.nodes())
        .containsExactly(
            "./Device/Vendor/MSFT/Policy",
            "./Device/Vendor/Reeve/Actions/CheckCompliance",
            "./Device/Vendor/Reeve/Actions/Sweep");
    assertThat(offer.needsApproval()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"true,600,true,600", "false,0,false,0", "maybe,soon,false,0", "'',-1,false,0"})
  void theBrakesAreKnown(String approval, String hold, boolean needsApproval, int holdSeconds)
      throws Exception {
    device.nodes.put(Offers.PARTS, PARTS);
    device.nodes.put(Offers.APPROVAL, approval);
    device.nodes.put(Offers.HOLD, hold);
    lab.admin().askOffer(LabClient.ID);
    device.sync();
    var offer = lab.admin().offer(LabClient.ID).orElseThrow();
    assertThat(offer.needsApproval()).isEqualTo(needsApproval);
    assertThat(offer.holdSeconds()).isEqualTo(holdSeconds);
  }

  @Test
  void whatIsNoLongerThereIsNoLongerKnown() throws Exception {
    device.nodes.put(Offers.PARTS, PARTS);
    device.nodes.put(Offers.APPROVAL, "true");
    lab.admin().askOffer(LabClient.ID);
    device.sync();
    assertThat(lab.admin().offer(LabClient.ID).orElseThrow().needsApproval()).isTrue();
    device.nodes.remove(Offers.APPROVAL);
    lab.admin().askOffer(LabClient.ID);
    device.sync();
    assertThat(lab.admin().offer(LabClient.ID).orElseThrow().needsApproval()).isFalse();
  }

  @Test
  void whatCannotBeUnderstoodOffersNothing() throws Exception {
    device.nodes.put(Offers.PARTS, "<!DOCTYPE a [<!ENTITY b \"c\">]><CSPs>&b;</CSPs>");
    lab.admin().askOffer(LabClient.ID);
    device.sync();
    assertThat(lab.admin().offer(LabClient.ID).orElseThrow().nodes()).isEmpty();
  }

  @Test
  void aCommandIsToldWhenItIsQueuedSentAndAnswered() throws Exception {
    device.refusals.put("./Device/Vendor/MSFT/RemoteLock/Lock", Code.NOT_FOUND);
    lab.admin()
        .queue(
            LabClient.ID, Verb.EXEC, Item.of("./Device/Vendor/MSFT/RemoteLock/Lock", "null", ""));
    device.sync();
    assertThat(lab.admin().timeline(LabClient.ID, Long.MAX_VALUE).reversed())
        .extracting(LabViews.Event::kind)
        .containsSubsequence("command.queued", "command.sent", "command.done");
    assertThat(lab.admin().commands(LabClient.ID, 1).getFirst().status()).hasValue(404);
  }

  @Test
  void ofManyCommandsTheNewestAreGiven() throws Exception {
    for (var name : List.of("A", "B", "C")) {
      lab.admin().queue(LabClient.ID, Verb.EXEC, Item.of("./" + name, "null", ""));
    }
    var answer = client.api("GET", "/devices/" + LabClient.ID + "/commands?last=2", "");
    assertThat(LabClient.json(answer).findValuesAsText("uri")).containsExactly("./B", "./C");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"overall\": \"COMPLIANT\", \"counts\": {\"NON_COMPLIANT\": 0}}|COMPLIANT|0",
        "{\"overall\": \"NON_COMPLIANT\", \"counts\": {\"NON_COMPLIANT\": 3}}|NON_COMPLIANT|3",
        "{\"overall\": \"IN_GRACE\"}|IN_GRACE|0",
        "{\"overall\": \"<script>\", \"counts\": {\"NON_COMPLIANT\": -5}}|UNKNOWN|0",
        "{\"overall\": {\"a\": 1}, \"counts\": []}|UNKNOWN|0",
        "no JSON at all|UNKNOWN|0"
      })
  void aDeviceStandsAsItJudgesItself(String report, Overall overall, int failing) throws Exception {
    assertThat(lab.admin().device(LabClient.ID).orElseThrow().compliance()).isEmpty();
    device.outbox.add("Reversed-Domain-Name:io.reeve.compliance", "chr", "", report);
    device.sync();
    var judgement = lab.admin().devices().getFirst().compliance().orElseThrow();
    assertThat(judgement.overall()).isEqualTo(overall);
    assertThat(judgement.failing()).isEqualTo(failing);
  }

  @Test
  void itsSystemIsNamedAsItsInventoryHasIt() throws Exception {
    device.outbox.add(
        "Reversed-Domain-Name:io.reeve.inventory",
        "chr",
        "./Device/Vendor/Reeve/Inventory/os_version",
        "[{\"name\": \"Debian GNU/Linux\", \"version\": \"12\"}]");
    device.sync();
    assertThat(lab.admin().device(LabClient.ID).orElseThrow().system())
        .hasValue("Debian GNU/Linux 12");
  }
}
