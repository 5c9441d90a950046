package io.reeve.harness.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.dm.Outcome;
import io.reeve.core.dm.SessionSetup.Event;
import io.reeve.core.tree.Code;
import io.reeve.enroll.DmAccount;
import io.reeve.enroll.EnrollmentRequest.Credential;
import io.reeve.enroll.EnrollmentResult.Enrolled;
import io.reeve.harness.lab.LabViews.CommandState;
import io.reeve.harness.lab.LabViews.DeviceState;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Profile;
import io.reeve.harness.lab.LabViews.Setting;
import io.reeve.harness.lab.LabViews.SettingState;
import io.reeve.harness.lab.LabViews.Verb;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sessions of the agent's own engine with the lab, over real TLS.
final class SessionTest {
  private static final String ID = LabClient.ID;
  private static final String A = "./Device/Vendor/Test/A";
  private static final String B = "./Device/Vendor/Test/B";

  @TempDir Path folder;

  /// What the lab speaks.
  enum Spoken {
    STANDARD,
    MD5,
    SLOPPY,
    SLOPPY_MD5,
    TINY;

    LabDialect dialect() {
      var standard = LabDialect.STANDARD;
      var nonceLife = Duration.ofMinutes(5);
      return switch (this) {
        case STANDARD -> standard;
        case MD5 -> standard.withAuthMd5(nonceLife);
        case SLOPPY -> standard.asSloppy();
        case SLOPPY_MD5 -> standard.asSloppy().withAuthMd5(nonceLife).withoutClientCert();
        case TINY -> standard.withMaxMessage(4096);
      };
    }
  }

  private Lab start(LabDialect dialect) throws Exception {
    return Lab.start(LabConfig.at(folder.resolve("lab")).withDialect(dialect));
  }

  private VirtualDevice device(Lab lab) throws Exception {
    var client = new LabClient(lab, folder, Clock.systemUTC());
    var token = lab.admin().newToken("ann", Duration.ofMinutes(5), 1);
    var credential =
        new Credential.Token(Optional.of("ann"), token.secret(), Credential.Token.USER_TOKEN);
    DmAccount account = ((Enrolled) client.enroll(credential)).account();
    return new VirtualDevice(client, account);
  }

  private static void assign(Lab lab, String profile, boolean atomic, Item... items) {
    lab.admin().putProfile(new Profile(profile, atomic, List.of(items)));
    lab.admin().assign(ID, profile);
  }

  private static List<SettingState> states(Lab lab) {
    return lab.admin().settings(ID).stream().map(Setting::state).toList();
  }

  @ParameterizedTest
  @EnumSource
  void aProfileIsAppliedAndOnlyWhatDiffersIsSentAfterwards(Spoken spoken) throws Exception {
    try (var lab = start(spoken.dialect())) {
      var device = device(lab);
      assign(lab, "base", false, Item.of(A, "chr", "<&'\"> ä"), Item.of(B, "int", "7"));
      assertThat(states(lab)).containsOnly(SettingState.WAITING);

      assertThat(device.sync()).isInstanceOf(Outcome.Done.class);

      assertThat(device.nodes).containsEntry(A, "<&'\"> ä").containsEntry(B, "7");
      assertThat(states(lab)).containsOnly(SettingState.APPLIED);
      assertThat(lab.admin().sessions(ID).getFirst().outcome()).isEqualTo("complete");

      device.done.clear();
      assertThat(device.sync()).isInstanceOf(Outcome.Done.class);
      assertThat(device.done).isEmpty();

      assign(lab, "base", false, Item.of(A, "chr", "other"));
      assertThat(device.sync()).isInstanceOf(Outcome.Done.class);
      assertThat(device.nodes).containsExactlyEntriesOf(Map.of(A, "other"));
      assertThat(device.done).containsExactly("DELETE " + B, "REPLACE " + A);

      lab.admin().removeProfile("base");
      assertThat(device.sync()).isInstanceOf(Outcome.Done.class);
      assertThat(device.nodes).isEmpty();
      assertThat(lab.admin().settings(ID)).isEmpty();
    }
  }

  @Test
  void ofTwoProfilesTheOneAssignedLaterWins() throws Exception {
    try (var lab = start(LabDialect.STANDARD)) {
      var device = device(lab);
      assign(lab, "one", false, Item.of(A, "chr", "one"));
      assign(
          lab,
          "two",
          false,
          Item.of(A.toUpperCase(Locale.ROOT).replace("./DEVICE/VENDOR", "./Vendor"), "chr", "two"));
      device.sync();
      assertThat(device.nodes.values()).containsExactly("two");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"STANDARD", "SLOPPY"})
  void aNodeThatExistsIsReplaced(Spoken spoken) throws Exception {
    try (var lab = start(spoken.dialect())) {
      var device = device(lab);
      device.nodes.put(A, "before");
      assign(lab, "base", false, Item.of(A, "chr", "after"));
      assertThat(device.sync()).isInstanceOf(Outcome.Done.class);
      assertThat(device.nodes).containsEntry(A, "after");
      assertThat(states(lab)).containsExactly(SettingState.APPLIED);
    }
  }

  @Test
  void aNodeThatIsNotThereIsForgottenWhenItIsToBeRemoved() throws Exception {
    try (var lab = start(LabDialect.STANDARD)) {
      var device = device(lab);
      assign(lab, "base", false, Item.of(A, "chr", "x"));
      device.sync();
      device.nodes.clear();
      lab.admin().unassign(ID, "base");
      device.sync();
      assertThat(lab.admin().settings(ID)).isEmpty();
    }
  }

  @Test
  void aRefusedSettingIsTriedAgainOnlyWhenItChanges() throws Exception {
    try (var lab = start(LabDialect.STANDARD)) {
      var device = device(lab);
      device.refusals.put(A, Code.UNSUPPORTED);
      assign(lab, "base", false, Item.of(A, "chr", "x"), Item.of(B, "chr", "y"));
      device.sync();
      assertThat(lab.admin().settings(ID)).extracting(Setting::status).containsExactly(406, 200);
      device.refusals.clear();
      device.sync();
      assertThat(device.nodes).doesNotContainKey(A);

      assign(lab, "base", false, Item.of(A, "chr", "z"), Item.of(B, "chr", "y"));
      device.sync();
      assertThat(device.nodes).containsEntry(A, "z");
    }
  }

  @Test
  void anAtomicProfileIsAppliedAsAWholeOrNotAtAll() throws Exception {
    try (var lab = start(LabDialect.STANDARD)) {
      var device = device(lab);
      device.refusals.put(B, Code.FAILED);
      assign(lab, "base", true, Item.of(A, "chr", "x"), Item.of(B, "chr", "y"));
      device.sync();
      assertThat(device.nodes).isEmpty();
      assertThat(lab.admin().settings(ID)).extracting(Setting::status).containsExactly(216, 500);
      device.refusals.clear();
      device.sync();
      assertThat(states(lab)).containsOnly(SettingState.APPLIED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void queuedCommandsAreCarriedOutOnceAndAnswered(Spoken spoken) throws Exception {
    try (var lab = start(spoken.dialect())) {
      var device = device(lab);
      device.nodes.put(A, "here");
      var read = lab.admin().queue(ID, Verb.GET, Item.of(A, "chr", ""));
      var missing = lab.admin().queue(ID, Verb.GET, Item.of(B, "chr", ""));
      var run = lab.admin().queue(ID, Verb.EXEC, Item.of(B, "chr", "now"));
      var hint = lab.admin().queue(ID, Verb.SYNC, Item.of(".", "null", ""));
      device.sync();

      assertThat(device.done).containsOnlyOnce("EXEC " + B);
      var got = lab.admin().command(read).orElseThrow();
      assertThat(got.status()).hasValue(200);
      assertThat(got.results()).extracting(Item::value).containsExactly("here");
      assertThat(lab.admin().command(missing).orElseThrow().status()).hasValue(404);
      assertThat(lab.admin().command(run).orElseThrow().state()).isEqualTo(CommandState.DONE);
      assertThat(lab.admin().command(hint).orElseThrow().state()).isEqualTo(CommandState.DONE);
    }
  }

  @Test
  void largeObjectsTravelInPiecesBothWays() throws Exception {
    try (var lab = start(LabDialect.STANDARD.withMaxMessage(4096))) {
      var device = device(lab);
      var large = "größer <&> ".repeat(2000);
      assign(lab, "base", false, Item.of(A, "chr", large));
      assertThat(device.sync()).isInstanceOf(Outcome.Done.class);
      assertThat(device.nodes.getOrDefault(A, "").equals(large)).isTrue();

      var read = lab.admin().queue(ID, Verb.GET, Item.of(A, "chr", ""));
      assertThat(device.sync()).isInstanceOf(Outcome.Done.class);
      var results = lab.admin().command(read).orElseThrow().results();
      assertThat(results).hasSize(1);
      assertThat(results.getFirst().value().equals(large)).isTrue();
    }
  }

  @Test
  void twoHundredSettingsFitIntoAsManySmallMessagesAsTheyNeed() throws Exception {
    try (var lab = start(LabDialect.STANDARD.withMaxMessage(4096))) {
      var device = device(lab);
      var items = new Item[200];
      for (int i = 0; i < items.length; i++) {
        items[i] = Item.of(A + i, "int", "" + i);
      }
      assign(lab, "base", false, items);
      assertThat(device.sync()).isInstanceOf(Outcome.Done.class);
      assertThat(device.nodes).hasSize(200);
      assertThat(states(lab)).hasSize(200).containsOnly(SettingState.APPLIED);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"STANDARD", "SLOPPY"})
  void reportsOfTheAgentAreKept(Spoken spoken) throws Exception {
    try (var lab = start(spoken.dialect())) {
      var device = device(lab);
      var type = "Reversed-Domain-Name:io.reeve.";
      device.outbox.add(type + "compliance", "chr", "", "{\"overall\":\"COMPLIANT\"}");
      var table = "./Device/Vendor/Reeve/Inventory/users";
      device.outbox.add(
          type + "inventory",
          "chr",
          table,
          "{\"table\":\"users\",\"key\":[\"uid\"],\"full\":true,\"part\":1,\"parts\":1,\"added\":"
              + "[{\"uid\":1,\"shell\":\"a\"},{\"uid\":2,\"shell\":\"a\"}],\"changed\":[],\"removed\":[]}");
      device.sync();
      device.outbox.add(
          type + "inventory",
          "chr",
          table,
          "{\"table\":\"users\",\"key\":[\"uid\"],\"full\":false,\"part\":1,\"parts\":1,\"added\":"
              + "[{\"uid\":3}],\"changed\":[{\"uid\":1,\"shell\":\"b\"}],\"removed\":[{\"uid\":2}]}");
      device.outbox.add(type + "drift", "chr", A, "{\"setting\":\"x\"}");
      device.sync();

      assertThat(device.outbox.pending(9)).isEmpty();
      assertThat(lab.admin().compliance(ID).orElseThrow().path("overall").asText())
          .isEqualTo("COMPLIANT");
      assertThat(lab.admin().inventory(ID))
          .hasToString("{users=[{\"uid\":1,\"shell\":\"b\"},{\"uid\":3}]}");
      assertThat(lab.admin().events(0, Optional.of(ID), Duration.ZERO))
          .extracting(LabViews.Event::kind)
          .contains("alert.compliance", "alert.inventory", "alert.drift", "session.ended");
    }
  }

  @Test
  void aDeviceThatUnenrolsIsGoneAndItsCertificateWithIt() throws Exception {
    try (var lab = start(LabDialect.STANDARD)) {
      var device = device(lab);
      assertThat(device.sync(Event.unenrolledByUser())).isInstanceOf(Outcome.Done.class);
      assertThat(lab.admin().device(ID).orElseThrow().state()).isEqualTo(DeviceState.GONE);
      assertThat(device.sync()).isInstanceOf(Outcome.Refused.class);
      lab.admin().forget(ID);
      assertThat(lab.admin().devices()).isEmpty();
    }
  }

  @Test
  void theAdministratorUnenrolsADevice() throws Exception {
    try (var lab = start(LabDialect.STANDARD)) {
      var device = device(lab);
      assign(lab, "base", false, Item.of(A, "chr", "x"));
      lab.admin().unenroll(ID);
      device.sync();
      assertThat(device.done)
          .containsExactly("EXEC ./Device/Vendor/MSFT/DMClient/Provider/ReeveLab/Unenroll");
      assertThat(lab.admin().device(ID).orElseThrow().state()).isEqualTo(DeviceState.GONE);
    }
  }

  @Test
  void theLabIsTheSameAfterARestart() throws Exception {
    VirtualDevice device;
    try (var lab = start(LabDialect.STANDARD)) {
      device = device(lab);
      assign(lab, "base", false, Item.of(A, "chr", "x"));
    }
    try (var lab = start(LabDialect.STANDARD)) {
      assertThat(device.sync()).isInstanceOf(Outcome.Done.class);
      assertThat(states(lab)).containsExactly(SettingState.APPLIED);
    }
  }
}
