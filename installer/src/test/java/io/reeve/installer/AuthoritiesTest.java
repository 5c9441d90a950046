package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.Views;
import io.reeve.core.local.Voice;
import io.reeve.core.local.WishViews;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The service, a second manager and the local administrator ask for settings of one machine.
@EnabledOnOs(OS.LINUX)
final class AuthoritiesTest {
  private static final String HOST = "./Device/Vendor/Reeve/Hosts/intranet.example";
  private static final String DISOWNED = "./Device/Vendor/Reeve/Authorities/Service/Disowned";
  private static final String PREVIEW = "./Device/Vendor/Reeve/Preview";

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

  private String hosts() throws IOException {
    return Files.readString(site.file("etc/hosts"));
  }

  private String apply(String json) {
    return states(site.agent().apply(json, Voice.LOCAL));
  }

  private static String states(WishViews.Wished wished) {
    var text = new StringBuilder();
    wished.settings().forEach(each -> text.append(each.id()).append(' ').append(each.state()));
    return text.toString();
  }

  /// Every file with its bytes, mode, owner and time.
  private static Map<String, String> everything(Path root) throws IOException {
    var all = new TreeMap<String, String>();
    try (var files = Files.walk(root)) {
      for (var file : files.toList()) {
        all.put(
            file.toString(),
            Files.readAttributes(file, "unix:mode,uid,gid,lastModifiedTime,ctime,size").toString()
                + (Files.isRegularFile(file) ? Files.readString(file) : ""));
      }
    }
    return all;
  }

  @Test
  void aFileIsTheWholeWishAndTheServiceOutranksItWhereItAsksToo() throws Exception {
    assertThat(apply("{\"settings\": {\"%s\": \"192.0.2.1\"}}".formatted(HOST)))
        .isEqualTo("net.hosts applied");
    assertThat(hosts()).contains("192.0.2.1");
    assertThat(apply("{\"settings\": {\"%s\": \"192.0.2.1\"}}".formatted(HOST)))
        .isEqualTo("net.hosts unchanged");

    site.assign("hosts", false, Item.of(HOST, "chr", "192.0.2.2"));
    site.agent().sync(true);
    assertThat(hosts()).contains("192.0.2.2").doesNotContain("192.0.2.1");
    assertThat(states(site.agent().set(HOST, "192.0.2.3", Voice.MANAGER)))
        .isEqualTo("net.hosts outranked");
    assertThat(hosts()).contains("192.0.2.2");
    assertThat(site.agent().explain(HOST).authorities())
        .extracting(Views.Wish::authority, Views.Wish::wins)
        .containsExactly(tuple("service", true), tuple("manager", false), tuple("local", false));

    site.agent().unenroll();
    assertThat(hosts()).contains("192.0.2.3");
    assertThat(
            states(
                site.agent().unset("./Device/Vendor/Reeve/Hosts/intranet.example", Voice.MANAGER)))
        .isEqualTo("net.hosts withdrawn");
    assertThat(hosts()).contains("192.0.2.1");
    assertThat(apply("{}")).isEqualTo("net.hosts withdrawn");
    assertThat(site.changed()).isEmpty();
  }

  @Test
  void whatTheServiceDisownsIsGivenBackAndObservedAndCountsAgainAfterwards() throws Exception {
    site.assign("hosts", false, Item.of(HOST, "chr", "192.0.2.2"));
    site.agent().sync(true);
    site.agent().set(HOST, "192.0.2.3", Voice.LOCAL);
    assertThat(hosts()).contains("192.0.2.2");

    assertThat(site.ask(Verb.REPLACE, DISOWNED, "chr", "network").status()).hasValue(200);
    assertThat(hosts()).contains("192.0.2.3").doesNotContain("192.0.2.2");
    assertThat(site.ask(Verb.REPLACE, HOST, "chr", "192.0.2.4").status()).hasValue(200);
    assertThat(hosts()).contains("192.0.2.3");
    assertThat(site.agent().explain(HOST).authorities())
        .filteredOn(wish -> !wish.counts())
        .extracting(Views.Wish::authority)
        .containsExactly("service");
    site.agent().unset(HOST, Voice.LOCAL);
    assertThat(hosts()).doesNotContain("192.0.2");
    assertThat(site.agent().explain(HOST).state().state()).isEqualTo("not-owned");

    site.stopDaemon();
    site.startDaemon();
    assertThat(site.agent().explain(HOST).state().state()).isEqualTo("not-owned");
    assertThat(site.ask(Verb.REPLACE, DISOWNED, "chr", "netwrok").status()).hasValue(400);
    assertThat(site.ask(Verb.DELETE, DISOWNED, "chr", "").status()).hasValue(200);
    assertThat(hosts()).contains("192.0.2");
  }

  @Test
  void aBadFileChangesNothingAndTellsEveryProblem() throws Exception {
    assertThatThrownBy(() ->
            apply(
                "{\"settings\": {\"%s\": \"192.0.2.1\",\n\"pw.min\": 1,\n\"pw.max-age\": \"x\"}}"
                    .formatted(HOST)))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("line 2, column 1: there is no setting 'pw.min'")
        .hasMessageContaining("line 3, column 1: pw.max-age: 'x'");
    assertThat(site.changed()).isEmpty();
    assertThatThrownBy(() -> site.agent().unset(HOST, Voice.LOCAL))
        .hasMessage("the local administrator does not ask for " + HOST);
  }

  @Test
  void aPreviewTellsWhatApplyDoesAndTouchesNothing() throws Exception {
    var wish =
        """
        {"settings": {"%s": "192.0.2.1", "pw.min-length": 12, "ssh.permit-root-login": "no"}}
        """
            .formatted(HOST);
    var before = everything(site.root());
    var store = site.agent().history(1000);

    var preview = site.agent().preview(wish, Voice.LOCAL);

    assertThat(everything(site.root())).isEqualTo(before);
    assertThat(site.agent().history(1000)).isEqualTo(store);
    assertThat(site.agent().settings(false)).isEmpty();
    try (var left = Files.list(site.state())) {
      assertThat(left).noneMatch(file -> file.getFileName().toString().startsWith("preview-"));
    }
    assertThat(preview.settings())
        .extracting(WishViews.PreviewSetting::id, WishViews.PreviewSetting::state)
        .contains(tuple("net.hosts", "changes"));
    var diffs = new TreeMap<String, String>();
    preview.files().forEach(file -> diffs.put(file.file(), file.diff() + file.note()));
    assertThat(diffs.get(site.file("etc/hosts").toString())).contains("+192.0.2.1");
    site.agent().apply(wish, Voice.LOCAL);
    assertThat(site.changed())
        .filteredOn(name -> Files.isRegularFile(site.file(name)))
        .as("the files that were foretold: %s; %s", diffs, preview.notes())
        .allSatisfy(name -> assertThat(diffs.keySet()).anyMatch(file -> file.endsWith(name)));

    var back = site.agent().preview("{}", Voice.LOCAL);
    assertThat(back.places()).extracting(WishViews.PreviewPlace::change).containsOnly("give-back");
    assertThat(back.files()).hasSameSizeAs(preview.files());
  }

  @Test
  void aFileThatNotEverybodyMayReadIsNamedAndNotShown() throws Exception {
    var secret = Files.writeString(site.file("etc/hosts"), "192.0.2.77 a-secret-host\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));

    var preview =
        site.agent()
            .preview("{\"settings\": {\"%s\": \"192.0.2.1\"}}".formatted(HOST), Voice.LOCAL);

    assertThat(preview.files())
        .singleElement()
        .satisfies(file -> {
          assertThat(file.file()).isEqualTo(secret.toString());
          assertThat(file.attributes()).startsWith("rw-r-----");
          assertThat(file.note()).isEqualTo("not shown: not everybody may read it");
        });
    assertThat(preview.toString()).doesNotContain("a-secret-host");
  }

  @Test
  void theServiceExecutesAPreviewAndReadsItsResult() throws Exception {
    var before = everything(site.root());
    assertThat(
            site.ask(
                    Verb.EXEC,
                    PREVIEW,
                    "chr",
                    "{\"settings\": {\"ssh.permit-root-login\": \"no\"}}")
                .status())
        .hasValue(200);
    var result = site.ask(Verb.GET, PREVIEW + "/Result", "chr", "");
    assertThat(result.status()).hasValue(200);
    assertThat(result.toString())
        .contains("ssh.permit-root-login")
        .contains("\"state\":\"changes\"");
    assertThat(everything(site.root())).isEqualTo(before);
  }
}
