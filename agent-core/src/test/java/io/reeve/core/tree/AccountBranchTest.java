package io.reeve.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.tree.Branch.Answer;
import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.core.tree.Tree.Operation;
import io.reeve.core.tree.Tree.Response;
import io.reeve.enroll.DmAccount;
import io.reeve.enroll.EnrollmentType;
import io.reeve.enroll.RenewalState;
import io.reeve.enroll.Trust;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountBranchTest {
  private static final String PROVIDER = "./Vendor/MSFT/DMClient/Provider/Example%20MDM/";

  private static final class MemoryAccount implements AccountPort {
    DmAccount account =
        new DmAccount(
            "Example MDM",
            "Example",
            List.of(URI.create("https://mdm.example.org/omadm")),
            "DEV1",
            Optional.empty(),
            EnrollmentType.DEVICE,
            URI.create("https://mdm.example.org/discovery"),
            "4.0",
            DmAccount.XML,
            Optional.empty(),
            DmAccount.Retry.DEFAULT,
            Optional.empty(),
            Optional.empty(),
            new Trust(true, List.of()),
            DmAccount.Poll.DEFAULT,
            DmAccount.RenewalPlan.DEFAULT,
            Optional.empty(),
            new TreeMap<>(),
            Map.of(),
            Instant.EPOCH);
    final Map<String, String> secrets = new HashMap<>();
    int changes;
    String asked = "";
    boolean broken;

    @Override
    public DmAccount account() {
      return account;
    }

    @Override
    public void change(DmAccount other, Map<String, String> more) throws IOException {
      if (broken) {
        throw new IOException("disk full");
      }
      account = other;
      secrets.putAll(more);
      changes++;
    }

    @Override
    public Optional<String> secret(String name) {
      return Optional.ofNullable(secrets.get(name));
    }

    @Override
    public RenewalState renewal() {
      return RenewalState.INITIAL;
    }

    @Override
    public Optional<String> thumbprint() {
      return Optional.of("AB");
    }

    @Override
    public String hardwareId() {
      return "HW1";
    }

    @Override
    public void renew() {
      asked += "renew ";
    }
  }

  private final MemoryAccount port = new MemoryAccount();
  private final MemoryConfiguration configuration = new MemoryConfiguration();
  private Reply retireReply = new Reply.Started();
  private final Tree tree =
      new Tree(
          new ConfigBranch(configuration, configuration.catalog),
          configuration::knows,
          AccountBranch.mounts(
              port,
              (requests, _) -> {
                port.asked += requests.getFirst().uri().name() + " ";
                return new Answer(
                    List.of(retireReply),
                    () -> {
                      port.asked += "given up ";
                      return true;
                    });
              }));

  private static Operation operation(Verb verb, String uri, String data) {
    var target =
        uri.replaceFirst("^P/", PROVIDER)
            .replaceFirst("^A/", "./SyncML/DMAcc/0x0000800c/")
            .replaceFirst("^W/", "./Vendor/MSFT/CertificateStore/My/WSTEP/");
    return new Operation("id", verb, target, Optional.empty(), Optional.empty(), Optional.of(data));
  }

  private Response run(Verb verb, String uri, String data) {
    return tree.run(List.of(operation(verb, uri, data))).getFirst();
  }

  private String read(String uri) {
    var response = run(Verb.GET, uri, "");
    return response.code() == Code.OK
        ? response.nodes().getFirst().data().orElse("")
        : response.code().toString();
  }

  @ParameterizedTest
  @CsvSource({
    "P/EntDMID, d-001, 200, d-001",
    "P/SyncApplicationVersion, 3.0, 200, 3.0",
    "P/SyncApplicationVersion, 9.0, 400, 1.0",
    "P/Poll/IntervalForFirstSetOfRetries, 480, 200, 480",
    "P/Poll/IntervalForFirstSetOfRetries, -1, 400, 15",
    "P/Poll/PollOnLogin, true, 200, true",
    "P/Poll/PollOnLogin, maybe, 400, false",
    "P/ManagementServerAddressList, '<https://a.example.org/x><https://b.example.org/y>', 200, '<https://a.example.org/x><https://b.example.org/y>'",
    "P/ManagementServerAddressList, http://a.example.org/x, 400, <https://mdm.example.org/omadm>",
    "P/ManagementServerAddressList, https://u:p@a.example.org/x, 400, <https://mdm.example.org/omadm>",
    "P/ManagementServerAddressList, https://a.example.org/x#y, 400, <https://mdm.example.org/omadm>",
    "P/MaxSyncApplicationVersion, 1.0, 405, 3.0",
    "P/RequireMessageSigning, true, 404, 404",
    "P/FirstSyncStatus/TimeOutUntilSyncFailure, 180, 200, 180",
    "A/AppAuth/CLCRED/AAuthName, dev1, 200, dev1",
    "A/AppAuth/CLCRED/AAuthSecret, s2, 200, 405",
    "A/AppAuth/SRVCRED/AAuthType, BASIC, 400, 404",
    "A/AppAddr/1/Addr, https://n.example.org/, 200, https://n.example.org/",
    "A/Ext/Microsoft/ConnRetryFreq, 6, 200, 6",
    "A/Ext/Microsoft/InitialBackOffTime, 30000, 200, 30000",
    "A/ServerID, x, 405, Example MDM",
    "W/Renew/RenewPeriod, 60, 200, 60",
    "W/Renew/RenewPeriod, 0, 400, 42",
    "W/Renew/ROBOSupport, false, 400, true",
    "W/Renew/Status, 2, 405, 0",
    "W/CertThumprint, x, 405, AB"
  })
  void aNodeIsReplacedAndReadBack(String uri, String value, int code, String after) {
    assertThat(run(Verb.REPLACE, uri, value).code().number()).isEqualTo(code);
    assertThat(read(uri)).isEqualTo(after);
  }

  @Test
  void aRekeyIsOneChangeAndTheSecretGoesToTheKeyStore() {
    tree.run(
        List.of(
            operation(Verb.REPLACE, "A/AppAuth/CLCRED/AAuthName", "dev1"),
            operation(Verb.REPLACE, "A/AppAuth/CLCRED/AAuthSecret", "s3")));
    assertThat(port.changes).isEqualTo(1);
    assertThat(port.secrets).containsEntry(DmAccount.Auth.CLIENT_SECRET, "s3");
    assertThat(port.account.client().orElseThrow().user()).isEqualTo("dev1");
  }

  @Test
  void anAtomicThatFailsElsewherePutsTheAccountBack() {
    var whole =
        tree.atomic(
            List.of(
                operation(Verb.REPLACE, "W/Renew/RenewPeriod", "60"),
                operation(Verb.REPLACE, MemoryConfiguration.BROKEN, "x")));
    assertThat(whole.good()).isFalse();
    assertThat(whole.responses().stream().map(Response::code))
        .containsExactly(Code.ROLLED_BACK, Code.FAILED);
    assertThat(read("W/Renew/RenewPeriod")).isEqualTo("42");
  }

  @Test
  void anAtomicThatFailsElsewhereGivesUpTheUnenrolmentThatWasHeldBack() {
    var whole =
        tree.atomic(
            List.of(
                operation(Verb.REPLACE, "P/EntDMID", "x"),
                operation(Verb.EXEC, "P/Unenroll", "Example MDM"),
                operation(Verb.REPLACE, MemoryConfiguration.BROKEN, "x")));
    assertThat(whole.responses().stream().map(Response::code))
        .containsExactly(Code.ROLLED_BACK, Code.ROLLED_BACK, Code.FAILED);
    assertThat(port.asked).isEqualTo("Unenroll given up ");
    assertThat(read("P/EntDMID")).isEqualTo("404");
  }

  @Test
  void anUnenrolmentThatIsRefusedTakesItsAtomicWithIt() {
    retireReply = new Reply.Refused(Code.PERMISSION_DENIED, "no approval");
    var whole =
        tree.atomic(
            List.of(
                operation(Verb.EXEC, "P/Unenroll", ""), operation(Verb.REPLACE, "P/EntDMID", "x")));
    assertThat(whole.responses().stream().map(Response::code))
        .containsExactly(Code.PERMISSION_DENIED, Code.NOT_EXECUTED);
    assertThat(read("P/EntDMID")).isEqualTo("404");
  }

  @Test
  void aPollTableOfNothingButZeroesIsRefused() {
    assertThat(run(Verb.REPLACE, "P/Poll/NumberOfFirstRetries", "0").code()).isEqualTo(Code.OK);
    assertThat(run(Verb.REPLACE, "P/Poll/IntervalForFirstSetOfRetries", "0").code())
        .isEqualTo(Code.BAD_REQUEST);
    assertThat(port.account.poll().firstInterval()).isEqualTo(15);
  }

  @Test
  void whatCannotBeKeptIsNotDone() {
    port.broken = true;
    assertThat(run(Verb.REPLACE, "P/EntDMID", "x").code()).isEqualTo(Code.FAILED);
    assertThat(read("P/EntDMID")).isEqualTo("404");
  }

  @Test
  void unenrolmentAndRenewalAreAskedFor() {
    assertThat(run(Verb.EXEC, "P/Unenroll", "Example MDM").code()).isEqualTo(Code.ACCEPTED);
    assertThat(run(Verb.EXEC, "./Vendor/MSFT/DMClient/Unenroll", "").code())
        .isEqualTo(Code.ACCEPTED);
    assertThat(run(Verb.EXEC, "W/Renew/RenewNow", "").code()).isEqualTo(Code.OK);
    assertThat(port.asked).isEqualTo("Unenroll Unenroll renew ");
    assertThat(run(Verb.EXEC, "P/EntDMID", "").code()).isEqualTo(Code.NOT_ALLOWED);
  }

  @Test
  void interiorNodesNameTheirChildren() {
    assertThat(read("./Vendor/MSFT/DMClient")).isEqualTo("HWDevID/Provider/Unenroll");
    assertThat(read("./Vendor/MSFT/DMClient/Provider")).isEqualTo("Example%20MDM");
    assertThat(read("./SyncML/DMAcc")).matches("[0-9a-f]{64}");
    assertThat(read("./Vendor/MSFT/DMClient/Provider/Other")).isEqualTo("404");
    assertThat(run(Verb.ADD, PROVIDER.substring(0, PROVIDER.length() - 1), "").code())
        .isEqualTo(Code.EXISTS);
    assertThat(run(Verb.ADD, "P/FirstSyncStatus", "").code()).isEqualTo(Code.OK);
    assertThat(read(".")).isEqualTo("Device/SyncML");
  }

  @Test
  void capabilitiesNameThePartsOfTheTree() {
    var mounts = List.of(CapabilitiesBranch.mount(tree::prefixes));
    var other =
        new Tree(
            new ConfigBranch(configuration, configuration.catalog), configuration::knows, mounts);
    var response =
        other
            .run(
                List.of(
                    operation(
                        Verb.GET,
                        "./Vendor/MSFT/DeviceManageability/Capabilities/CSPVersions",
                        "")))
            .getFirst();
    assertThat(response.nodes().getFirst().data().orElseThrow())
        .contains("<CSP Node=\"./SyncML/DMAcc\" Version=\"1.0\"/>");
  }

  @Test
  void theStateOfASettingIsJson() {
    var settings = new SettingsBranch(configuration, configuration.catalog);
    var with =
        new Tree(
            new ConfigBranch(configuration, configuration.catalog),
            configuration::knows,
            List.of(Tree.Mount.at(SettingsBranch.PREFIX, settings)));
    with.run(List.of(operation(Verb.REPLACE, MemoryConfiguration.COUNT, "5")));
    assertThat(
            with.run(List.of(operation(Verb.GET, SettingsBranch.PREFIX, "")))
                .getFirst()
                .nodes()
                .getFirst()
                .data())
        .contains("test.count");
    assertThat(
            with.run(List.of(operation(Verb.GET, SettingsBranch.PREFIX + "/test.count", "")))
                .getFirst()
                .nodes()
                .getFirst()
                .data()
                .orElseThrow())
        .contains("\"wanted\":{\"SERVICE\":\"5\"}", "\"seen\":\"5\"");
  }
}
