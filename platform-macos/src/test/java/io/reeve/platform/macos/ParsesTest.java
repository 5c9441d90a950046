package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.reeve.core.apps.AppManifest;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Notary;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of what programs write.
final class ParsesTest {
  @TempDir Path root;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FileVault is On.|0",
        "FileVault is Off.|4",
        "FileVault is On. Encryption in progress: Percent completed = 34|4",
        "FileVault is On. Decryption in progress: Percent completed = 9|4"
      })
  void fileVaultCountsOnceItIsDone(String said, long bits) throws IOException {
    assertThat(EncryptionMechanism.bits(said)).isEqualTo(bits);
  }

  @Test
  void anAnswerThatIsNotKnownIsNeverTakenForEncrypted() {
    assertThatThrownBy(() -> EncryptionMechanism.bits("FileVault est activé."))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("est activé");
  }

  @ParameterizedTest
  @CsvSource({
    "Full Security, 1",
    "Reduced Security, 1",
    "Medium Security, 1",
    "Permissive Security, 2",
    "No Security, 2"
  })
  void theFirmwaresPolicyIsOnOrOff(String policy, int state) throws IOException {
    var report =
        PropertyList.JSON
            .readTree(FakeMac.captured("bridge.json").replace("Full Security", policy))
            .path("SPiBridgeDataType");
    assertThat(SecureBootMechanism.state(report)).isEqualTo(Value.of(state));
  }

  @Test
  void aMacWithoutASecurityChipCannot() throws IOException {
    assertThat(SecureBootMechanism.state(PropertyList.JSON.createArrayNode()))
        .isEqualTo(Value.of(0));
  }

  @Test
  void whatWaitsIsCountedAndAnUpdateOfMacosWantsARestart() throws IOException {
    var preferences = new MemoryPreferences();
    var domain = "com.apple.SoftwareUpdate";
    var updates = JsonNodeFactory.instance.arrayNode();
    updates.addObject().put("Display Name", "Safari");
    preferences.store(domain, "RecommendedUpdates", Optional.of(updates));
    preferences.store(
        domain,
        "LastFullSuccessfulDate",
        Optional.of(JsonNodeFactory.instance.pojoNode(Instant.parse("2024-05-01T08:00:00.5Z"))));
    var mechanism = new UpdateStatusMechanism(new FakeMac().at(root), preferences);
    assertThat(status(mechanism, "pending")).isEqualTo(Value.of(1));
    assertThat(status(mechanism, "restart")).isEqualTo(Value.of(false));
    assertThat(status(mechanism, "refreshed")).isEqualTo(Value.of("2024-05-01T08:00:00Z"));
    updates.addObject().put("Display Name", "macOS Sonoma 14.5");
    preferences.store(domain, "RecommendedUpdates", Optional.of(updates));
    assertThat(status(mechanism, "restart")).isEqualTo(Value.of(true));
    assertThat(mechanism.restartWanted()).contains("macOS Sonoma 14.5 waits to be installed");
  }

  private static Value status(UpdateStatusMechanism mechanism, String what) throws IOException {
    return mechanism.bind(new Address("update-status", Map.of("what", what))).read();
  }

  private static AppManifest manifest(String signer) throws IOException {
    return AppManifest.parse(
        """
        {"type": "pkg", "name": "com.example.tool", "version": ">= 1.2", "source": "file:///tmp/x.pkg",
         "sha256": "%s", "signer": "%s", "paths": ["/Applications/Tool.app"]}
        """
            .formatted("0".repeat(64), signer));
  }

  @Test
  void aPackageHasToBeSignedByTheTeamThatIsAskedFor() throws IOException {
    var report = FakeMac.captured("signature.txt");
    assertThatCode(() -> PkgTool.holdSigned(report, manifest("ABCDE12345")))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> PkgTool.holdSigned(report, manifest("ZZZZZ99999")))
        .hasMessageContaining("signed by team ABCDE12345, not ZZZZZ99999");
    for (var status : List.of("no signature", "signed by untrusted certificate")) {
      var bad =
          report.replace(
              "signed by a developer certificate issued by Apple for distribution", status);
      assertThatThrownBy(() -> PkgTool.holdSigned(bad, manifest("ABCDE12345")))
          .hasMessageContaining("not signed by a Developer ID");
    }
  }

  @ParameterizedTest
  @CsvSource({"1.2, true", "1.2.0, true", "1.10, true", "1.1.9, false", "1.2b, true", "0.9, false"})
  void aVersionIsComparedNumberByNumber(String installed, boolean suits) throws IOException {
    var mac =
        new FakeMac()
            .with(
                "/usr/sbin/pkgutil",
                _ -> FakeMac.said(FakeMac.captured("receipt.plist").replace("VERSION", installed)));
    var tool = new PkgTool(mac.at(root), _ -> List.of());
    var version = tool.installed("com.example.tool").orElseThrow();
    assertThat(tool.suits(manifest("ABCDE12345"), version)).isEqualTo(suits);
  }

  @Test
  void nothingIsRemovedThroughALinkNorWhereSomebodyElseMayPutOne() throws IOException {
    var mac =
        new FakeMac()
            .with("/usr/sbin/pkgutil", _ -> FakeMac.said(FakeMac.captured("receipt.plist")));
    var victim = Files.createDirectories(root.resolve("etc/victim"));
    Files.createDirectories(root.resolve("Applications/Tool.app"));
    Files.createSymbolicLink(root.resolve("Applications/Tool.app/Contents"), victim);
    Files.createSymbolicLink(root.resolve("opt"), root.resolve("etc"));
    var through = new PkgTool(mac.at(root), _ -> List.of("/opt/victim"));
    assertThatThrownBy(() -> through.remove(List.of("com.example.tool")))
        .hasMessageContaining("is a link, or belongs to somebody");
    new PkgTool(mac.at(root), _ -> List.of("/Applications/Tool.app"))
        .remove(List.of("com.example.tool"));
    assertThat(root.resolve("Applications")).isEmptyDirectory();
    assertThat(victim).exists();
  }

  @Test
  void onlyWhatTheManifestNamesIsRemovedAndOnlyBelowAFewFolders() throws IOException {
    var mac =
        new FakeMac()
            .with("/usr/sbin/pkgutil", _ -> FakeMac.said(FakeMac.captured("receipt.plist")));
    var nothing = new PkgTool(mac.at(root), _ -> List.of());
    assertThat(nothing.remove(List.of("com.example.tool"))).containsExactly("com.example.tool");
    var hostile = new PkgTool(mac.at(root), _ -> List.of("/System/Library/CoreServices"));
    assertThatThrownBy(() -> hostile.remove(List.of("com.example.tool")))
        .hasMessageContaining("not ours to remove");
    var app = Files.createDirectories(root.resolve("Applications/Tool.app/Contents"));
    Files.writeString(app.resolve("Info.plist"), "");
    var tool = new PkgTool(mac.at(root), _ -> List.of("/Applications/Tool.app"));
    assertThat(tool.remove(List.of("com.example.tool"))).isEmpty();
    assertThat(root.resolve("Applications")).isEmptyDirectory();
    assertThat(mac.ran).contains(List.of("/usr/sbin/pkgutil", "--forget", "com.example.tool"));
  }

  @Test
  void theKeychainsCertificatesAreFoundByTheirDigest() throws IOException {
    assertThat(Keychain.parse(FakeMac.captured("certificates.txt")))
        .containsOnlyKeys(
            "dc29ae1bd5e2ab6e4be7aca1cdd4daaed5c1c6d1", "0000000000000000000000000000000000000001")
        .containsValue("bm90IGEgY2VydGlmaWNhdGU=");
  }

  @Test
  void aRootThatIsInTheKeychainAndNotTrustedIsNotSet() throws IOException {
    var address =
        new Address("ca-certificate", Map.of("sha1", "0000000000000000000000000000000000000001"));
    boolean[] trusted = {false};
    var mac =
        new FakeMac()
            .with(
                "/usr/bin/security",
                arguments ->
                    arguments.contains("find-certificate")
                        ? FakeMac.said(FakeMac.captured("certificates.txt"))
                        : trusted[0] ? FakeMac.said("") : FakeMac.failed(1, "not trusted"));
    var tools = mac.at(root);
    var place = new CaCertificateMechanism(tools, new Profiles(tools, Notary.none())).bind(address);
    assertThat(place.read()).isEqualTo(Value.absent());
    trusted[0] = true;
    assertThat(place.read()).isEqualTo(Value.of("b3RoZXI="));
    assertThatThrownBy(() -> place.write(Value.of("eHh4")))
        .hasMessageContaining("not an X.509 certificate");
  }

  @Test
  void servicesAreReadFromTheirOwnFieldsAndNotFromThoseOfTheirParts() throws IOException {
    var loaded = Launchd.Loaded.parse(FakeMac.captured("launchctl-print.txt"));
    assertThat(loaded.runs()).isTrue();
    assertThat(loaded.path()).contains("/System/Library/LaunchDaemons/LABEL.plist");
  }

  @Test
  void aKernelThatHasNoSuchParameterIsNotApplicable() {
    var mac = new FakeMac().with("/usr/sbin/sysctl", _ -> FakeMac.failed(1, "unknown oid"));
    assertThatThrownBy(() ->
            new SysctlMechanism(mac.at(root))
                .bind(new Address("sysctl", Map.of("key", "net.inet.ip.none")))
                .read())
        .isInstanceOf(NotApplicableException.class)
        .hasMessage("this kernel has no parameter net.inet.ip.none");
  }

  /// Without `-G` chroot keeps the groups of whoever calls it.
  @Test
  void whatRunsAsThePersonHasTheirGroupsAndNotRoots() throws IOException {
    var mac =
        new FakeMac()
            .with("/usr/bin/stat", _ -> FakeMac.said("alice\n"))
            .with("/usr/bin/id", _ -> FakeMac.said("20 12 61 80 702\n"))
            .with("/usr/bin/dscl", _ -> FakeMac.said(FakeMac.captured("dscl-user.plist")));
    var alice = Console.user(mac.at(root)).orElseThrow();
    assertThat(String.join(" ", alice.prefix()))
        .isEqualTo("/bin/launchctl asuser 501 /usr/sbin/chroot -G 20,12,61,80,702 -g 20 -u 501 /");
    assertThat(mac.ran).contains(List.of("/usr/bin/id", "-G", "alice"));
  }

  @Test
  void nobodyIsAtTheMacWhileTheLoginWindowIs() throws IOException {
    var mac = new FakeMac().with("/usr/bin/stat", _ -> FakeMac.said("root\n"));
    assertThat(Console.user(mac.at(root))).isEmpty();
  }
}
