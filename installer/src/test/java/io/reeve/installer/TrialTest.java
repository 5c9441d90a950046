package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reeve.core.local.AgentException;
import io.reeve.harness.lab.LabViews.Item;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A setting of the service that cuts the machine off from it. The network between both breaks as
/// soon as the setting is in force, as with a firewall rule or a name that leads astray.
@EnabledOnOs(OS.LINUX)
final class TrialTest {
  private static final String HOST = "./Device/Vendor/Reeve/Hosts/mdm.example.org";
  private static final String BAD = "192.0.2.66";

  @TempDir Path folder;
  private final List<Process> processes = new ArrayList<>();
  private Site site;
  private Relay network;
  private String before;

  @BeforeEach
  void begin() throws Exception {
    site = Site.without(folder, config -> config.withAddress("127.0.0.2", 0));
    Files.createDirectories(site.state());
    confirmedWithin(5);
    network =
        Relay.start("127.0.0.1", new InetSocketAddress("127.0.0.2", site.lab().uri().getPort()));
    before = Files.readString(hosts());
  }

  @AfterEach
  void end() throws Exception {
    for (var process : processes) {
      process.destroyForcibly().waitFor();
    }
    network.close();
    site.close();
  }

  /// Counts for the next start of the daemon.
  private void confirmedWithin(int seconds) throws IOException {
    Files.writeString(
        site.state().resolve("agent.json"), "{\"confirmSeconds\": %d}".formatted(seconds));
  }

  private Path hosts() {
    return site.file("etc/hosts");
  }

  private boolean isIn(String address) throws Exception {
    return Files.readString(hosts()).contains(address);
  }

  /// The network is gone while the bad address is in force.
  private void enrol() {
    site.enrol();
    assertThat(site.agent().sync(true).record()).get().matches(record -> record.ok());
    network.trouble(new Relay.Trouble.Cut(() -> isIn(BAD)));
  }

  private void ask(String address) {
    site.assign("hosts", false, Item.of(HOST, "chr", address));
  }

  private String state() {
    return site.agent().explain(HOST).state().state();
  }

  @Test
  void itIsRolledBackReportedAndNotTriedAgainAndAnotherValueStays() throws Exception {
    site.startDaemon();
    enrol();
    ask(BAD);
    assertThat(catchThrowableOfType(AgentException.class, () -> site.agent().sync(true)))
        .as("it was in force, for that cuts the network")
        .isNotNull();

    Await.until("the rollback", () -> !isIn(BAD));
    assertThat(hosts()).hasContent(before);
    assertThat(state()).isEqualTo("rolled-back");

    assertThat(site.agent().sync(true).record()).get().matches(record -> record.ok());
    assertThat(site.events("alert.rollback"))
        .singleElement()
        .satisfies(event -> assertThat(event.toString()).contains(HOST).contains(BAD));
    assertThat(isIn(BAD)).isFalse();
    assertThat(site.recorded(HOST).status()).isEqualTo(500);

    ask("192.0.2.7");
    assertThat(site.agent().sync(true).record()).get().matches(record -> record.ok());
    assertThat(state()).isEqualTo("applied");
    assertThat(isIn("192.0.2.7")).isTrue();
    assertThat(site.history("confirmed")).hasSize(1);
    assertThat(site.history("rolled-back")).hasSize(1);
  }

  @Test
  void itIsRolledBackThoughTheDaemonIsKilledMeanwhile() throws Exception {
    confirmedWithin(600);
    var daemon = start();
    enrol();
    ask(BAD);
    site.agent().sync(false);
    Await.until("the setting", () -> isIn(BAD));
    daemon.destroyForcibly().waitFor();
    assertThat(isIn(BAD)).isTrue();

    confirmedWithin(5);
    start();

    Await.until("the rollback", () -> !isIn(BAD));
    assertThat(hosts()).hasContent(before);
    Await.until("its report", () -> !site.history("rolled-back").isEmpty());
    site.agent().sync(true);
    assertThat(site.events("alert.rollback")).hasSize(1);
    assertThat(isIn(BAD)).isFalse();
  }

  private Process start() throws Exception {
    var daemon = Program.daemon(site, folder.resolve("daemon.log"));
    processes.add(daemon);
    return daemon;
  }
}
