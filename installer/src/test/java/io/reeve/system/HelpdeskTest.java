package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.harness.lab.LabViews.Item;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What the helpdesk has done to accounts, and what it gets to look at, on a machine that does it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HelpdeskTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String ACTIONS = "./Device/Vendor/Reeve/Actions/";
  private static final String LAPS = "./Device/Vendor/MSFT/LAPS/Policies/";
  private static final String OLD = "Old-passw0rd-root";
  private @Nullable ManagedMachine shared;

  private ManagedMachine site() throws IOException {
    var site = shared;
    if (site == null) {
      site =
          Requirements.orSkip(
              () -> ManagedMachine.start(Furniture::usual, Installation.NO_HOLD, _ -> {}));
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

  private int exec(String uri, String data) throws IOException {
    var id = site().lab().queue("exec", Item.of(uri, "chr", data));
    site().sync();
    return site().lab().command(id).path("status").asInt();
  }

  private boolean letsIn(String account, String password) throws IOException {
    var line = List.of("pamtester", "login", account, "authenticate", "acct_mgmt");
    return site().machine().run(line, password + "\n").ok();
  }

  private String told(String id) throws IOException {
    return site().lab().events().stream()
        .filter(event -> event.path("kind").asText().equals("alert.action"))
        .map(event -> event.path("data").path("data"))
        .filter(data -> data.path("command").asText().contains(id))
        .map(JsonNode::toString)
        .reduce("", String::concat);
  }

  @Test
  void theAdministratorsPasswordIsTheOneTheServiceHasAndNoOther() throws IOException {
    var site = site();
    site.machine().run(List.of("chpasswd"), "root:" + OLD + "\n").need();
    assertThat(letsIn("root", OLD)).isTrue();

    var id = site.lab().rotatePassword();
    synced(() -> told(id).contains("\"done\""));

    var newest = site.lab().passwords().path(0);
    assertThat(newest.path("account").asText()).isEqualTo("root");
    assertThat(newest.path("state").asText()).isEqualTo("set");
    assertThat(letsIn("root", newest.path("password").asText())).isTrue();
    assertThat(letsIn("root", OLD)).isFalse();
    assertThat(
            site.machine()
                .run(
                    "grep",
                    "-r",
                    "-a",
                    newest.path("password").asText(),
                    "/var/lib/reeve",
                    "/var/log")
                .ok())
        .as("it is written down nowhere")
        .isFalse();
  }

  /// The agent is killed as soon as it has handed a password over: whatever it had done by then,
  /// the service has the one that counts, and the next start makes another.
  @Test
  void aPasswordIsChangedByItsAgeAndAKilledAgentLeavesNoneThatTheServiceHasNot()
      throws IOException {
    var site = site();
    site.machine().need("useradd", "--groups=sudo", "--shell=/bin/bash", "helpdesk");
    site.machine().run(List.of("chpasswd"), "helpdesk:" + OLD + "\n").need();
    var _ = site.lab().rotatePassword();
    site.lab().queue("replace", Item.of(LAPS + "AdministratorAccountName", "chr", "helpdesk"));
    site.lab().queue("replace", Item.of(LAPS + "PasswordLength", "int", "23"));
    site.lab().queue("replace", Item.of(LAPS + "BackupDirectory", "int", "1"));
    synced(() -> passwordsOfHelpdesk().findAny().isPresent());
    site.machine().need("systemctl", "kill", "--signal=KILL", "reeve.service");
    site.machine().need("systemctl", "stop", "reeve.service");
    var had = passwordsOfHelpdesk().map(each -> each.path("password").asText()).toList();
    assertThat(Stream.concat(Stream.of(OLD), had.stream()))
        .filteredOn(this::letsHelpdeskIn)
        .as("one password counts")
        .hasSize(1);

    site.machine().need("systemctl", "start", "reeve.service");
    synced(() -> passwordsOfHelpdesk().anyMatch(each -> each.path("state").asText().equals("set")));

    var newest = passwordsOfHelpdesk().findFirst().orElseThrow();
    assertThat(newest.path("password").asText()).hasSize(23);
    assertThat(letsHelpdeskIn(newest.path("password").asText())).isTrue();
    site.lab().queue("delete", Item.of(LAPS + "BackupDirectory", "int", ""));
    site.lab().queue("delete", Item.of(LAPS + "AdministratorAccountName", "chr", ""));
    site.sync();
  }

  private boolean letsHelpdeskIn(String password) {
    try {
      return letsIn("helpdesk", password);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Newest first.
  private Stream<JsonNode> passwordsOfHelpdesk() throws IOException {
    return StreamSupport.stream(site().lab().passwords().spliterator(), false)
        .filter(each -> each.path("account").asText().equals("helpdesk"));
  }

  /// Returns when that has come about, after as many sessions as it takes.
  private void synced(Callable<Boolean> what) throws IOException {
    var site = site();
    Await.until(
        "a password of the service",
        PATIENCE,
        () -> {
          try {
            site.sync();
            return what.call();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        },
        () -> site.lab().events() + "\n" + site.log());
  }

  @Test
  void whoIsDisabledIsOutAtOnceAndInAgainWhenEnabled() throws IOException {
    var machine = site().machine();
    machine.need(
        "systemd-run",
        "--unit=session-of-bob",
        "--property=PAMName=login",
        "--property=User=bob",
        "sleep",
        "infinity");
    Await.until(
        "bob's session",
        PATIENCE,
        () -> machine.run("loginctl", "list-users").out().contains("bob"),
        () -> machine.run("loginctl").all());
    var shadow = machine.need("grep", "^bob:", "/etc/shadow");
    assertThat(letsIn("bob", Furniture.password("bob"))).isTrue();

    assertThat(exec(ACTIONS + "DisableAccount", "bob")).isEqualTo(200);
    assertThat(letsIn("bob", Furniture.password("bob"))).isFalse();
    Await.until(
        "the end of bob's processes",
        PATIENCE,
        () -> !machine.run("pgrep", "-u", "bob").ok(),
        () -> machine.run("ps", "-u", "bob").all());

    assertThat(exec(ACTIONS + "EnableAccount", "bob")).isEqualTo(200);
    assertThat(letsIn("bob", Furniture.password("bob"))).isTrue();
    assertThat(machine.need("grep", "^bob:", "/etc/shadow")).isEqualTo(shadow);
    assertThat(exec(ACTIONS + "DisableAccount", "messagebus")).isEqualTo(403);
  }

  @Test
  void aScriptRunsOnceAndTellsWhatItSaid() throws IOException {
    var site = site();
    var script = "./Device/Vendor/Reeve/Scripts/who";
    var text = "{\"Script\": \"#!/bin/sh\\nid -un\\necho ran >> /root/ran\\nexit 3\\n\"}";
    assertThat(exec(script, text)).isEqualTo(202);
    Await.until("the script", PATIENCE, () -> site.machine().has("/root/ran"), site::log);
    Await.until(
        "what the script said",
        PATIENCE,
        () -> site.lab().events().toString().contains("\"output\":\"root"),
        () -> site.lab().events().getLast() + site.log());
    site.sync();
    assertThat(site.machine().read("/root/ran")).isEqualTo("ran\n");
  }

  @Test
  void whatIsCollectedReachesTheServiceAndHoldsNoSecret() throws IOException {
    var site = site();
    assertThat(exec(ACTIONS + "CollectDiagnostics", "")).isEqualTo(202);
    Await.until(
        "the diagnostics",
        PATIENCE,
        () -> {
          site.sync();
          return site.lab().hasDiagnostics();
        },
        site::log);
    site.lab().saveDiagnostics("/root/diagnostics.zip");

    var texts = new TreeMap<String, String>();
    try (var zip = new ZipFile(site.machine().view().resolve("root/diagnostics.zip").toFile())) {
      for (var entry : zip.stream().toList()) {
        try (var text = zip.getInputStream(entry)) {
          texts.put(entry.getName(), new String(text.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    assertThat(texts)
        .containsKeys("about.txt", "status.json", "doctor.json", "settings.json", "history.txt");
    assertThat(texts.get("journal.txt")).contains("Started reeve.service");
    assertThat(texts.get("doctor.json")).contains("state folder");
    assertThat(texts.toString()).doesNotContain(Installation.PASSWORD, "PRIVATE KEY");
  }
}
