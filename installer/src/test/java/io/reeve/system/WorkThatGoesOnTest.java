package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.harness.lab.LabViews.Item;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The rows of tier 1 whose work outlasts the session that asks for it: programs that the real apt
/// installs, scripts that run by themselves.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WorkThatGoesOnTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String APP = "./Device/Vendor/Reeve/Apps/sample/";
  private static final String REMEDIATION = "./Device/Vendor/Reeve/Remediations/greeting/";
  private @Nullable ManagedMachine shared;

  private ManagedMachine site() throws IOException {
    var site = shared;
    if (site == null) {
      site = Requirements.orSkip(() -> ManagedMachine.start(Furniture::usual));
      shared = site;
    }
    return site;
  }

  @AfterAll
  void finish() throws IOException {
    if (shared != null) {
      shared.close();
    }
  }

  private static Item chr(String uri, String value) {
    return Item.of(uri, "chr", value);
  }

  private void await(String what, String uri, String state) throws IOException {
    var site = site();
    Await.until(
        what,
        PATIENCE,
        () -> site.agent().explain(uri).state().state().equals(state),
        () -> site.agent().explain(uri) + "\n" + site.log());
  }

  private String told(String uri) throws IOException {
    var id = site().lab().queue("get", chr(uri, ""));
    site().sync();
    return site().lab().command(id).path("results").path(0).path("value").asText();
  }

  private String installed(String name) throws IOException {
    return site()
        .machine()
        .run("dpkg-query", "--show", "--showformat=${db:Status-Abbrev}${Version}", name)
        .out()
        .strip();
  }

  @Test
  void aProgramIsInstalledPutBackUpgradedAndTakenAway() throws IOException {
    var site = site();
    Shop.open(site.machine());
    Shop.offer(site.machine(), "reeve-program", "1.0");
    var manifest = APP + "Manifest";
    site.lab()
        .assign(
            "app",
            false,
            List.of(chr(manifest, "{\"type\": \"deb\", \"name\": \"reeve-program\"}")));
    site.sync();
    assertThat(site.lab().answers()).allMatch(answer -> answer.status() == 202);
    await("the program", manifest, "applied");
    assertThat(installed("reeve-program")).isEqualTo("ii 1.0");
    assertThat(told(APP + "Status")).isEqualTo("70");

    site.machine().need("apt-get", "remove", "--yes", "reeve-program");
    Await.until(
        "the program that somebody removed",
        PATIENCE,
        () -> site.machine().has("/usr/share/reeve-program/version"),
        site::log);
    await("the program", manifest, "applied");

    Shop.offer(site.machine(), "reeve-program", "2.0");
    site.lab()
        .assign(
            "app",
            false,
            List.of(
                chr(
                    manifest,
                    "{\"type\": \"deb\", \"name\": \"reeve-program\", \"version\": \">= 2.0\"}")));
    site.sync();
    await("the newer program", manifest, "applied");
    assertThat(installed("reeve-program")).isEqualTo("ii 2.0");

    site.lab().unassign("app");
    site.sync();
    Await.until(
        "the program to go",
        PATIENCE,
        () -> !site.machine().has("/usr/share/reeve-program/version"),
        site::log);
    await("the program to be forgotten", manifest, "not-wanted");
    assertThat(site.machine().has("/var/lib/reeve/apps/sample.json")).isFalse();
  }

  /// Apt and dpkg outlive the agent; a power cut ends them with it, in the middle of a package's
  /// own script.
  @Test
  void anInstallationThatIsCutOffIsFinishedByTheNextAgent() throws IOException {
    var site = site();
    var machine = site.machine();
    Shop.open(machine);
    var tree = "/srv/slow";
    machine.need("mkdir", "-p", tree + "/DEBIAN", tree + "/usr/share/reeve-slow");
    machine.write(tree + "/usr/share/reeve-slow/version", "1.0\n");
    machine.write(
        tree + "/DEBIAN/postinst",
        "#!/bin/sh\necho begun >> /srv/begun\n[ -e /srv/quick ] || sleep 600\n");
    machine.write(
        tree + "/DEBIAN/control",
        """
        Package: reeve-slow
        Version: 1.0
        Architecture: all
        Maintainer: Nobody <nobody@example.org>
        Description: a sample
        """);
    machine.need("chmod", "0755", tree + "/DEBIAN/postinst");
    machine.need("dpkg-deb", "--build", tree, "/srv/slow.deb");
    var digest = machine.need("sha256sum", "/srv/slow.deb").split(" ")[0];
    var manifest = "./Device/Vendor/Reeve/Apps/slow/Manifest";
    site.lab()
        .assign(
            "slow",
            false,
            List.of(
                chr(
                    manifest,
                    "{\"type\": \"deb\", \"name\": \"reeve-slow\", \"source\":"
                        + " \"file:///srv/slow.deb\", \"sha256\": \""
                        + digest
                        + "\"}")));
    site.sync();
    Await.until("the package's script", PATIENCE, () -> machine.has("/srv/begun"), site::log);
    assertThat(site.agent().explain(manifest).state().state()).isEqualTo("pending");
    machine.write("/srv/quick", "");
    site.killAgent("reeve-packages-*.service");
    await("the program after the crash", manifest, "applied");
    assertThat(installed("reeve-slow")).isEqualTo("ii 1.0");
    site.lab().unassign("slow");
    site.sync();
    await("the program to be forgotten", manifest, "not-wanted");
    assertThat(machine.has("/usr/share/reeve-slow/version")).isFalse();
  }

  @Test
  void aProgramThatCannotBeInstalledSaysWhy() throws IOException {
    var manifest = "./Device/Vendor/Reeve/Apps/nothing/Manifest";
    site()
        .lab()
        .assign(
            "nothing",
            false,
            List.of(chr(manifest, "{\"type\": \"deb\", \"name\": \"reeve-nothing\"}")));
    site().sync();
    await("the failure", manifest, "failed");
    assertThat(told("./Device/Vendor/Reeve/Apps/nothing/Status")).isEqualTo("60");
    assertThat(told("./Device/Vendor/Reeve/Apps/nothing/LastError"))
        .contains("Unable to locate package reeve-nothing");
    site().lab().unassign("nothing");
    site().sync();
  }

  @Test
  void aFaultIsFoundMendedToldAndTakenBack() throws IOException {
    var site = site();
    site.lab()
        .assign(
            "greeting",
            false,
            List.of(
                chr(REMEDIATION + "Detect", "test -e /srv/greeting || exit 1\n"),
                chr(REMEDIATION + "Remediate", "#!/bin/sh\necho hello > /srv/greeting\nid -un\n"),
                chr(REMEDIATION + "Undo", "rm /srv/greeting\n"),
                chr(REMEDIATION + "Schedule", "every 5 minutes")));
    site.sync();
    Await.until("the greeting", PATIENCE, () -> site.machine().has("/srv/greeting"), site::log);
    Await.until(
        "its result",
        PATIENCE,
        () ->
            site.agent().history(50).stream()
                .anyMatch(event -> event.text().startsWith("remediated")),
        site::log);
    assertThat(told(REMEDIATION + "Result"))
        .contains("\"outcome\":\"remediated\"", "\"output\":\"root\"", "\"reversible\":true");
    assertThat(site.agent().query("SELECT outcome FROM remediations").toString())
        .contains("remediated");

    site.lab().unassign("greeting");
    site.sync();
    Await.until(
        "the greeting to go", PATIENCE, () -> !site.machine().has("/srv/greeting"), site::log);
  }
}
