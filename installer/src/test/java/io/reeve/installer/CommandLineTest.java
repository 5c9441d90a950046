package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.harness.demo.Scenery;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.installer.Program.Ended;
import io.reeve.policy.Catalog;
import io.reeve.policy.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The commands as processes: what scripts rely on.
@EnabledOnOs(OS.LINUX)
final class CommandLineTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void withoutADaemonEachCommandDoesTheWorkItself() throws Exception {
    try (var site = Site.without(folder, config -> config)) {
      assertError(reeve(site, "sync"), 3);
      assertError(enroll(site, "wrong"), 4);
      assertThat(enroll(site, Site.PASSWORD).exit()).isZero();
      site.assign("all", false, Scenery.profile().toArray(Item[]::new));

      var synced = reeve(site, "sync");
      assertThat(synced.exit()).as(synced.err()).isZero();
      assertThat(site.file("etc/hosts")).content().contains("intranet.example");
      assertError(enroll(site, Site.PASSWORD), 1);
      var status = json(reeve(site, "status", "--json"));
      assertThat(status.path("enrolled").asBoolean()).isTrue();
      assertThat(status.path("daemon").asBoolean()).isFalse();
      assertThat(status.path("settings").path("applied").asInt()).isGreaterThanOrEqualTo(12);
      site.stopLab();
      assertError(reeve(site, "sync"), 5);
      site.startLab();

      assertThat(reeve(site, "unenroll").exit()).isZero();
      assertThat(site.changed()).isEmpty();
    }
  }

  @Test
  void withADaemonEachCommandAsksIt() throws Exception {
    try (var site = Site.start(folder)) {
      assertThat(enroll(site, Site.PASSWORD).exit()).isZero();
      site.assign("all", false, Scenery.profile().toArray(Item[]::new));
      assertThat(json(reeve(site, "sync", "--json")).path("record").path("ok").asBoolean())
          .isTrue();
      var status = json(reeve(site, "status", "--json"));
      assertThat(status.path("daemon").asBoolean()).isTrue();
      assertThat(status.path("account").path("deviceId").asText()).isEqualTo(site.device());
      assertThat(json(reeve(site, "settings", "--json"))).hasSizeGreaterThan(12);
      assertThat(json(reeve(site, "compliance", "--json")).path("verdicts")).hasSize(4);
      assertThat(json(reeve(site, "history", "--json")).path(0).path("kind").asText()).isNotBlank();
      var explained = json(reeve(site, "explain", "--json", "ssh.permit-root-login"));
      assertThat(explained.path("state").path("seen").asText()).isEqualTo("no");
      assertThat(explained.path("places")).isNotEmpty();
      assertThat(json(reeve(site, "explain", "--json", "net.hosts")).path("state").path("uri"))
          .hasToString("\"./Device/Vendor/Reeve/Hosts/intranet.example\"");
      assertThat(json(reeve(site, "settings", "--all", "--json")).findValuesAsText("id"))
          .containsAll(Catalog.load().all().stream().map(Setting::id).toList());
      var rows = json(reeve(site, "query", "--json", "select name from os_version"));
      assertThat(rows.findValuesAsText("name")).isNotEmpty();
      assertThat(json(reeve(site, "unenroll", "--json")).path("serviceTold").asBoolean()).isTrue();
    }
  }

  @Test
  void whatIsWrongIsToldInTwoLinesAndByTheExitCode() throws Exception {
    try (var site = Site.start(folder)) {
      assertError(reeve(site, "enroll"), 2);
      assertError(reeve(site, "no-such-command"), 2);
      assertError(reeve(site, "enroll", "--mail", "ann", "--token-file", "/etc/hostname"), 2);
      assertError(reeve(site, "explain", "no.such.setting"), 1);
      assertError(reeve(site, "explain", "net.hosts"), 1);
      assertError(reeve(site, "query", "select"), 1);
      assertError(reeve(site, "query", "drop table users"), 1);
      var ended = reeve(site, "unenroll", "--json");
      assertThat(ended.exit()).isEqualTo(3);
      var error = JSON.readTree(ended.err()).path("error");
      assertThat(error.path("kind").asText()).isEqualTo("NOT_ENROLLED");
      assertThat(error.path("hint").asText()).isNotBlank();
    }
  }

  private Ended reeve(Site site, String command, String... rest)
      throws IOException, InterruptedException {
    var arguments = new ArrayList<String>(List.of(command));
    if (!command.startsWith("no-")) {
      arguments.addAll(
          List.of("--state", site.state().toString(), "--root", site.root().toString()));
    }
    arguments.addAll(List.of(rest));
    return Program.run(folder, arguments.toArray(String[]::new));
  }

  private Ended enroll(Site site, String password) throws IOException, InterruptedException {
    var secret = Files.writeString(folder.resolve("password"), password + "\n");
    return reeve(
        site,
        "enroll",
        "--server",
        site.lab().discovery().toString(),
        "--user",
        Site.USER,
        "--password-file",
        secret.toString(),
        "--ca",
        site.lab().caFile().toString());
  }

  private static JsonNode json(Ended ended) throws IOException {
    assertThat(ended.exit()).as(ended.err()).isZero();
    return JSON.readTree(ended.out());
  }

  private static void assertError(Ended ended, int exit) {
    assertThat(ended.exit()).as(ended.toString()).isEqualTo(exit);
    assertThat(ended.err()).startsWith("error: ").contains("\nhint: ");
    assertThat(ended.out()).isEmpty();
  }
}
